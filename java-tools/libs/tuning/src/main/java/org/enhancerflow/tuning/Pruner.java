package org.enhancerflow.tuning;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Decides after a report whether a trial is worth going on with. */
public interface Pruner {
    /** Never prunes. */
    Pruner NONE = (history, trial, notes) -> false;

    /** Takes what a pruner wants to remember about the asking trial. */
    interface Notes {
        /** Sets a system attribute of the trial. */
        void set(String key, @Nullable Object value) throws IOException;
    }

    /**
     * Whether to stop the trial. Asked after every report.
     *
     * @param history all of the study's trials, the asking one included
     * @param trial the asking one, with what it has reported so far
     */
    boolean shouldPrune(StudyHistory history, StudyTrial trial, Notes notes) throws IOException;
}
