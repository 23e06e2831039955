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
    private final int[] positives;
    private final int[] negatives;
    private final int groups;
    private final long positiveCount;
    private final long negativeCount;

    BinaryScores(
            double[] scores, int[] positives, int[] negatives, int groups, long positiveCount, long negativeCount) {
        this.scores = scores;
        this.positives = positives;
        this.negatives = negatives;
        this.groups = groups;
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
        int count = 0;
        for (boolean p : positive) {
            count += p ? 1 : 0;
        }
        double[] ofPositives = new double[count];
        double[] ofNegatives = new double[scores.length - count];
        int p = 0;
        int n = 0;
        for (int i = 0; i < scores.length; i++) {
            if (Double.isNaN(scores[i])) {
                throw new IllegalArgumentException("score of row " + i + " (0-based) is not a number");
            }
            // Adding 0 turns -0.0 into 0.0: sorting keeps the two apart, yet as scores they tie.
            if (positive[i]) {
                ofPositives[p++] = scores[i] + 0.0;
            } else {
                ofNegatives[n++] = scores[i] + 0.0;
            }
        }
        Arrays.sort(ofPositives);
        Arrays.sort(ofNegatives);
        return merge(ofPositives, ofNegatives);
    }

    private static BinaryScores merge(double[] ofPositives, double[] ofNegatives) {
        int total = ofPositives.length + ofNegatives.length;
        double[] scores = new double[total];
        int[] positives = new int[total];
        int[] negatives = new int[total];
        int groups = 0;
        int p = ofPositives.length - 1;
        int n = ofNegatives.length - 1;
        while (p >= 0 || n >= 0) {
            double score = n < 0 || (p >= 0 && ofPositives[p] >= ofNegatives[n]) ? ofPositives[p] : ofNegatives[n];
            scores[groups] = score;
            while (p >= 0 && ofPositives[p] == score) {
                positives[groups]++;
                p--;
            }
            while (n >= 0 && ofNegatives[n] == score) {
                negatives[groups]++;
                n--;
            }
            groups++;
        }
        return new BinaryScores(
                Arrays.copyOf(scores, groups),
                Arrays.copyOf(positives, groups),
                Arrays.copyOf(negatives, groups),
                groups,
                ofPositives.length,
                ofNegatives.length);
    }

    /** The same scores with other row counts, as a bootstrap resample has; groups may be empty. The arrays are shared. */
    BinaryScores withCounts(int[] otherPositives, int[] otherNegatives) {
        return new BinaryScores(scores, otherPositives, otherNegatives, groups, positiveCount, negativeCount);
    }

    /** Number of distinct scores. */
    public int groups() {
        return groups;
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
        for (int i = 0; i < groups && scores[i] >= threshold; i++) {
            truePositives += positives[i];
            falsePositives += negatives[i];
        }
        return new Confusion(
                truePositives, falsePositives, positiveCount - truePositives, negativeCount - falsePositives);
    }
}
