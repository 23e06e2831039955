package org.enhancerflow.statistics;

import java.util.function.DoubleUnaryOperator;

/** Root of a continuous function by Brent's method (R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4). */
final class Brent {
    private static final int MAX_ITERATIONS = 200;

    private Brent() {}

    /**
     * Finds a root between {@code low} and {@code high}, where the function's signs differ.
     *
     * @param tolerance largest error of the root, absolute, above the double's own precision
     * @throws IllegalArgumentException when the signs do not differ
     */
    static double root(DoubleUnaryOperator function, double low, double high, double tolerance) {
        double a = low;
        double b = high;
        double fa = function.applyAsDouble(a);
        double fb = function.applyAsDouble(b);
        if (fa * fb > 0) {
            throw new IllegalArgumentException("no change of sign between " + low + " and " + high);
        }
        double c = a;
        double fc = fa;
        double step = b - a;
        double previousStep = step;
        for (int i = 0; i < MAX_ITERATIONS; i++) {
            if (Math.abs(fc) < Math.abs(fb)) {
                a = b;
                b = c;
                c = a;
                fa = fb;
                fb = fc;
                fc = fa;
            }
            double slack = 2 * Math.ulp(b) + tolerance / 2;
            double middle = (c - b) / 2;
            if (Math.abs(middle) <= slack || fb == 0) {
                return b;
            }
            double proposal = interpolate(a, fa, b, fb, c, fc, middle);
            boolean accepted = Math.abs(previousStep) >= slack
                    && Math.abs(fa) > Math.abs(fb)
                    && Math.abs(proposal) < Math.min(1.5 * Math.abs(middle) - slack, Math.abs(previousStep / 2))
                    && proposal * middle > 0;
            previousStep = accepted ? step : middle;
            step = accepted ? proposal : middle;
            a = b;
            fa = fb;
            b += Math.abs(step) > slack ? step : Math.copySign(slack, middle);
            fb = function.applyAsDouble(b);
            if (fb * fc > 0) {
                c = a;
                fc = fa;
                step = b - a;
                previousStep = step;
            }
        }
        return b;
    }

    /** The step from b by the secant when only two points differ, else by inverse quadratic interpolation. */
    private static double interpolate(double a, double fa, double b, double fb, double c, double fc, double middle) {
        double s = fb / fa;
        if (a == c) {
            return 2 * middle * s / (s - 1);
        }
        double q = fa / fc;
        double r = fb / fc;
        double numerator = s * (2 * middle * q * (q - r) - (b - a) * (r - 1));
        double denominator = (q - 1) * (r - 1) * (s - 1);
        return -numerator / denominator;
    }
}
