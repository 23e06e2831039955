package org.enhancerflow.engine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A value a user may set: by {@code --set name=value}, or through a search space.
 *
 * @param name in snake_case
 * @param kind what it holds
 * @param defaultValue its value when nothing is set, as text
 * @param low smallest number allowed
 * @param high largest number allowed
 * @param choices allowed words; for numbers empty
 * @param description for help and documentation
 */
public record Setting(
        String name,
        Kind kind,
        String defaultValue,
        double low,
        double high,
        List<String> choices,
        String description) {

    private static final String SUM = "\\+";

    /** What a setting holds. */
    public enum Kind {
        /** A whole number. */
        INTEGER,
        /** Any number. */
        DECIMAL,
        /** One of several words. */
        CHOICE,
        /** Whole numbers, joined by {@code +}. */
        LIST
    }

    public Setting {
        choices = List.copyOf(choices);
    }

    /** A whole number within bounds. */
    public static Setting integer(String name, long value, long low, long high, String description) {
        return new Setting(name, Kind.INTEGER, Long.toString(value), low, high, List.of(), description);
    }

    /** A number within bounds. */
    public static Setting decimal(String name, double value, double low, double high, String description) {
        return new Setting(name, Kind.DECIMAL, Double.toString(value), low, high, List.of(), description);
    }

    /** One of several words, the first of which is the default. */
    public static Setting choice(String name, List<String> choices, String description) {
        return new Setting(name, Kind.CHOICE, choices.get(0), 0, 0, choices, description);
    }

    /** Whole numbers within bounds, joined by {@code +}. */
    public static Setting list(String name, String value, long low, long high, String description) {
        return new Setting(name, Kind.LIST, value, low, high, List.of(), description);
    }

    /** The same setting with another default. */
    public Setting withDefault(String value) {
        return new Setting(name, kind, value, low, high, choices, description);
    }

    /** A value in its textual form as what it is: a whole number, a number, a word or a list of whole numbers. */
    Object value(String normal) {
        return switch (kind) {
            case INTEGER -> Long.valueOf(normal);
            case DECIMAL -> Double.valueOf(normal);
            case CHOICE -> normal;
            case LIST -> Arrays.stream(normal.split(SUM)).map(Integer::valueOf).toList();
        };
    }

    /** What {@link #value} gives, as text. */
    String text(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).collect(Collectors.joining("+"))
                : String.valueOf(value);
    }

    /**
     * Brings a value into its one textual form, so that equal settings have equal texts.
     *
     * @throws IllegalArgumentException saying what the value should be
     */
    String normal(String value) {
        if (kind == Kind.CHOICE) {
            if (!choices.contains(value)) {
                throw new IllegalArgumentException(
                        name + " is '" + value + "' and should be one of " + String.join(", ", choices));
            }
            return value;
        }
        if (kind == Kind.LIST) {
            Setting one = integer(name, 0, (long) low, (long) high, description);
            return Arrays.stream(value.split(SUM, -1)).map(one::normal).collect(Collectors.joining("+"));
        }
        double number = number(value);
        if (kind == Kind.INTEGER && number != Math.rint(number)) {
            throw new IllegalArgumentException(name + " is '" + value + "' and should be a whole number");
        }
        if (!(number >= low && number <= high)) {
            throw new IllegalArgumentException(
                    name + " is '" + value + "' and should lie in " + bound(low) + " .. " + bound(high));
        }
        return kind == Kind.INTEGER ? Long.toString((long) number) : Double.toString(number);
    }

    private double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " is '" + value + "' and should be a number", e);
        }
    }

    private static String bound(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.toString(value);
    }
}
