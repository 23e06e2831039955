package org.enhancerflow.statistics;

/**
 * McNemar's test of two classifiers' calls on the same rows (McNemar 1947): under no difference a row that only one of them
 * calls rightly is as likely to be the first's as the second's.
 *
 * @param onlyFirst rows that the first alone calls rightly
 * @param onlySecond rows that the second alone calls rightly
 */
public record McNemar(long onlyFirst, long onlySecond) {
    /** Up to so many rows of disagreement the binomial distribution is summed. */
    private static final long EXACT = 1000;

    /** Counts the disagreements; arrays have one entry per row. */
    public static McNemar of(boolean[] positive, boolean[] calledByFirst, boolean[] calledBySecond) {
        if (positive.length != calledByFirst.length || positive.length != calledBySecond.length) {
            throw new IllegalArgumentException("the calls are not of the same rows");
        }
        long first = 0;
        long second = 0;
        for (int i = 0; i < positive.length; i++) {
            boolean firstRight = calledByFirst[i] == positive[i];
            boolean secondRight = calledBySecond[i] == positive[i];
            first += firstRight && !secondRight ? 1 : 0;
            second += secondRight && !firstRight ? 1 : 0;
        }
        return new McNemar(first, second);
    }

    /**
     * Two-sided p value: exact (binomial) up to 1,000 disagreements, beyond by the normal approximation with continuity
     * correction; 1 without any disagreement.
     */
    public double p() {
        long all = onlyFirst + onlySecond;
        if (all == 0) {
            return 1;
        }
        if (all <= EXACT) {
            return exact(Math.min(onlyFirst, onlySecond), all);
        }
        double z = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1) / Math.sqrt((double) all);
        return Normal.twoSidedTail(z);
    }

    /** Twice P(X ≤ fewer) for X ~ Binomial(all, 1/2), at most 1. */
    private static double exact(long fewer, long all) {
        double logTerm = -(double) all * Math.log(2);
        double sum = Math.exp(logTerm);
        for (long k = 1; k <= fewer; k++) {
            logTerm += Math.log((double) (all - k + 1) / k);
            sum += Math.exp(logTerm);
        }
        return Math.min(1, 2 * sum);
    }
}
