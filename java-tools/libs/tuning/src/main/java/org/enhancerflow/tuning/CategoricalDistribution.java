package org.enhancerflow.tuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of a list of choices; its internal value is the choice's index.
 *
 * @param choices {@link String}, {@link Long}, {@link Double}, {@link Boolean} or null, all different also by Python's
 *     rules, where {@code true}, {@code 1} and {@code 1.0} are equal
 */
public record CategoricalDistribution(List<@Nullable Object> choices) implements Distribution {
    /** Checks and copies the choices. */
    public CategoricalDistribution {
        if (choices.isEmpty()) {
            throw new TuningFormatException(0, "choices is empty");
        }
        for (int i = 0; i < choices.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (equalInPython(choices.get(i), choices.get(j))) {
                    throw new TuningFormatException(
                            0, "choices " + choices.get(j) + " and " + choices.get(i) + " are equal");
                }
            }
        }
        // Not List.copyOf: null is a choice.
        choices = Collections.unmodifiableList(new ArrayList<>(choices));
    }

    @Override
    public boolean contains(double internal) {
        return internal >= 0 && internal < choices.size() && Math.rint(internal) == internal;
    }

    @Override
    public boolean isSingle() {
        return choices.size() == 1;
    }

    @Override
    public double nearest(double number) {
        return Math.rint(Math.min(choices.size() - 1.0, Math.max(0, number)));
    }

    @Override
    public @Nullable Object value(double internal) {
        return choices.get((int) internal);
    }

    @Override
    public @Nullable Double internal(@Nullable Object value) {
        for (int i = 0; i < choices.size(); i++) {
            if (equalInPython(choices.get(i), value)) {
                return (double) i;
            }
        }
        return null;
    }

    @Override
    public @Nullable Object parse(String text) {
        for (Object choice : choices) {
            if (String.valueOf(choice).equals(text)) {
                return choice;
            }
        }
        return null;
    }

    @Override
    public double draw(double uniform) {
        return Math.min(choices.size() - 1, (int) (uniform * choices.size()));
    }

    private static boolean equalInPython(@Nullable Object a, @Nullable Object b) {
        if (a == null || b == null) {
            return a == b;
        }
        Double numberA = number(a);
        Double numberB = number(b);
        if (numberA != null && numberB != null) {
            return numberA.equals(numberB);
        }
        return a.equals(b);
    }

    private static @Nullable Double number(Object choice) {
        if (choice instanceof Boolean truth) {
            return truth ? 1.0 : 0.0;
        }
        return choice instanceof Number number ? Double.valueOf(number.doubleValue()) : null;
    }
}
