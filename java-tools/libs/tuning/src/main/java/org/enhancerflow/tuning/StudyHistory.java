package org.enhancerflow.tuning;

import java.util.List;
import java.util.OptionalLong;

/**
 * A study as it stands at one moment: what samplers and pruners decide from.
 *
 * @param name the study's name
 * @param direction which way its value gets better
 * @param trials its trials, by number
 */
public record StudyHistory(String name, Direction direction, List<StudyTrial> trials) {
    /** Copies the list. */
    public StudyHistory {
        trials = List.copyOf(trials);
    }

    /** Last step of the complete trial with the lowest number that has reports; empty if there is none yet. */
    OptionalLong stepsOfFirstComplete() {
        return trials.stream()
                .filter(trial ->
                        trial.state() == TrialState.COMPLETE && !trial.reports().isEmpty())
                .mapToLong(trial -> trial.reports().lastKey())
                .findFirst();
    }

    /** The same study with some of its trials. */
    public StudyHistory of(List<StudyTrial> some) {
        return new StudyHistory(name, direction, some);
    }
}
