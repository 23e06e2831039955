package org.enhancerflow.tools.evaluate;

import java.util.Arrays;
import java.util.List;
import org.enhancerflow.statistics.Softmax;

/**
 * A model's raw answers for windows of the corpus, with the true classes. Rows of this table are numbered from 0 and are
 * not rows of the corpus.
 */
final class LabelledLogits {
    private final List<String> labels;
    private final int[] windows;
    private final int[] classes;
    private final double[] logits;

    /**
     * Takes the arrays over.
     *
     * @param labels class names in the order of the logits
     * @param windows per row: row of the corpus
     * @param classes per row: index of the true class in {@code labels}
     * @param logits flat [rows, classes], finite
     */
    LabelledLogits(List<String> labels, int[] windows, int[] classes, double[] logits) {
        if (windows.length != classes.length || logits.length != (long) classes.length * labels.size()) {
            throw new IllegalArgumentException(logits.length + " logits for " + windows.length + " windows");
        }
        this.labels = List.copyOf(labels);
        this.windows = windows;
        this.classes = classes;
        this.logits = logits;
    }

    /** Windows and their classes before a model has answered. */
    static final class Rows {
        private final List<String> labels;
        private final int[] windows;
        private final int[] classes;

        Rows(List<String> labels, int[] windows, int[] classes) {
            this.labels = labels;
            this.windows = windows;
            this.classes = classes;
        }

        /** With one array of logits per row. */
        LabelledLogits with(float[][] answers) {
            double[] logits = new double[answers.length * labels.size()];
            for (int row = 0; row < answers.length; row++) {
                for (int c = 0; c < labels.size(); c++) {
                    logits[row * labels.size() + c] = answers[row][c];
                }
            }
            return new LabelledLogits(labels, windows, classes, logits);
        }
    }

    /** Some of the rows. */
    LabelledLogits select(int[] rows) {
        int of = labels.size();
        double[] selected = new double[rows.length * of];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(logits, rows[i] * of, selected, i * of, of);
        }
        return new LabelledLogits(
                labels,
                Arrays.stream(rows).map(row -> windows[row]).toArray(),
                Arrays.stream(rows).map(row -> classes[row]).toArray(),
                selected);
    }

    /** The same rows with other answers. */
    LabelledLogits with(float[][] answers) {
        return new Rows(labels, windows, classes).with(answers);
    }

    /** The same rows with the mean of these logits and another's. */
    LabelledLogits meanWith(LabelledLogits other) {
        double[] mean = new double[logits.length];
        Arrays.setAll(mean, i -> (logits[i] + other.logits[i]) / 2);
        return new LabelledLogits(labels, windows, classes, mean);
    }

    int size() {
        return windows.length;
    }

    List<String> labels() {
        return labels;
    }

    int window(int row) {
        return windows[row];
    }

    int classOf(int row) {
        return classes[row];
    }

    double logit(int row, int label) {
        return logits[row * labels.size() + label];
    }

    int[] classes() {
        return classes.clone();
    }

    double[] logits() {
        return logits.clone();
    }

    /** Per row: whether its true class is {@code label}. */
    boolean[] is(int label) {
        boolean[] positive = new boolean[size()];
        for (int row = 0; row < positive.length; row++) {
            positive[row] = classes[row] == label;
        }
        return positive;
    }

    /** Per row: log odds of {@code label} under softmax(logits / temperature). */
    double[] logOdds(int label, double temperature) {
        double[] odds = new double[size()];
        for (int row = 0; row < odds.length; row++) {
            odds[row] = Softmax.logOdds(logits, row, labels.size(), label, temperature);
        }
        return odds;
    }
}
