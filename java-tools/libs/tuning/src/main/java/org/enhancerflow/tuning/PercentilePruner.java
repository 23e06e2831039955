package org.enhancerflow.tuning;

import java.util.Collection;
import java.util.List;

/**
 * Stops a trial whose best report so far is worse than a percentile of what complete trials reported at the same step. With
 * the 50th it is Optuna's median pruner, after the median stopping rule of Google Vizier (Golovin et al., KDD 2017).
 *
 * @param percentile share of complete trials, in percent, among whose best a trial has to be
 * @param startupTrials no trial is stopped before that many are complete
 * @param warmupSteps no trial is stopped before this step
 * @param interval steps between two checks, counted from the warm-up's end; at least 1
 * @param minimumTrials a step that fewer complete trials reached is not judged
 */
public record PercentilePruner(double percentile, int startupTrials, long warmupSteps, long interval, int minimumTrials)
        implements Pruner {
    /** Optuna's median pruner with its default settings: 5 trials before the first check, every step checked. */
    public static PercentilePruner median() {
        return new PercentilePruner(50, 5, 0, 1, 1);
    }

    @Override
    public boolean shouldPrune(StudyHistory history, StudyTrial trial, Notes notes) {
        Direction direction = history.direction();
        List<StudyTrial> complete = history.trials().stream()
                .filter(t -> t.state() == TrialState.COMPLETE)
                .toList();
        if (complete.isEmpty()
                || complete.size() < startupTrials
                || trial.reports().isEmpty()) {
            return false;
        }
        long step = trial.reports().lastKey();
        if (step < warmupSteps || isCheckedAlready(trial, step)) {
            return false;
        }
        double best = best(direction, trial.reports().values());
        if (Double.isNaN(best)) {
            return true;
        }
        double least = atPercentile(complete, step, direction);
        return !Double.isNaN(least) && direction.isBetter(least, best);
    }

    private boolean isCheckedAlready(StudyTrial trial, long step) {
        long intervalStart = Math.floorDiv(step - warmupSteps, interval) * interval + warmupSteps;
        var before = trial.reports().headMap(step);
        return !before.isEmpty() && before.lastKey() >= intervalStart;
    }

    private static double best(Direction direction, Collection<Double> reports) {
        double best = Double.NaN;
        for (double report : reports) {
            if (!Double.isNaN(report) && (Double.isNaN(best) || direction.isBetter(report, best))) {
                best = report;
            }
        }
        return best;
    }

    private double atPercentile(List<StudyTrial> complete, long step, Direction direction) {
        List<StudyTrial> reached =
                complete.stream().filter(t -> t.reports().containsKey(step)).toList();
        double[] values = reached.stream()
                .mapToDouble(t -> t.reports().getOrDefault(step, Double.NaN))
                .filter(v -> !Double.isNaN(v))
                .sorted()
                .toArray();
        if (reached.size() < minimumTrials || values.length == 0) {
            return Double.NaN;
        }
        double share = (direction == Direction.MAXIMIZE ? 100 - percentile : percentile) / 100;
        double place = share * (values.length - 1);
        int before = (int) place;
        int after = Math.min(before + 1, values.length - 1);
        return values[before] + (place - before) * (values[after] - values[before]);
    }
}
