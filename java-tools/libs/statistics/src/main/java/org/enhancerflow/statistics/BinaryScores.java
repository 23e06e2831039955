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
    private final double[] scores;
    private final int[] groupOfRow;
    private final boolean[] positive;
    private final int[] positives;
    private final int[] negatives;
    private final long positiveCount;
    private final long negativeCount;

    private BinaryScores(
            double[] scores,
            int[] groupOfRow,
            boolean[] positive,
            int[] positives,
            int[] negatives,
            long positiveCount,
            long negativeCount) {
        this.scores = scores;
        this.groupOfRow = groupOfRow;
        this.positive = positive;
        this.positives = positives;
        this.negatives = negatives;
        this.positiveCount = positiveCount;
        this.negativeCount = negativeCount;
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
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("score of row " + i + " (0-based) is not a number");
            }
        }
        long[] keys = ScoreOrder.descendingKeys(scores);
        int[] rows = ScoreOrder.rows(keys);
        double[] distinct = new double[rows.length];
        int[] groupOfRow = new int[rows.length];
        int[] positives = new int[rows.length];
        int[] negatives = new int[rows.length];
        int group = -1;
        int positiveCount = 0;
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            if (i == 0 || keys[row] != keys[rows[i - 1]]) {
                // Adding 0 turns -0.0 into 0.0: as scores they tie.
                distinct[++group] = scores[row] + 0.0;
            }
            groupOfRow[row] = group;
            if (positive[row]) {
                positives[group]++;
                positiveCount++;
            } else {
                negatives[group]++;
            }
        }
        return new BinaryScores(
                Arrays.copyOf(distinct, group + 1),
                groupOfRow,
                positive.clone(),
                Arrays.copyOf(positives, group + 1),
                Arrays.copyOf(negatives, group + 1),
                positiveCount,
                rows.length - (long) positiveCount);
    }

    /**
     * The same scores with other row counts, as a bootstrap resample has; groups may be empty. The arrays are shared.
     *
     * @param otherPositiveCount sum of {@code otherPositives}
     * @param otherNegativeCount sum of {@code otherNegatives}
     */
    BinaryScores withCounts(
            int[] otherPositives, int[] otherNegatives, long otherPositiveCount, long otherNegativeCount) {
        return new BinaryScores(
                scores, groupOfRow, positive, otherPositives, otherNegatives, otherPositiveCount, otherNegativeCount);
    }

    /** The same rows with another score, a function of the old one that falls nowhere where that rises; ties stay as they are. */
    public BinaryScores withScores(java.util.function.DoubleUnaryOperator rising) {
        double[] others = new double[scores.length];
        for (int i = 0; i < others.length; i++) {
            others[i] = rising.applyAsDouble(scores[i]);
        }
        return new BinaryScores(others, groupOfRow, positive, positives, negatives, positiveCount, negativeCount);
    }

    /** Number of rows that were grouped, whatever the counts of a resample are. */
    int rows() {
        return groupOfRow.length;
    }

    /** The group of a row, by the order the rows were given in. */
    int groupOf(int row) {
        return groupOfRow[row];
    }

    /** Whether a row is positive. */
    boolean isPositive(int row) {
        return positive[row];
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
