package org.enhancerflow.statistics;

import java.util.Arrays;

/**
 * Scores of rows of two classes, sorted once and grouped by distinct score, highest first. Every metric of this package
 * but DeLong's (which is paired by row) is a single pass over these groups, so that ties are counted right by
 * construction and a bootstrap resample is only another pair of count arrays.
 *
 * <p>Group {@code i} (0-based) holds the {@link #positivesAt(int)} positive and {@link #negativesAt(int)} negative rows
 * whose score is {@link #scoreAt(int)}; scores strictly fall with {@code i}. Immutable to its callers.
 */
public final class BinaryScores {
    private final Rows rows;
    private final double[] scores;
    private final int[] positives;
    private final int[] negatives;
    private final long positiveCount;
    private final long negativeCount;

    private BinaryScores(
            Rows rows, double[] scores, int[] positives, int[] negatives, long positiveCount, long negativeCount) {
        this.rows = rows;
        this.scores = scores;
        this.positives = positives;
        this.negatives = negatives;
        this.positiveCount = positiveCount;
        this.negativeCount = negativeCount;
    }

    /** The rows as they were given, and the distinct scores, falling, that they were grouped by. */
    private static final class Rows {
        private final boolean[] positive;
        private final double[] scores;
        private final double[] distinct;

        Rows(boolean[] positive, double[] scores, double[] distinct) {
            this.positive = positive;
            this.scores = scores;
            this.distinct = distinct;
        }

        int groupOf(int row) {
            double score = scores[row];
            int low = 0;
            int high = distinct.length - 1;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (distinct[middle] > score) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    /**
     * Sorts and groups the rows. The arrays are not changed.
     *
     * @param positive per row: whether it belongs to the positive class
     * @param scores per row: higher means more likely positive; any finite or infinite number
     * @throws IllegalArgumentException when the lengths differ or a score is NaN
     */
    public static BinaryScores of(boolean[] positive, double[] scores) {
        if (positive.length != scores.length) {
            throw new IllegalArgumentException(positive.length + " labels for " + scores.length + " scores");
        }
        int positiveCount = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("score of row " + i + " (0-based) is not a number");
            }
            positiveCount += positive[i] ? 1 : 0;
        }
        // The classes are sorted apart and then merged: no row needs to be carried along.
        long[] positiveKeys = new long[positiveCount];
        long[] negativeKeys = new long[scores.length - positiveCount];
        int nextPositive = 0;
        int nextNegative = 0;
        for (int i = 0; i < scores.length; i++) {
            long key = ScoreOrder.key(scores[i]);
            if (positive[i]) {
                positiveKeys[nextPositive++] = key;
            } else {
                negativeKeys[nextNegative++] = key;
            }
        }
        return merged(positive, scores, ScoreOrder.sorted(positiveKeys), ScoreOrder.sorted(negativeKeys));
    }

    private static BinaryScores merged(boolean[] positive, double[] scores, long[] positiveKeys, long[] negativeKeys) {
        double[] distinct = new double[scores.length];
        int[] positives = new int[scores.length];
        int[] negatives = new int[scores.length];
        int groups = 0;
        int p = 0;
        int n = 0;
        while (p < positiveKeys.length || n < negativeKeys.length) {
            long ofPositive = p < positiveKeys.length ? positiveKeys[p] : Long.MAX_VALUE;
            long ofNegative = n < negativeKeys.length ? negativeKeys[n] : Long.MAX_VALUE;
            long key = Math.min(ofPositive, ofNegative);
            int positivesBefore = p;
            while (p < positiveKeys.length && positiveKeys[p] == key) {
                p++;
            }
            int negativesBefore = n;
            while (n < negativeKeys.length && negativeKeys[n] == key) {
                n++;
            }
            distinct[groups] = ScoreOrder.score(key);
            positives[groups] = p - positivesBefore;
            negatives[groups] = n - negativesBefore;
            groups++;
        }
        double[] falling = Arrays.copyOf(distinct, groups);
        return new BinaryScores(
                new Rows(positive.clone(), scores.clone(), falling),
                falling,
                Arrays.copyOf(positives, groups),
                Arrays.copyOf(negatives, groups),
                positiveKeys.length,
                negativeKeys.length);
    }

    /**
     * The same scores with other row counts, as a bootstrap resample has; groups may be empty. The arrays are shared.
     *
     * @param otherPositiveCount sum of {@code otherPositives}
     * @param otherNegativeCount sum of {@code otherNegatives}
     */
    BinaryScores withCounts(
            int[] otherPositives, int[] otherNegatives, long otherPositiveCount, long otherNegativeCount) {
        return new BinaryScores(rows, scores, otherPositives, otherNegatives, otherPositiveCount, otherNegativeCount);
    }

    /** The same rows with another score, a function of the old one that falls nowhere where that rises; ties stay as they are. */
    public BinaryScores withScores(java.util.function.DoubleUnaryOperator rising) {
        double[] others = new double[scores.length];
        for (int i = 0; i < others.length; i++) {
            others[i] = rising.applyAsDouble(scores[i]);
        }
        return new BinaryScores(rows, others, positives, negatives, positiveCount, negativeCount);
    }

    /** Number of rows that were grouped, whatever the counts of a resample are. */
    int rows() {
        return rows.positive.length;
    }

    /** The group of every row, by the order the rows were given in; each costs a binary search. */
    int[] groupsOfRows() {
        int[] groups = new int[rows()];
        Arrays.setAll(groups, rows::groupOf);
        return groups;
    }

    /** Whether a row is positive. */
    boolean isPositive(int row) {
        return rows.positive[row];
    }

    /** Number of distinct scores. */
    public int groups() {
        return scores.length;
    }

    /** Number of rows. */
    public long size() {
        return positiveCount + negativeCount;
    }

    /** Number of positive rows. */
    public long positives() {
        return positiveCount;
    }

    /** Number of negative rows. */
    public long negatives() {
        return negativeCount;
    }

    /** Score of a group; group 0 has the highest. */
    public double scoreAt(int group) {
        return scores[group];
    }

    /** Positive rows that have exactly this group's score. */
    public int positivesAt(int group) {
        return positives[group];
    }

    /** Negative rows that have exactly this group's score. */
    public int negativesAt(int group) {
        return negatives[group];
    }

    /** Counts when a row is called positive if its score is at least {@code threshold}. */
    public Confusion confusionAt(double threshold) {
        long truePositives = 0;
        long falsePositives = 0;
        for (int i = 0; i < scores.length && scores[i] >= threshold; i++) {
            truePositives += positives[i];
            falsePositives += negatives[i];
        }
        return new Confusion(
                truePositives, falsePositives, positiveCount - truePositives, negativeCount - falsePositives);
    }
}
