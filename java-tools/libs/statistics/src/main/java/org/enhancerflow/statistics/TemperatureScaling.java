package org.enhancerflow.statistics;

/**
 * Temperature scaling (Guo, Pleiss, Sun, Weinberger: On Calibration of Modern Neural Networks, 2017): the one T that
 * minimises the mean negative log likelihood of softmax(logits / T). The loss is convex in 1/T; its derivative's root is
 * found by Brent's method.
 */
public final class TemperatureScaling {
    private static final double TOLERANCE = 1e-15;
    /** Beyond this 1/T the rows are called separable: a probability is then 0 or 1 for logits that differ by 1e-12. */
    private static final double HIGHEST_INVERSE = 1e15;

    private TemperatureScaling() {}

    /** What came of a fit. */
    public enum Outcome {
        /** The optimum was found. */
        FITTED,
        /** Every row's own class has the highest logit: the loss falls for ever as T goes to 0. */
        SEPARABLE,
        /** The optimum lies at 1/T of 0 or below: the logits say nothing about the classes, or the reverse. */
        UNINFORMATIVE
    }

    /**
     * A temperature and how it came about.
     *
     * @param value the temperature; 1, which changes nothing, unless the outcome is {@link Outcome#FITTED}
     * @param outcome whether there was an optimum
     */
    public record Temperature(double value, Outcome outcome) {}

    /**
     * Fits the temperature of any number of classes.
     *
     * @param logits flat [rows, classes], finite
     * @param labels per row: index of its class
     * @param classes number of classes, at least 2
     * @throws IllegalArgumentException when there are no rows or the lengths do not fit
     */
    public static Temperature fit(double[] logits, int[] labels, int classes) {
        if (labels.length == 0 || classes < 2 || logits.length != (long) labels.length * classes) {
            throw new IllegalArgumentException(
                    logits.length + " logits for " + labels.length + " rows of " + classes + " classes");
        }
        if (derivative(logits, labels, classes, 0) >= 0) {
            return new Temperature(1, Outcome.UNINFORMATIVE);
        }
        if (separable(logits, labels, classes)) {
            return new Temperature(1, Outcome.SEPARABLE);
        }
        double high = 1;
        while (derivative(logits, labels, classes, high) < 0) {
            high *= 2;
            if (high > HIGHEST_INVERSE) {
                return new Temperature(1, Outcome.SEPARABLE);
            }
        }
        double inverse = Brent.root(beta -> derivative(logits, labels, classes, beta), 0, high, TOLERANCE);
        return new Temperature(1 / inverse, Outcome.FITTED);
    }

    /**
     * Fits the temperature of two classes.
     *
     * @param positive per row: whether it belongs to the positive class
     * @param logits per row: log odds of the positive class (for two logits, their difference), finite
     */
    public static Temperature fit(boolean[] positive, double[] logits) {
        double[] pairs = new double[2 * logits.length];
        int[] labels = new int[positive.length];
        for (int i = 0; i < logits.length; i++) {
            pairs[2 * i + 1] = logits[i];
        }
        for (int i = 0; i < positive.length; i++) {
            labels[i] = positive[i] ? 1 : 0;
        }
        return fit(pairs, labels, 2);
    }

    /** The loss's derivative by 1/T at {@code beta}: the mean of E[z] - z of the row's class, E under softmax(beta z). */
    private static double derivative(double[] logits, int[] labels, int classes, double beta) {
        Sum sum = new Sum();
        for (int row = 0; row < labels.length; row++) {
            int at = row * classes;
            double highest = highest(logits, at, classes);
            double own = logits[at + labels[row]];
            double weights = 0;
            double weighted = 0;
            for (int c = 0; c < classes; c++) {
                double weight = Math.exp(beta * (logits[at + c] - highest));
                weights += weight;
                weighted += weight * (logits[at + c] - own);
            }
            sum.add(weighted / weights);
        }
        return sum.value() / labels.length;
    }

    private static boolean separable(double[] logits, int[] labels, int classes) {
        for (int row = 0; row < labels.length; row++) {
            int at = row * classes;
            if (highest(logits, at, classes) > logits[at + labels[row]]) {
                return false;
            }
        }
        return true;
    }

    private static double highest(double[] logits, int at, int classes) {
        double highest = logits[at];
        for (int c = 1; c < classes; c++) {
            highest = Math.max(highest, logits[at + c]);
        }
        return highest;
    }
}
