package org.enhancerflow.statistics;

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
    /** How many there are. */
    static final int SIZE = 5;

    /** From values in the record's order. */
    static MacroMetrics of(double[] values) {
        return new MacroMetrics(values[0], values[1], values[2], values[3], values[4]);
    }

    /** The values in the record's order. */
    public double[] values() {
        return new double[] {rocAuc, averagePrecision, precision, recall, f1};
    }
}
