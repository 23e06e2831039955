package org.enhancerflow.learning;

import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Torch;

/** How many rows run through a model together: as many as pay, and fewer where memory runs out. */
final class MicroBatch {

    /** On a CPU more rows than these gain no speed, and cost memory. */
    private static final int CPU_ROWS = 16;

    /** Short rows run together up to so many tokens: each call has a cost of its own. */
    private static final int CPU_TOKENS = 4096;

    private static final int GPU_SCORING_TOKENS = 1 << 18;

    private MicroBatch() {}

    /**
     * Rows to begin with in training: on a CPU those that pay; on a GPU the whole step, since only trying shows what fits; of several
     * devices each gets its share.
     *
     * @param batchSize rows of a step
     */
    static int first(Torch torch, TokenStore store, int batchSize) {
        int devices = torch.device().split(",", -1).length;
        int share = (batchSize + devices - 1) / devices;
        return Math.min(share, isCpu(torch) ? Math.max(CPU_ROWS, CPU_TOKENS / longest(store)) : share);
    }

    /**
     * Rows to begin with in scoring, which keeps nothing for a backward pass.
     *
     * @param longest tokens of the longest row
     */
    static int scoring(Torch torch, int longest) {
        return Math.max(CPU_ROWS, (isCpu(torch) ? CPU_TOKENS : GPU_SCORING_TOKENS) / Math.max(1, longest));
    }

    private static boolean isCpu(Torch torch) {
        return torch.device().startsWith("cpu");
    }

    private static int longest(TokenStore store) {
        int longest = 1;
        for (int row = 0; row < store.size(); row++) {
            longest = Math.max(longest, store.length(row));
        }
        return longest;
    }
}
