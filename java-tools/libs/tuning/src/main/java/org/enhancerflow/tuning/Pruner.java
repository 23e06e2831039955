package org.enhancerflow.tuning;

import java.util.List;

/** Decides after a report whether a trial is worth going on with. */
public interface Pruner {
    /** Never prunes. */
    Pruner NONE = (direction, trials, trial) -> false;

    /**
     * Whether to stop the trial.
     *
     * @param trials all of the study's, the asking one included
     * @param trial the asking one, with what it has reported so far
     */
    boolean shouldPrune(Direction direction, List<StudyTrial> trials, StudyTrial trial);
}
