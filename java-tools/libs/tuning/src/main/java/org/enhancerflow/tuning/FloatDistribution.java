package org.enhancerflow.tuning;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Real numbers from low to high, both included.
 *
 * <p>Logarithms are {@link StrictMath}'s: a draw is the same on every machine.
 *
 * @param low smallest value
 * @param high largest value; lowered to the last one that {@code step} reaches from {@code low}
 * @param log whether the logarithm is uniform instead of the value; needs a positive {@code low} and no {@code step}
 * @param step distance between neighbouring values, or null when every number is one
 */
public record FloatDistribution(double low, double high, boolean log, @Nullable Double step) implements Distribution {
    /** Checks the range; a step lowers {@code high} by decimal arithmetic, as Optuna does. */
    public FloatDistribution {
        if (!Double.isFinite(low) || !Double.isFinite(high) || low > high) {
            throw new TuningFormatException(0, "low " + low + " and high " + high + " are no range");
        }
        if (log && low <= 0) {
            throw new TuningFormatException(0, "log needs a low above 0, not " + low);
        }
        if (step != null) {
            if (log) {
                throw new TuningFormatException(0, "log and step cannot be used together");
            }
            if (!Double.isFinite(step) || step <= 0) {
                throw new TuningFormatException(0, "step " + step + " is not above 0");
            }
            high = at(low, step, lastStep(low, high, step));
        }
    }

    @Override
    public boolean contains(double internal) {
        if (!(internal >= low && internal <= high)) {
            return false;
        }
        if (step == null) {
            return true;
        }
        double steps = (internal - low) / step;
        return Math.abs(steps - Math.rint(steps)) < 1e-8;
    }

    @Override
    public boolean isSingle() {
        return low == high;
    }

    @Override
    public double nearest(double number) {
        double within = Math.min(high, Math.max(low, number));
        return step == null ? within : Math.min(high, at(low, step, Math.round((within - low) / step)));
    }

    @Override
    public Double value(double internal) {
        return internal;
    }

    @Override
    public @Nullable Double internal(@Nullable Object value) {
        return value instanceof Number number && contains(number.doubleValue()) ? (Double) number.doubleValue() : null;
    }

    @Override
    public @Nullable Double parse(String text) {
        try {
            Double value = Double.valueOf(text);
            return contains(value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public double draw(double uniform) {
        if (step != null) {
            long count = lastStep(low, high, step) + 1;
            return at(low, step, Math.min(count - 1, (long) (uniform * count)));
        }
        if (log) {
            double exponent = StrictMath.log(low) + uniform * (StrictMath.log(high) - StrictMath.log(low));
            return Math.min(high, Math.max(low, StrictMath.exp(exponent)));
        }
        return Math.min(high, low + uniform * (high - low));
    }

    private static long lastStep(double low, double high, double step) {
        return BigDecimal.valueOf(high)
                .subtract(BigDecimal.valueOf(low))
                .divideToIntegralValue(BigDecimal.valueOf(step))
                .longValue();
    }

    /** In decimal, so that 0.1 + 2 · 0.1 is 0.3. */
    private static double at(double low, double step, long index) {
        return BigDecimal.valueOf(low)
                .add(BigDecimal.valueOf(step).multiply(BigDecimal.valueOf(index)))
                .doubleValue();
    }
}
