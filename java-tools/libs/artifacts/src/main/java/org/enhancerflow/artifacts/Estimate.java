package org.enhancerflow.artifacts;

import org.jspecify.annotations.Nullable;

/**
 * A measured value with its confidence interval, where one was computed.
 *
 * @param value the value, or null where it is not defined (ROC-AUC of one class)
 * @param low lower end of the interval
 * @param high upper end of the interval
 */
public record Estimate(@Nullable Double value, @Nullable Double low, @Nullable Double high) {
    /** A value without an interval. */
    public static Estimate of(double value) {
        return new Estimate(Double.isNaN(value) ? null : (Double) value, null, null);
    }
}
