package org.enhancerflow.statistics;

import java.util.ArrayList;
import java.util.List;

/**
 * Reliability of probabilities of the positive class: rows binned by score into equal widths, left-closed, the last bin
 * closed on both sides (bin = min(floor(bins · p), bins - 1) in double arithmetic).
 *
 * @param size number of rows
 * @param bins the bins that hold rows, in rising order
 */
public record Reliability(long size, List<Bin> bins) {

    /** Number of bins of the expected calibration error, after Guo et al. 2017. */
    public static final int BINS = 15;

    /** Copies the bins. */
    public Reliability {
        bins = List.copyOf(bins);
    }

    /**
     * One bin.
     *
     * @param index 0-based
     * @param count rows in it, at least 1
     * @param positives positive rows among them
     * @param meanScore mean of their scores
     * @param fractionPositive share of them that is positive
     */
    public record Bin(int index, long count, long positives, double meanScore, double fractionPositive) {
        double gap() {
            return Math.abs(fractionPositive - meanScore);
        }
    }

    /**
     * Bins the rows.
     *
     * @throws IllegalArgumentException when there are no rows or a score is outside [0, 1]
     */
    public static Reliability of(BinaryScores scores, int bins) {
        if (scores.groups() == 0) {
            throw new IllegalArgumentException("no rows");
        }
        if (scores.scoreAt(scores.groups() - 1) < 0 || scores.scoreAt(0) > 1) {
            throw new IllegalArgumentException("scores are not probabilities");
        }
        List<Bin> filled = new ArrayList<>();
        int group = scores.groups() - 1;
        while (group >= 0) {
            int index = binOf(scores.scoreAt(group), bins);
            long positives = 0;
            long count = 0;
            Sum sum = new Sum();
            // Scores fall with the group, so from the last group on bins rise and each is one run of groups.
            while (group >= 0 && binOf(scores.scoreAt(group), bins) == index) {
                int rows = scores.positivesAt(group) + scores.negativesAt(group);
                positives += scores.positivesAt(group);
                count += rows;
                sum.add(scores.scoreAt(group) * rows);
                group--;
            }
            if (count > 0) {
                filled.add(new Bin(index, count, positives, sum.value() / count, (double) positives / count));
            }
        }
        return new Reliability(scores.size(), filled);
    }

    private static int binOf(double score, int bins) {
        return Math.min((int) Math.floor(bins * score), bins - 1);
    }

    /** Expected calibration error: the mean over rows of their bin's |fraction of positives - mean score|. */
    public double expectedCalibrationError() {
        Sum sum = new Sum();
        for (Bin bin : bins) {
            sum.add(bin.gap() * bin.count() / size);
        }
        return sum.value();
    }

    /** Maximum calibration error: the largest gap of a bin. */
    public double maximumCalibrationError() {
        return bins.stream().mapToDouble(Bin::gap).max().orElse(0);
    }
}
