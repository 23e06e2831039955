package org.enhancerflow.tuning;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's {@code json.dumps} writes it: numbers as {@code repr} shows them, {@code NaN} and {@code Infinity} as
 * bare words, everything beyond ASCII escaped. Optuna's journal is made of such lines.
 */
final class PythonJson {
    private final String comma;
    private final String colon;
    private final StringBuilder out = new StringBuilder();

    private PythonJson(String comma, String colon) {
        this.comma = comma;
        this.colon = colon;
    }

    /** Without blanks, as journal lines are written. */
    static String compact(@Nullable Object value) {
        return new PythonJson(",", ":").append(value).out.toString();
    }

    /** With a blank after commas and colons, Python's default. */
    static String spaced(@Nullable Object value) {
        return new PythonJson(", ", ": ").append(value).out.toString();
    }

    private PythonJson append(@Nullable Object value) {
        if (value instanceof String text) {
            appendText(text);
        } else if (value instanceof Double number) {
            out.append(number(number));
        } else if (value instanceof Map<?, ?> map) {
            appendMap(map);
        } else if (value instanceof List<?> list) {
            appendList(list);
        } else if (value == null || value instanceof Boolean || value instanceof Long || value instanceof Integer) {
            out.append(value);
        } else {
            throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
        return this;
    }

    private void appendMap(Map<?, ?> map) {
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            appendText(String.valueOf(entry.getKey()));
            out.append(colon);
            append(entry.getValue());
            separator = comma;
        }
        out.append('}');
    }

    private void appendList(List<?> list) {
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            append(item);
            separator = comma;
        }
        out.append(']');
    }

    private void appendText(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c >= ' ' && c < 0x7F) {
                        out.append(c);
                    } else {
                        out.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        out.append('"');
    }

    /** A double as Python's {@code repr} shows it: exponents below -4 and from 16 on, with two digits at least. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return 1 / value < 0 ? "-0.0" : "0.0";
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            String plain = decimal.toPlainString();
            return decimal.scale() > 0 ? plain : plain + ".0";
        }
        String digits = decimal.unscaledValue().abs().toString();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        String sign = value < 0 ? "-" : "";
        String power = String.format("%s%02d", exponent < 0 ? "-" : "+", Math.abs(exponent));
        return sign + digits.charAt(0) + fraction + "e" + power;
    }
}
