package org.enhancerflow.tuning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.zip.CRC32;

/**
 * Hyperband: successive halving with several first rungs side by side, since nobody knows beforehand how early bad trials
 * can be told from good ones. As in Optuna: the study's trials are dealt out to brackets, and each bracket prunes as if it
 * were a study of its own; samplers learn from all of them. Li et al., JMLR 18(185), 2018.
 *
 * @param minimum step of the first rung of the first bracket
 * @param maximum steps of a trial that is not pruned; empty: those of the first trial that is complete, and no pruning
 *     before
 * @param factor how much further away the next rung is, and one of how many trials goes on; at least 2
 */
public record HyperbandPruner(long minimum, OptionalLong maximum, int factor) implements Pruner {
    /** Optuna's default settings: rungs from step 1 to the end, one of three goes on. */
    public static HyperbandPruner standard() {
        return new HyperbandPruner(1, OptionalLong.empty(), 3);
    }

    @Override
    public boolean shouldPrune(StudyHistory history, StudyTrial trial, Notes notes) throws IOException {
        OptionalInt bracket = bracket(history, Study.draw(trial));
        if (bracket.isEmpty()) {
            return false;
        }
        return new SuccessiveHalvingPruner(OptionalLong.of(minimum), factor, bracket.getAsInt(), 0)
                .shouldPrune(peers(history, Study.draw(trial)), trial, notes);
    }

    /** The trials of a draw's bracket. */
    private StudyHistory peers(StudyHistory history, int draw) {
        List<Long> budgets = budgets(history);
        if (budgets.isEmpty()) {
            return history;
        }
        int own = bracket(history.name(), draw, budgets);
        return history.of(history.trials().stream()
                .filter(trial -> bracket(history.name(), Study.draw(trial), budgets) == own)
                .toList());
    }

    /** The bracket of a draw, from 0; empty as long as the number of brackets is not known. */
    OptionalInt bracket(StudyHistory history, int draw) {
        List<Long> budgets = budgets(history);
        return budgets.isEmpty() ? OptionalInt.empty() : OptionalInt.of(bracket(history.name(), draw, budgets));
    }

    /** Trials are dealt out by a checksum of their name, in proportion to the brackets' budgets. */
    private static int bracket(String study, int draw, List<Long> budgets) {
        CRC32 checksum = new CRC32();
        checksum.update((study + "_" + draw).getBytes(StandardCharsets.UTF_8));
        long rest = checksum.getValue()
                % budgets.stream().mapToLong(Long::longValue).sum();
        int bracket = 0;
        while (rest >= budgets.get(bracket)) {
            rest -= budgets.get(bracket);
            bracket++;
        }
        return bracket;
    }

    /** What each bracket gets; none as long as the steps of a whole trial are not known. */
    List<Long> budgets(StudyHistory history) {
        OptionalLong steps = history.stepsOfFirstComplete();
        if (maximum.isEmpty() && steps.isEmpty()) {
            return List.of();
        }
        // Optuna counts steps from 0.
        double most = maximum.isPresent() ? maximum.getAsLong() : steps.orElseThrow() + 1;
        int brackets = 1 + Math.max(0, (int) Math.floor(StrictMath.log(most / minimum) / StrictMath.log(factor)));
        List<Long> budgets = new ArrayList<>();
        for (int bracket = 0; bracket < brackets; bracket++) {
            int rungs = brackets - 1 - bracket;
            budgets.add((long) Math.ceil(brackets * Math.pow(factor, rungs) / (rungs + 1)));
        }
        return budgets;
    }
}
