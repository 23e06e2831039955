package org.enhancerflow.tuning;

import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Asynchronous successive halving: at rungs that lie a constant factor apart, only the best share of the trials that came
 * so far goes on. As in Optuna; Li et al., MLSys 2020 (arXiv:1810.05934).
 *
 * @param minimum step of the first rung; empty: a hundredth of the steps of the first trial that is complete, and no
 *     pruning before
 * @param factor how much further away the next rung is, and one of how many trials goes on; at least 2
 * @param rate rungs left out at the beginning
 * @param bootstrap a rung that no more trials have reached lets none pass
 */
public record SuccessiveHalvingPruner(OptionalLong minimum, int factor, int rate, int bootstrap) implements Pruner {
    /** System attribute of a trial, followed by the rung's number: the value it had there. Optuna's workers read it too. */
    static final String RUNG = "completed_rung_";

    /** Optuna's default settings: the first rung by itself, one of four goes on. */
    public static SuccessiveHalvingPruner standard() {
        return new SuccessiveHalvingPruner(OptionalLong.empty(), 4, 0, 0);
    }

    @Override
    public boolean shouldPrune(StudyHistory history, StudyTrial trial, Notes notes) throws IOException {
        OptionalLong first = minimum.isPresent() ? minimum : estimate(history);
        if (first.isEmpty() || trial.reports().isEmpty()) {
            return false;
        }
        long step = trial.reports().lastKey();
        double value = trial.reports().getOrDefault(step, Double.NaN);
        int rung = 0;
        while (trial.systemAttributes().containsKey(RUNG + rung)) {
            rung++;
        }
        while (step >= first.getAsLong() * Math.pow(factor, rate + rung)) {
            if (Double.isNaN(value)) {
                return true;
            }
            notes.set(RUNG + rung, value);
            double[] competitors = competitors(history.trials(), trial.number(), RUNG + rung);
            if (competitors.length + 1 <= bootstrap || !goesOn(history.direction(), value, competitors)) {
                return true;
            }
            rung++;
        }
        return false;
    }

    /** The first complete trial decides, so that the rungs stay where they are. */
    private static OptionalLong estimate(StudyHistory history) {
        OptionalLong steps = history.stepsOfFirstComplete();
        return steps.isPresent() ? OptionalLong.of(Math.max(1, steps.getAsLong() / 100)) : steps;
    }

    private static double[] competitors(List<StudyTrial> trials, int self, String rung) {
        return trials.stream()
                .filter(trial -> trial.number() != self)
                .map(trial -> trial.systemAttributes().get(rung))
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .toArray();
    }

    /** Whether it is among the best share, equal values included; the best one always is. */
    private boolean goesOn(Direction direction, double value, double[] competitors) {
        int places = Math.max(1, (competitors.length + 1) / factor);
        int better = 0;
        for (double competitor : competitors) {
            better += direction.isBetter(competitor, value) ? 1 : 0;
        }
        return better < places;
    }
}
