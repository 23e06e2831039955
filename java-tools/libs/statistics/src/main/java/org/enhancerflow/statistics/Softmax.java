package org.enhancerflow.statistics;

/** From a model's logits to the score of a class. Everything that reads logits goes this way, so that scores are equal bit for bit. */
public final class Softmax {
    private Softmax() {}

    /**
     * Log odds of a class under softmax(logits / temperature): they keep apart what a probability near 0 or 1 would tie.
     *
     * @param logits flat [rows, classes], finite
     * @param row 0-based
     * @param classes number of classes, at least 2
     * @param label index of the class
     */
    public static double logOdds(double[] logits, int row, int classes, int label, double temperature) {
        int from = row * classes;
        double highest = Double.NEGATIVE_INFINITY;
        for (int c = 0; c < classes; c++) {
            highest = c == label ? highest : Math.max(highest, logits[from + c]);
        }
        double others = 0;
        for (int c = 0; c < classes; c++) {
            others += c == label ? 0 : Math.exp((logits[from + c] - highest) / temperature);
        }
        return (logits[from + label] - highest) / temperature - Math.log(others);
    }

    /** Probability of log odds; it never falls where they rise. */
    public static double probability(double logOdds) {
        return 1 / (1 + Math.exp(-logOdds));
    }
}
