package org.enhancerflow.statistics;

import java.util.Arrays;

/**
 * Several classes, each counted once whatever its size: means over the classes of one-against-the-rest metrics, as
 * scikit-learn's {@code average="macro"}. Precision, recall and F1 are of the call of the highest logit (the first among
 * equals), 0 where a class is never called; areas rank by the class's log odds and are NaN when a class has no rows, or all.
 *
 * @param rocAuc mean ROC-AUC
 * @param averagePrecision mean average precision
 * @param precision mean precision
 * @param recall mean recall
 * @param f1 mean F1
 */
public record MacroMetrics(double rocAuc, double averagePrecision, double precision, double recall, double f1) {

    /**
     * Measures.
     *
     * @param logits flat [rows, classes], finite
     * @param labels per row: index of its class
     * @param classes number of classes, at least 2
     */
    public static MacroMetrics of(double[] logits, int[] labels, int classes) {
        int[] called = new int[labels.length];
        for (int row = 0; row < called.length; row++) {
            for (int c = 1; c < classes; c++) {
                called[row] = logits[row * classes + c] > logits[row * classes + called[row]] ? c : called[row];
            }
        }
        double[] sums = new double[5];
        for (int c = 0; c < classes; c++) {
            double[] one = ofClass(logits, labels, classes, c, called);
            Arrays.setAll(sums, i -> sums[i] + one[i] / classes);
        }
        return new MacroMetrics(sums[0], sums[1], sums[2], sums[3], sums[4]);
    }

    private static double[] ofClass(double[] logits, int[] labels, int classes, int label, int[] called) {
        boolean[] positive = new boolean[labels.length];
        double[] odds = new double[labels.length];
        long hits = 0;
        long calls = 0;
        long rows = 0;
        for (int row = 0; row < labels.length; row++) {
            positive[row] = labels[row] == label;
            odds[row] = Softmax.logOdds(logits, row, classes, label, 1);
            rows += positive[row] ? 1 : 0;
            calls += called[row] == label ? 1 : 0;
            hits += positive[row] && called[row] == label ? 1 : 0;
        }
        BinaryScores scores = BinaryScores.of(positive, odds);
        Confusion confusion = new Confusion(hits, calls - hits, rows - hits, labels.length - rows - calls + hits);
        return new double[] {
            RankMetrics.rocAuc(scores).orElse(Double.NaN),
            RankMetrics.averagePrecision(scores).orElse(Double.NaN),
            confusion.precision(),
            confusion.recall(),
            confusion.f1()
        };
    }
}
