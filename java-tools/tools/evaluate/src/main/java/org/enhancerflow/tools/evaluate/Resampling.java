package org.enhancerflow.tools.evaluate;

import org.enhancerflow.statistics.BinaryScores;

/**
 * How confidence intervals are made.
 *
 * @param resamples of the bootstrap; 0 makes none
 * @param seed of the bootstrap
 */
record Resampling(int resamples, long seed) {
    /** Of a part of the test set, which is one of many. */
    private static final int MOST_OF_A_PART = 300;

    boolean possible(BinaryScores scores) {
        return resamples > 0 && scores.positives() > 0 && scores.negatives() > 0;
    }

    Resampling ofAPart() {
        return new Resampling(Math.min(resamples, MOST_OF_A_PART), seed);
    }
}
