package org.enhancerflow.statistics;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.enhancerflow.statistics.ResamplingDesign.Groups;

/**
 * Rows of several classes, seen once for each class as that class against the rest. Scores are sorted once by class; the whole and
 * every resample of it are then counts by score, as in {@link Bootstrap}.
 */
public final class OneAgainstRest {
    private final int classes;
    /** Rows by class; those of class {@code c} from {@code starts[c]} on. */
    private final int[] order;

    private final int[] starts;
    /** By place in {@link #order}: the class of the highest logit, the first among equals. */
    private final int[] called;

    private final List<BinaryScores> scores;

    private OneAgainstRest(int classes, int[] order, int[] starts, int[] called, List<BinaryScores> scores) {
        this.classes = classes;
        this.order = order;
        this.starts = starts;
        this.called = called;
        this.scores = scores;
    }

    /**
     * Sorts the rows.
     *
     * @param logits flat [rows, classes], finite
     * @param labels per row: index of its class
     * @param classes number of classes, at least 2
     */
    public static OneAgainstRest of(double[] logits, int[] labels, int classes) {
        int[] starts = new int[classes + 1];
        for (int label : labels) {
            starts[label + 1]++;
        }
        Arrays.parallelPrefix(starts, Integer::sum);
        int[] next = starts.clone();
        int[] order = new int[labels.length];
        for (int row = 0; row < labels.length; row++) {
            order[next[labels[row]]++] = row;
        }
        List<BinaryScores> scores = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            boolean[] positive = new boolean[labels.length];
            double[] odds = new double[labels.length];
            for (int i = 0; i < order.length; i++) {
                positive[i] = i >= starts[c] && i < starts[c + 1];
                odds[i] = Softmax.logOdds(logits, order[i], classes, c, 1);
            }
            scores.add(BinaryScores.of(positive, odds));
        }
        int[] called = Arrays.stream(order)
                .map(row -> highest(logits, row * classes, classes))
                .toArray();
        return new OneAgainstRest(classes, order, starts, called, scores);
    }

    private static int highest(double[] logits, int from, int classes) {
        int highest = 0;
        for (int c = 1; c < classes; c++) {
            highest = logits[from + c] > logits[from + highest] ? c : highest;
        }
        return highest;
    }

    /** The means over the classes. */
    public MacroMetrics metrics() {
        int[] once = new int[order.length];
        Arrays.fill(once, 1);
        return metrics(once, scores);
    }

    /**
     * The same of resamples: rows drawn within their class, or groups of rows drawn whole.
     *
     * @param resamples number of resamples
     * @param seed equal seeds give equal values
     * @return by metric, in the order of {@link MacroMetrics}, then by resample
     */
    public double[][] distribution(ResamplingDesign design, int resamples, long seed) {
        int[][] groups = new int[classes][];
        Arrays.setAll(groups, c -> scores.get(c).groupsOfRows());
        SplittableRandom random = new SplittableRandom(seed);
        double[][] values = new double[MacroMetrics.SIZE][resamples];
        int[] weights = new int[order.length];
        for (int r = 0; r < resamples; r++) {
            draw(design, random, weights);
            double[] one = metrics(weights, resampled(groups, weights)).values();
            for (int m = 0; m < one.length; m++) {
                values[m][r] = one[m];
            }
        }
        return values;
    }

    private void draw(ResamplingDesign design, SplittableRandom random, int[] weights) {
        if (design instanceof Groups grouped) {
            int[] drawn = new int[grouped.count()];
            ResamplingDesign.draw(random, drawn, 0, drawn.length);
            Arrays.setAll(weights, i -> drawn[grouped.of(order[i])]);
        } else {
            for (int c = 0; c < classes; c++) {
                ResamplingDesign.draw(random, weights, starts[c], starts[c + 1] - starts[c]);
            }
        }
    }

    private List<BinaryScores> resampled(int[][] groups, int[] weights) {
        List<BinaryScores> resampled = new ArrayList<>();
        for (int c = 0; c < classes; c++) {
            int[] positives = new int[scores.get(c).groups()];
            int[] negatives = new int[positives.length];
            long positiveCount = 0;
            long count = 0;
            for (int i = 0; i < weights.length; i++) {
                boolean positive = i >= starts[c] && i < starts[c + 1];
                (positive ? positives : negatives)[groups[c][i]] += weights[i];
                positiveCount += positive ? weights[i] : 0;
                count += weights[i];
            }
            resampled.add(scores.get(c).withCounts(positives, negatives, positiveCount, count - positiveCount));
        }
        return resampled;
    }

    private MacroMetrics metrics(int[] weights, List<BinaryScores> weighted) {
        double[] means = new double[MacroMetrics.SIZE];
        for (int c = 0; c < classes; c++) {
            BinaryScores ofClass = weighted.get(c);
            Confusion confusion = confusion(c, weights);
            double[] values = {
                RankMetrics.rocAuc(ofClass).orElse(Double.NaN),
                RankMetrics.averagePrecision(ofClass).orElse(Double.NaN),
                confusion.precision(),
                confusion.recall(),
                confusion.f1()
            };
            Arrays.setAll(means, m -> means[m] + values[m] / classes);
        }
        return MacroMetrics.of(means);
    }

    private Confusion confusion(int label, int[] weights) {
        long hits = 0;
        long calls = 0;
        long rows = 0;
        long all = 0;
        for (int i = 0; i < weights.length; i++) {
            boolean positive = i >= starts[label] && i < starts[label + 1];
            boolean call = called[i] == label;
            hits += positive && call ? weights[i] : 0;
            calls += call ? weights[i] : 0;
            rows += positive ? weights[i] : 0;
            all += weights[i];
        }
        return new Confusion(hits, calls - hits, rows - hits, all - rows - calls + hits);
    }
}
