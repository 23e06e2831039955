package org.enhancerflow.genome;

import java.nio.charset.StandardCharsets;

/** Numbers read from ranges of ASCII bytes: millions of peaks, no String each. */
final class AsciiNumbers {
    /** What {@link #parseLong} gives for anything else than a whole number of at most 18 digits. */
    static final long NOT_A_NUMBER = Long.MIN_VALUE;

    private static final long EXACT = 1L << 53;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private AsciiNumbers() {}

    /** The whole number in {@code [from, to)}, or {@link #NOT_A_NUMBER}. */
    static long parseLong(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        int first = negative ? from + 1 : from;
        if (first == to || to - first > 18) {
            return NOT_A_NUMBER;
        }
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NOT_A_NUMBER;
            }
            value = 10 * value + digit;
        }
        return negative ? -value : value;
    }

    /**
     * The number in {@code [from, to)} rounded to float, or NaN. Plain decimals whose digits and power of ten are exact in
     * double take one division (Clinger, PLDI 1990); all else goes through {@link Float#parseFloat}.
     */
    static float parseFloat(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        long digits = 0;
        int decimals = -1;
        int count = 0;
        for (int i = negative ? from + 1 : from; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9 && digits < EXACT / 10 - 1) {
                digits = 10 * digits + digit;
                count++;
                decimals += decimals >= 0 ? 1 : 0;
            } else if (bytes[i] == '.' && decimals < 0) {
                decimals = 0;
            } else {
                return parseSlowly(bytes, from, to);
            }
        }
        if (count == 0 || decimals >= POWERS_OF_TEN.length) {
            return parseSlowly(bytes, from, to);
        }
        double value = digits / POWERS_OF_TEN[Math.max(0, decimals)];
        return (float) (negative ? -value : value);
    }

    private static float parseSlowly(byte[] bytes, int from, int to) {
        try {
            return Float.parseFloat(new String(bytes, from, to - from, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}
