package org.enhancerflow.tuning;

/**
 * The line on which a parameter's kernels lie: for a logarithmic parameter the logarithm; for one with steps reaching half a
 * step beyond the first and the last value; for a categorical one the choices' indices.
 *
 * @param log whether it is the logarithm
 * @param step distance of neighbouring values before the logarithm, 0 without steps
 * @param low its lower end
 * @param high its upper end
 */
record NumericScale(boolean log, double step, double low, double high) {
    private static final double LOG_ROOT_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

    static NumericScale of(Distribution distribution) {
        if (distribution instanceof FloatDistribution real) {
            Double step = real.step();
            return of(real.log(), step == null ? 0 : step, real.low(), real.high());
        }
        if (distribution instanceof IntDistribution whole) {
            return of(whole.log(), (double) whole.step(), (double) whole.low(), (double) whole.high());
        }
        return of(
                false, 1, 0, ((CategoricalDistribution) distribution).choices().size() - 1);
    }

    private static NumericScale of(boolean log, double step, double from, double to) {
        double low = from - step / 2;
        double high = to + step / 2;
        return new NumericScale(log, step, log ? StrictMath.log(low) : low, log ? StrictMath.log(high) : high);
    }

    /** An internal value's place. */
    double scaled(double internal) {
        return log ? StrictMath.log(internal) : internal;
    }

    double range() {
        return high - low;
    }

    /** What a kernel's density is divided by, as a logarithm: what the limits leave of it and, without steps, its height. */
    double logScale(double centre, double width) {
        double logHeight = step > 0 ? 0 : LOG_ROOT_TWO_PI + StrictMath.log(width);
        return logHeight + TruncatedNormal.logMass((low - centre) / width, (high - centre) / width);
    }
}
