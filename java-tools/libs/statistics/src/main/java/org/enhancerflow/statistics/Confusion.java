package org.enhancerflow.statistics;

/**
 * Confusion counts at one threshold and the metrics that follow from them. A ratio whose denominator is 0 is 0, as
 * scikit-learn's {@code zero_division=0} and its Matthews correlation have it: precision when nothing is called
 * positive, recall without positives, specificity without negatives.
 *
 * @param truePositives positives called positive
 * @param falsePositives negatives called positive
 * @param falseNegatives positives called negative
 * @param trueNegatives negatives called negative
 */
public record Confusion(long truePositives, long falsePositives, long falseNegatives, long trueNegatives) {

    /** Number of rows. */
    public long size() {
        return truePositives + falsePositives + falseNegatives + trueNegatives;
    }

    /** TP / (TP + FP). */
    public double precision() {
        return ratio(truePositives, truePositives + falsePositives);
    }

    /** TP / (TP + FN): sensitivity. */
    public double recall() {
        return ratio(truePositives, truePositives + falseNegatives);
    }

    /** TN / (TN + FP). */
    public double specificity() {
        return ratio(trueNegatives, trueNegatives + falsePositives);
    }

    /** 2 TP / (2 TP + FP + FN). */
    public double f1() {
        return ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
    }

    /** (TP + TN) / all. */
    public double accuracy() {
        return ratio(truePositives + trueNegatives, size());
    }

    /** Mean of recall and specificity; when a class has no rows, the other's share alone, as scikit-learn has it. */
    public double balancedAccuracy() {
        if (truePositives + falseNegatives == 0) {
            return specificity();
        }
        if (trueNegatives + falsePositives == 0) {
            return recall();
        }
        return (recall() + specificity()) / 2;
    }

    /** Matthews correlation coefficient; 0 when a row or column of the table is empty. */
    public double matthews() {
        double called = (double) (truePositives + falsePositives) * (trueNegatives + falseNegatives);
        double actual = (double) (truePositives + falseNegatives) * (trueNegatives + falsePositives);
        if (called == 0 || actual == 0) {
            return 0;
        }
        double agreement = (double) truePositives * trueNegatives - (double) falsePositives * falseNegatives;
        return agreement / (Math.sqrt(called) * Math.sqrt(actual));
    }

    private static double ratio(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }
}
