package org.enhancerflow.tuning;

import java.util.List;

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

    /** The same study with some of its trials. */
    public StudyHistory of(List<StudyTrial> some) {
        return new StudyHistory(name, direction, some);
    }
}
