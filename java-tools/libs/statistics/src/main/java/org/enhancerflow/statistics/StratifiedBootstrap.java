package org.enhancerflow.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Percentile bootstrap (Efron and Tibshirani, 1993, chapter 13), stratified by class: every resample draws as many
 * positives and as many negatives as there are, with replacement. Scores are sorted once, before; a resample draws group
 * numbers and counts them, so it costs one pass and no sort.
 *
 * <p>Rows are resampled one by one: where neighbours on the genome are alike, the intervals are too narrow.
 */
public final class StratifiedBootstrap {
    private StratifiedBootstrap() {}

    /**
     * 95 % intervals of several metrics from the same resamples.
     *
     * @param metrics must be defined whenever both classes have rows, which every resample keeps
     * @param resamples number of resamples, at least 1
     * @param seed equal seeds give equal intervals
     * @return one interval per metric, in order
     * @throws IllegalArgumentException when a class has no rows
     */
    public static List<Interval> intervals(
            BinaryScores scores, List<ToDoubleFunction<BinaryScores>> metrics, int resamples, long seed) {
        if (scores.positives() == 0 || scores.negatives() == 0 || resamples < 1) {
            throw new IllegalArgumentException("the bootstrap needs rows of both classes and at least one resample");
        }
        int[] positiveGroups = groupsOfRows(scores, true);
        int[] negativeGroups = groupsOfRows(scores, false);
        int[] positives = new int[scores.groups()];
        int[] negatives = new int[scores.groups()];
        BinaryScores resample = scores.withCounts(positives, negatives);
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[metrics.size()][resamples];
        for (int r = 0; r < resamples; r++) {
            draw(random, positiveGroups, positives);
            draw(random, negativeGroups, negatives);
            for (int m = 0; m < values.length; m++) {
                values[m][r] = metrics.get(m).applyAsDouble(resample);
            }
        }
        List<Interval> intervals = new ArrayList<>();
        for (double[] ofMetric : values) {
            Arrays.sort(ofMetric);
            intervals.add(new Interval(quantile(ofMetric, 0.025), quantile(ofMetric, 0.975)));
        }
        return List.copyOf(intervals);
    }

    private static int[] groupsOfRows(BinaryScores scores, boolean positive) {
        int[] groups = new int[Math.toIntExact(positive ? scores.positives() : scores.negatives())];
        int at = 0;
        for (int i = 0; i < scores.groups(); i++) {
            int rows = positive ? scores.positivesAt(i) : scores.negativesAt(i);
            Arrays.fill(groups, at, at + rows, i);
            at += rows;
        }
        return groups;
    }

    private static void draw(SplittableRandom random, int[] groupOfRow, int[] counts) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < groupOfRow.length; i++) {
            // The high half of a product: a row in [0, length) without a division, its bias below 2^-32.
            long row = Math.multiplyHigh(random.nextLong() >>> 1, 2L * groupOfRow.length);
            counts[groupOfRow[(int) row]]++;
        }
    }

    /** Linear interpolation between order statistics, as numpy's default. */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
