package org.enhancerflow.tuning;

import org.apache.commons.numbers.gamma.Erf;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;
import org.apache.commons.numbers.gamma.InverseErfc;

/** The standard normal distribution between two limits. */
final class TruncatedNormal {
    private static final double ROOT_HALF = Math.sqrt(0.5);
    private static final double ROOT_TWO = Math.sqrt(2);

    /** What lies further out than that is less than half the distance of 1 to the next floating-point number. */
    private static final double WHOLE = 8.5;

    private TruncatedNormal() {}

    /**
     * Logarithm of the probability between two limits, accurate far out in the tails, too, where the probability itself is
     * 0 in floating point.
     */
    static double logMass(double from, double to) {
        if (to <= 0) {
            return logMassAbove(-to, -from);
        }
        if (from >= 0) {
            return logMassAbove(from, to);
        }
        if (from < -WHOLE && to > WHOLE) {
            return 0;
        }
        double twice = Erf.value(to * ROOT_HALF) + Erf.value(-from * ROOT_HALF);
        return StrictMath.log(0.5 * twice);
    }

    /** Both limits at or above 0, where the scaled complementary error function does not underflow. */
    private static double logMassAbove(double from, double to) {
        double fall = StrictMath.exp(-0.5 * (to - from) * (to + from));
        double rest = Erfcx.value(from * ROOT_HALF) - (fall == 0 ? 0 : fall * Erfcx.value(to * ROOT_HALF));
        return -0.5 * from * from + StrictMath.log(0.5 * rest);
    }

    /**
     * The value below which a share of the probability between two limits lies.
     *
     * @param share in [0, 1)
     * @param from at most 0
     * @param to at least 0
     */
    static double quantile(double share, double from, double to) {
        double below = 0.5 * Erfc.value(-from * ROOT_HALF);
        double above = 0.5 * Erfc.value(to * ROOT_HALF);
        double mass = 0.5 * (Erf.value(to * ROOT_HALF) + Erf.value(-from * ROOT_HALF));
        // From the nearer tail, where small probabilities are exact.
        double left = below + share * mass;
        double value = left < 0.5
                ? -ROOT_TWO * InverseErfc.value(2 * left)
                : ROOT_TWO * InverseErfc.value(2 * (above + (1 - share) * mass));
        return Math.min(to, Math.max(from, value));
    }
}
