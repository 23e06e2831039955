package org.enhancerflow.tuning;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history's trials as the tree-structured Parzen estimator sees them, each side by number.
 *
 * @param below the good ones
 * @param above the others; running ones, too, if they are to keep the next trial away from where they are
 */
record TrialSplit(List<StudyTrial> below, List<StudyTrial> above) {
    private static final double GOOD = 0.1;
    private static final int MOST_GOOD = 25;

    /** How many of n finished trials are good. */
    static int good(int n) {
        return (int) Math.min(Math.ceil(GOOD * n), MOST_GOOD);
    }

    /** Whether a trial says something about its parameters: it is complete or pruned. */
    static boolean tells(StudyTrial trial) {
        return trial.state() == TrialState.COMPLETE || trial.state() == TrialState.PRUNED;
    }

    /**
     * Splits a history: the good trials are the best complete ones; where these are too few, the pruned ones that came
     * furthest follow.
     *
     * @param withRunning whether running trials are listed among the others
     */
    static TrialSplit of(StudyHistory history, boolean withRunning) {
        List<StudyTrial> complete = new ArrayList<>();
        List<StudyTrial> pruned = new ArrayList<>();
        List<StudyTrial> running = new ArrayList<>();
        for (StudyTrial trial : history.trials()) {
            switch (trial.state()) {
                case COMPLETE -> complete.add(trial);
                case PRUNED -> pruned.add(trial);
                case RUNNING -> running.add(trial);
                case WAITING, FAIL -> {}
            }
        }
        Direction direction = history.direction();
        complete.sort(Comparator.comparingDouble(trial -> loss(direction, trial.value())));
        pruned.sort(Comparator.<StudyTrial>comparingLong(trial -> -lastStep(trial))
                .thenComparingDouble(trial -> loss(direction, lastReport(trial))));
        List<StudyTrial> ranked = new ArrayList<>(complete);
        ranked.addAll(pruned);
        int good = good(ranked.size());
        List<StudyTrial> above = new ArrayList<>(ranked.subList(good, ranked.size()));
        if (withRunning) {
            above.addAll(running);
        }
        return new TrialSplit(byNumber(ranked.subList(0, good)), byNumber(above));
    }

    /** Both sides without the trials that lack one of the parameters. */
    TrialSplit having(Map<String, Distribution> parameters) {
        return new TrialSplit(having(below, parameters), having(above, parameters));
    }

    private static List<StudyTrial> having(List<StudyTrial> trials, Map<String, Distribution> parameters) {
        return trials.stream()
                .filter(trial -> trial.parameters().keySet().containsAll(parameters.keySet()))
                .toList();
    }

    private static List<StudyTrial> byNumber(List<StudyTrial> trials) {
        return trials.stream()
                .sorted(Comparator.comparingInt(StudyTrial::number))
                .toList();
    }

    /** Smaller is better; what is not a number is worst. */
    private static double loss(Direction direction, @Nullable Double value) {
        if (value == null || value.isNaN()) {
            return Double.POSITIVE_INFINITY;
        }
        return direction == Direction.MAXIMIZE ? -value : value;
    }

    /** A pruned trial without a report comes after all others. */
    private static long lastStep(StudyTrial trial) {
        return trial.reports().isEmpty() ? Long.MIN_VALUE + 1 : trial.reports().lastKey();
    }

    private static @Nullable Double lastReport(StudyTrial trial) {
        return trial.reports().isEmpty()
                ? null
                : trial.reports().get(trial.reports().lastKey());
    }
}
