package org.enhancerflow.statistics;

import java.util.Arrays;

/**
 * A curve of operating points, one per threshold from the highest down: ROC (x: false positive rate, y: true positive rate)
 * or precision-recall (x: recall, y: precision). A row is called positive when its score is at least the threshold.
 *
 * <p>Every point but the first belongs to an observed score. The first is the point where nothing is called positive: its
 * threshold is positive infinity; on the precision-recall curve its precision is 1 by scikit-learn's convention.
 */
public final class OperatingCurve {
    private final double[] x;
    private final double[] y;
    private final double[] thresholds;

    private OperatingCurve(double[] x, double[] y, double[] thresholds) {
        this.x = x;
        this.y = y;
        this.thresholds = thresholds;
    }

    /**
     * The ROC curve; points in the middle of a straight run are left out, which loses nothing. A class without rows gives
     * the rate 0.
     */
    public static OperatingCurve roc(BinaryScores scores) {
        int points = scores.groups() + 1;
        double[] x = new double[points];
        double[] y = new double[points];
        double[] thresholds = new double[points];
        thresholds[0] = Double.POSITIVE_INFINITY;
        int last = 0;
        long truePositives = 0;
        long falsePositives = 0;
        for (int i = 0; i < scores.groups(); i++) {
            truePositives += scores.positivesAt(i);
            falsePositives += scores.negativesAt(i);
            if (i == 0 || !sameDirection(scores, i - 1, i)) {
                last++;
            }
            x[last] = rate(falsePositives, scores.negatives());
            y[last] = rate(truePositives, scores.positives());
            thresholds[last] = scores.scoreAt(i);
        }
        return of(x, y, thresholds, last + 1);
    }

    /** Steps of two groups are parallel exactly when their counts are proportional. */
    private static boolean sameDirection(BinaryScores scores, int before, int after) {
        return (long) scores.positivesAt(before) * scores.negativesAt(after)
                == (long) scores.positivesAt(after) * scores.negativesAt(before);
    }

    /** The precision-recall curve, down to the threshold that first reaches recall 1 and on to the lowest score. */
    public static OperatingCurve precisionRecall(BinaryScores scores) {
        int points = scores.groups() + 1;
        double[] x = new double[points];
        double[] y = new double[points];
        double[] thresholds = new double[points];
        y[0] = 1;
        thresholds[0] = Double.POSITIVE_INFINITY;
        long truePositives = 0;
        long called = 0;
        for (int i = 0; i < scores.groups(); i++) {
            truePositives += scores.positivesAt(i);
            called += scores.positivesAt(i) + (long) scores.negativesAt(i);
            x[i + 1] = rate(truePositives, scores.positives());
            y[i + 1] = rate(truePositives, called);
            thresholds[i + 1] = scores.scoreAt(i);
        }
        return of(x, y, thresholds, points);
    }

    /**
     * The steps whose area is average precision: up to each recall the precision of its own threshold. The point above every
     * score, whose precision is a convention, is left out. Empty without rows.
     */
    public static OperatingCurve precisionRecallSteps(BinaryScores scores) {
        OperatingCurve curve = precisionRecall(scores);
        int points = 2 * (curve.size() - 1);
        double[] x = new double[points];
        double[] y = new double[points];
        double[] thresholds = new double[points];
        for (int i = 0; i < points; i++) {
            int threshold = i / 2 + 1;
            x[i] = i % 2 == 0 && i > 0 ? x[i - 1] : i == 0 ? 0 : curve.x[threshold];
            y[i] = curve.y[threshold];
            thresholds[i] = curve.thresholds[threshold];
        }
        return of(x, y, thresholds, points);
    }

    /**
     * The ROC curve's true positive rates where the false positive rate is 0, 1 / steps, … 1: the most that is reached without
     * exceeding it. Zeros where a class has no rows.
     *
     * @param into takes steps + 1 values from {@code at} on
     */
    public static void truePositiveRates(BinaryScores scores, double[] into, int at, int steps) {
        long truePositives = 0;
        long falsePositives = 0;
        int next = 0;
        for (int i = 0; i < scores.groups(); i++) {
            long beyond = falsePositives + scores.negativesAt(i);
            while (next < steps && (double) beyond * steps > (double) next * scores.negatives()) {
                into[at + next++] = rate(truePositives, scores.positives());
            }
            truePositives += scores.positivesAt(i);
            falsePositives = beyond;
        }
        Arrays.fill(into, at + next, at + steps + 1, rate(truePositives, scores.positives()));
    }

    /**
     * The precision-recall curve's precisions where the recall is 0, 1 / steps, … 1: those of the highest threshold that
     * reaches it, as average precision has it; at 0 those of the highest score. Zeros without positives.
     *
     * @param into takes steps + 1 values from {@code at} on
     */
    public static void precisions(BinaryScores scores, double[] into, int at, int steps) {
        Arrays.fill(into, at, at + steps + 1, 0);
        long truePositives = 0;
        long called = 0;
        int next = 0;
        for (int i = 0; i < scores.groups() && next <= steps; i++) {
            truePositives += scores.positivesAt(i);
            called += scores.positivesAt(i) + (long) scores.negativesAt(i);
            while (called > 0
                    && next <= steps
                    && (double) truePositives * steps >= (double) next * scores.positives()) {
                into[at + next++] = rate(truePositives, called);
            }
        }
    }

    private static OperatingCurve of(double[] x, double[] y, double[] thresholds, int points) {
        return new OperatingCurve(
                Arrays.copyOf(x, points), Arrays.copyOf(y, points), Arrays.copyOf(thresholds, points));
    }

    private static double rate(long part, long whole) {
        return whole == 0 ? 0 : (double) part / whole;
    }

    /** Number of points, at least 1. */
    public int size() {
        return x.length;
    }

    /** False positive rate, or recall. */
    public double x(int point) {
        return x[point];
    }

    /** True positive rate, or precision. */
    public double y(int point) {
        return y[point];
    }

    /** Threshold; infinite at point 0. */
    public double threshold(int point) {
        return thresholds[point];
    }
}
