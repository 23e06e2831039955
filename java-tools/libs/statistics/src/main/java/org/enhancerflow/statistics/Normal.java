package org.enhancerflow.statistics;

/** Tail of the standard normal distribution. */
final class Normal {
    /** 97.5th percentile. */
    static final double Z_95 = 1.959963984540054;

    private static final double SERIES_BELOW = 2.5;
    private static final int FRACTION_TERMS = 120;

    private Normal() {}

    /** P(|Z| ≥ |z|). */
    static double twoSidedTail(double z) {
        return complementaryError(Math.abs(z) / Math.sqrt(2));
    }

    /** erfc(x) for x ≥ 0: by the Maclaurin series of erf, or far out by Laplace's continued fraction (Abramowitz and Stegun 7.1.5, 7.1.14). */
    private static double complementaryError(double x) {
        if (x < SERIES_BELOW) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-18; n++) {
                term *= -x * x / n;
                sum += term / (2 * n + 1);
            }
            return 1 - 2 / Math.sqrt(Math.PI) * sum;
        }
        double fraction = x;
        for (int k = FRACTION_TERMS; k >= 1; k--) {
            fraction = x + k / 2.0 / fraction;
        }
        return Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction;
    }
}
