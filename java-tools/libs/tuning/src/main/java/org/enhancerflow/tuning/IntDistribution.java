package org.enhancerflow.tuning;

import org.jspecify.annotations.Nullable;

/**
 * Whole numbers from low to high, both included.
 *
 * <p>Logarithms are {@link StrictMath}'s: a draw is the same on every machine.
 *
 * @param low smallest value
 * @param high largest value; lowered to the last one that {@code step} reaches from {@code low}
 * @param log whether the logarithm is uniform instead of the value; needs a {@code low} of at least 1 and step 1
 * @param step distance between neighbouring values, at least 1
 */
public record IntDistribution(long low, long high, boolean log, long step) implements Distribution {
    /** Doubles hold every whole number up to here. */
    private static final long LARGEST = 1L << 53;

    /** Checks the range. */
    public IntDistribution {
        if (low > high || low < -LARGEST || high > LARGEST) {
            throw new TuningFormatException(0, "low " + low + " and high " + high + " are no range");
        }
        if (step < 1) {
            throw new TuningFormatException(0, "step " + step + " is not at least 1");
        }
        if (log && low < 1) {
            throw new TuningFormatException(0, "log needs a low of at least 1, not " + low);
        }
        if (log && step != 1) {
            throw new TuningFormatException(0, "log and a step other than 1 cannot be used together");
        }
        high = low + (high - low) / step * step;
    }

    @Override
    public boolean contains(double internal) {
        return internal >= low
                && internal <= high
                && Math.rint(internal) == internal
                && ((long) internal - low) % step == 0;
    }

    @Override
    public boolean isSingle() {
        return low == high;
    }

    @Override
    public double nearest(double number) {
        double within = Math.min((double) high, Math.max((double) low, number));
        return low + Math.rint((within - low) / step) * step;
    }

    @Override
    public Long value(double internal) {
        return (long) internal;
    }

    @Override
    public @Nullable Double internal(@Nullable Object value) {
        return value instanceof Number number && contains(number.doubleValue()) ? (Double) number.doubleValue() : null;
    }

    @Override
    public @Nullable Long parse(String text) {
        try {
            Long value = Long.valueOf(text);
            return contains((double) value) ? value : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    @Override
    public double draw(double uniform) {
        if (log) {
            double from = StrictMath.log(low - 0.5);
            double to = StrictMath.log(high + 0.5);
            return Math.min(
                    (double) high, Math.max((double) low, Math.rint(StrictMath.exp(from + uniform * (to - from)))));
        }
        long count = (high - low) / step + 1;
        return (double) (low + step * Math.min(count - 1, (long) (uniform * count)));
    }
}
