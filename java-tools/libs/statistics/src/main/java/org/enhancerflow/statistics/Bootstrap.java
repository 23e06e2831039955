package org.enhancerflow.statistics;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.enhancerflow.statistics.ResamplingDesign.Groups;
import org.enhancerflow.statistics.ResamplingDesign.Rows;

/**
 * The bootstrap (Efron and Tibshirani 1993) of any measures of one model, or of several on the same rows: every resample
 * draws the same rows for all of them, which makes differences paired. Scores are sorted once, before; a resample is only
 * another count of rows by score, so it costs a few passes and no sort.
 */
public final class Bootstrap {
    private static final double LEVEL = 0.95;
    /** Resamples that lack a class leave a measure undefined; with more of them than this an interval says nothing. */
    private static final double MOST_UNDEFINED = 0.05;

    private final List<BinaryScores> models;
    /** Rows by class, positives first, then by the first model's falling score: its counts are then written in order. */
    private final int[] order;

    private final int positives;
    /** By model: the group of each row of {@link #order}. */
    private final int[][] groups;

    private Bootstrap(List<BinaryScores> models) {
        this.models = List.copyOf(models);
        BinaryScores first = models.get(0);
        positives = Math.toIntExact(first.positives());
        int[] ofFirst = first.groupsOfRows();
        order = byClassAndScore(first, ofFirst);
        groups = new int[models.size()][order.length];
        for (int m = 0; m < groups.length; m++) {
            int[] ofRows = m == 0 ? ofFirst : models.get(m).groupsOfRows();
            for (int i = 0; i < order.length; i++) {
                groups[m][i] = ofRows[order[i]];
            }
        }
    }

    /** What is measured on every resample. */
    @FunctionalInterface
    public interface Measures {
        /**
         * Measures one resample.
         *
         * @param resampled the models' scores with the resample's counts; valid during the call
         * @param into takes the values; NaN where undefined
         */
        void measure(List<BinaryScores> resampled, double[] into);
    }

    /** Of one model. */
    public static Bootstrap of(BinaryScores model) {
        return new Bootstrap(List.of(model));
    }

    /**
     * Of several models on the same rows in the same order.
     *
     * @throws IllegalArgumentException when there are none, or their rows' classes differ
     */
    public static Bootstrap of(List<BinaryScores> models) {
        BinaryScores first = models.get(0);
        for (BinaryScores model : models) {
            boolean same = model.rows() == first.rows();
            for (int row = 0; same && row < first.rows(); row++) {
                same = model.isPositive(row) == first.isPositive(row);
            }
            if (!same) {
                throw new IllegalArgumentException("the models were not measured on the same rows");
            }
        }
        return new Bootstrap(models);
    }

    /** Rows by class and then by falling score, by counting. */
    private static int[] byClassAndScore(BinaryScores scores, int[] groupOfRow) {
        int[] next = new int[2 * scores.groups()];
        int at = 0;
        for (int g = 0; g < scores.groups(); g++) {
            next[g] = at;
            at += scores.positivesAt(g);
        }
        for (int g = 0; g < scores.groups(); g++) {
            next[scores.groups() + g] = at;
            at += scores.negativesAt(g);
        }
        int[] order = new int[scores.rows()];
        for (int row = 0; row < order.length; row++) {
            int group = groupOfRow[row];
            order[next[scores.isPositive(row) ? group : scores.groups() + group]++] = row;
        }
        return order;
    }

    /**
     * Draws and measures.
     *
     * @param resamples number of resamples, at least 1
     * @param seed equal seeds give equal values
     * @param size number of measures
     * @return by measure, then by resample
     * @throws IllegalArgumentException when a class has no rows
     */
    public double[][] distribution(ResamplingDesign design, int resamples, long seed, int size, Measures measures) {
        if (positives == 0 || positives == order.length || resamples < 1) {
            throw new IllegalArgumentException("the bootstrap needs rows of both classes and at least one resample");
        }
        Resampler resampler = new Resampler(design, seed);
        double[][] values = new double[size][resamples];
        double[] one = new double[size];
        for (int r = 0; r < resamples; r++) {
            measures.measure(resampler.next(), one);
            for (int m = 0; m < size; m++) {
                values[m][r] = one[m];
            }
        }
        return values;
    }

