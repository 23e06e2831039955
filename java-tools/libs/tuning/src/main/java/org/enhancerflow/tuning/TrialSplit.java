package org.enhancerflow.tuning;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
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
        for (StudyTrial trial : history.trials()) {
            switch (trial.state()) {
                case COMPLETE -> complete.add(trial);
                case PRUNED -> pruned.add(trial);
                case RUNNING, WAITING, FAIL -> {}
            }
        }
        int good = good(complete.size() + pruned.size());
        BitSet best = new BitSet();
        addBest(history.direction(), complete, good, best);
        if (complete.size() < good) {
            addFurthest(history.direction(), pruned, good - complete.size(), best);
        }
        List<StudyTrial> below = new ArrayList<>();
        List<StudyTrial> above = new ArrayList<>(history.trials().size());
        for (StudyTrial trial : history.trials()) {
            if (best.get(trial.number())) {
                below.add(trial);
            } else if (tells(trial) || (withRunning && trial.state() == TrialState.RUNNING)) {
                above.add(trial);
            }
        }
        return new TrialSplit(below, above);
    }

    /** Of equal trials the earlier are better. No sorting of all trials: there may be many, and few are good. */
    private static void addBest(Direction direction, List<StudyTrial> complete, int good, BitSet best) {
        double[] losses = new double[good];
        int[] numbers = new int[good];
        int found = 0;
        for (StudyTrial trial : complete) {
            double loss = loss(direction, trial.value());
            if (found == good && (good == 0 || loss >= losses[good - 1])) {
                continue;
            }
            int place = found < good ? found++ : good - 1;
            while (place > 0 && losses[place - 1] > loss) {
                losses[place] = losses[place - 1];
                numbers[place] = numbers[place - 1];
                place--;
            }
            losses[place] = loss;
            numbers[place] = trial.number();
        }
        for (int i = 0; i < found; i++) {
            best.set(numbers[i]);
        }
    }

    /** Where complete trials are too few: the pruned ones that came furthest, of these the better. */
    private static void addFurthest(Direction direction, List<StudyTrial> pruned, int missing, BitSet best) {
        pruned.stream()
                .sorted(Comparator.<StudyTrial>comparingLong(trial -> -lastStep(trial))
                        .thenComparingDouble(trial -> loss(direction, lastReport(trial))))
                .limit(missing)
                .forEach(trial -> best.set(trial.number()));
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
