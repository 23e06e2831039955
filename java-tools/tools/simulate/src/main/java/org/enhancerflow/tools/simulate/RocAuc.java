package org.enhancerflow.tools.simulate;

import java.util.Arrays;

/** Area under the ROC curve as the Mann-Whitney statistic, ties counted half. */
final class RocAuc {
    private RocAuc() {}

    /**
     * The probability that a positive's score is above a negative's.
     *
     * @return NaN if either is empty
     */
    static double of(double[] positives, double[] negatives) {
        double[] high = positives.clone();
        double[] low = negatives.clone();
        Arrays.sort(high);
        Arrays.sort(low);
        double wins = 0;
        int below = 0;
        int upTo = 0;
        for (double score : high) {
            while (below < low.length && low[below] < score) {
                below++;
            }
            upTo = Math.max(upTo, below);
            while (upTo < low.length && low[upTo] <= score) {
                upTo++;
            }
            wins += below + (upTo - below) / 2.0;
        }
        return wins / high.length / low.length;
    }
}