    /** Draws weights of rows and counts them by score. */
    private final class Resampler {
        private final ResamplingDesign design;
        private final SplittableRandom random;
        private final int[] weights = new int[order.length];
        private final int[] drawnGroups;
        private final int[] groupOf;
        private final int[][] positiveCounts = new int[models.size()][];
        private final int[][] negativeCounts = new int[models.size()][];

        Resampler(ResamplingDesign design, long seed) {
            this.design = design;
            random = new SplittableRandom(seed);
            if (design instanceof Groups grouped) {
                drawnGroups = new int[grouped.count()];
                groupOf = new int[order.length];
                for (int i = 0; i < order.length; i++) {
                    groupOf[i] = grouped.of(order[i]);
                }
            } else {
                drawnGroups = new int[0];
                groupOf = new int[0];
            }
            for (int m = 0; m < groups.length; m++) {
                positiveCounts[m] = new int[models.get(m).groups()];
                negativeCounts[m] = new int[models.get(m).groups()];
            }
        }

        List<BinaryScores> next() {
            long positiveTotal = positives;
            long negativeTotal = order.length - (long) positives;
            if (design instanceof Rows) {
                ResamplingDesign.draw(random, weights, 0, positives);
                ResamplingDesign.draw(random, weights, positives, order.length - positives);
            } else {
                ResamplingDesign.draw(random, drawnGroups, 0, drawnGroups.length);
                for (int i = 0; i < weights.length; i++) {
                    weights[i] = drawnGroups[groupOf[i]];
                }
                positiveTotal = sum(0, positives);
                negativeTotal = sum(positives, weights.length);
            }
            BinaryScores[] resampled = new BinaryScores[groups.length];
            for (int m = 0; m < groups.length; m++) {
                count(groups[m], 0, positives, positiveCounts[m]);
                count(groups[m], positives, weights.length, negativeCounts[m]);
                resampled[m] =
                        models.get(m).withCounts(positiveCounts[m], negativeCounts[m], positiveTotal, negativeTotal);
            }
            return Arrays.asList(resampled);
        }

        private long sum(int from, int to) {
            long sum = 0;
            for (int i = from; i < to; i++) {
                sum += weights[i];
            }
            return sum;
        }

        private void count(int[] groupOfRow, int from, int to, int[] counts) {
            Arrays.fill(counts, 0);
            for (int i = from; i < to; i++) {
                counts[groupOfRow[i]] += weights[i];
            }
        }
    }

    /** The 95 % percentile interval; empty when more than 5 % of the values are undefined. */
    public static Optional<Interval> interval(double[] values) {
        double[] sorted = defined(values);
        if (sorted.length == 0 || sorted.length < (1 - MOST_UNDEFINED) * values.length) {
            return Optional.empty();
        }
        return Optional.of(new Interval(quantile(sorted, (1 - LEVEL) / 2), quantile(sorted, (1 + LEVEL) / 2)));
    }

    /**
     * Two-sided p value of a difference of 0: twice the share of resamples on the rarer side of 0, each side counted with
     * one more so that it is never 0. Empty where {@link #interval} is.
     */
    public static OptionalDouble pOfNoDifference(double[] differences) {
        double[] sorted = defined(differences);
        if (sorted.length == 0 || sorted.length < (1 - MOST_UNDEFINED) * differences.length) {
            return OptionalDouble.empty();
        }
        long atMost = Arrays.stream(sorted).filter(d -> d <= 0).count();
        long atLeast = Arrays.stream(sorted).filter(d -> d >= 0).count();
        return OptionalDouble.of(Math.min(1, 2.0 * (Math.min(atMost, atLeast) + 1) / (sorted.length + 1)));
    }

    private static double[] defined(double[] values) {
        return Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    }

    /** Linear interpolation between order statistics, as numpy's default. */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }
}
