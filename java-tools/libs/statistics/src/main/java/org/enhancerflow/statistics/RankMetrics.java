package org.enhancerflow.statistics;

import java.util.OptionalDouble;

/** Metrics of the order of the scores alone. Empty where they are undefined: never 0.5 for want of a class. */
public final class RankMetrics {
    private RankMetrics() {}

    /**
     * Area under the ROC curve: the share of (positive, negative) pairs in which the positive scores higher, ties
     * counting one half (Mann-Whitney). Counted in integers, so exact up to one division.
     *
     * @return empty when a class has no rows
     */
    public static OptionalDouble rocAuc(BinaryScores scores) {
        if (scores.positives() == 0 || scores.negatives() == 0) {
            return OptionalDouble.empty();
        }
        double pairs = 2.0 * scores.positives() * scores.negatives();
        return OptionalDouble.of(twiceMannWhitneyU(scores) / pairs);
    }

    /** Mann-Whitney's U of the positives: pairs in which the positive scores higher, ties counting one half. */
    public static double mannWhitneyU(BinaryScores scores) {
        return twiceMannWhitneyU(scores) / 2.0;
    }

    private static long twiceMannWhitneyU(BinaryScores scores) {
        long twice = 0;
        long above = 0;
        for (int i = 0; i < scores.groups(); i++) {
            twice += scores.negativesAt(i) * (2 * above + scores.positivesAt(i));
            above += scores.positivesAt(i);
        }
        return twice;
    }

    /**
     * Average precision: the sum over distinct thresholds, descending, of (R<sub>k</sub> - R<sub>k-1</sub>)
     * P<sub>k</sub>, without interpolation. This is what PR-AUC means in this project.
     *
     * @return empty when there are no positives
     */
    public static OptionalDouble averagePrecision(BinaryScores scores) {
        if (scores.positives() == 0) {
            return OptionalDouble.empty();
        }
        Sum sum = new Sum();
        long truePositives = 0;
        long called = 0;
        for (int i = 0; i < scores.groups(); i++) {
            int positives = scores.positivesAt(i);
            truePositives += positives;
            called += positives + (long) scores.negativesAt(i);
            if (positives > 0) {
                sum.add((double) positives * truePositives / called);
            }
        }
        return OptionalDouble.of(sum.value() / scores.positives());
    }
}
