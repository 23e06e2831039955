package org.enhancerflow.learning;

/** How the learning rate falls to 0 after warm-up. */
public enum Schedule {
    /** In a straight line. */
    LINEAR,
    /** Along half a cosine wave (Loshchilov and Hutter, arXiv 1608.03983). */
    COSINE;

    /**
     * Share of the full learning rate at a step: it rises in a straight line over the warm-up, then falls to 0.
     *
     * @param step from 1
     * @param warmup steps of the rise
     * @param total steps of the whole training
     */
    double factor(long step, long warmup, long total) {
        if (step <= warmup) {
            return (double) step / warmup;
        }
        // The last step still moves: 0 is reached one step after it.
        double done = (double) (step - warmup - 1) / Math.max(1, total - warmup);
        return this == LINEAR ? 1 - done : 0.5 * (1 + StrictMath.cos(StrictMath.PI * done));
    }
}
