package org.enhancerflow.tuning;

import org.jspecify.annotations.Nullable;

/**
 * The values one parameter can take. Values have two forms, as in Optuna: the one a training uses ({@link Double},
 * {@link Long}, or a categorical choice) and the internal one, a number (for a categorical parameter the choice's index).
 */
public sealed interface Distribution permits FloatDistribution, IntDistribution, CategoricalDistribution {
    /** Whether the internal value is one of this distribution's. */
    boolean contains(double internal);

    /** Whether there is only one value. */
    boolean isSingle();

    /** The internal value next to a number. */
    double nearest(double number);

    /** The value a training uses. */
    @Nullable
    Object value(double internal);

    /** The internal form of a value that a training uses; null if it is none of this distribution's. */
    @Nullable
    Double internal(@Nullable Object value);

    /** The value that a text stands for, as {@link String#valueOf(Object)} writes it; null if it is none of these values. */
    @Nullable
    Object parse(String text);

    /**
     * Draws an internal value.
     *
     * @param uniform a number in [0, 1), uniformly distributed
     */
    double draw(double uniform);
}
