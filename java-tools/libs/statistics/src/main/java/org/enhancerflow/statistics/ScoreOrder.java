package org.enhancerflow.statistics;

import java.util.Arrays;

/**
 * Scores by falling value, as whole numbers. A radix sort of the bits in which the scores differ, least significant digit
 * first; of those only the upper ones, which tell nearly all scores apart: the few that share them are put in order
 * afterwards.
 */
final class ScoreOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;
    private static final int PASSES = 3;
    /** Below this many the counts by digit cost more than comparisons. */
    private static final int FEW = 2_000;

    private ScoreOrder() {}

    /** A number that rises as the score falls; -0.0 is 0.0. NaN has no meaningful one. */
    static long key(double score) {
        return ~turned(Double.doubleToRawLongBits(score + 0.0));
    }

    /** The score of a key. */
    static double score(long key) {
        return Double.longBitsToDouble(turned(~key));
    }

    /** Negative numbers' bits rise with their size: all but the sign turned over, bits rise as the number does. Its own inverse. */
    private static long turned(long bits) {
        return bits ^ ((bits >> (Long.SIZE - 1)) >>> 1);
    }

    /** The keys, rising. The array given is used up. */
    static long[] sorted(long[] keys) {
        if (keys.length < FEW) {
            Arrays.sort(keys);
            return keys;
        }
        long least = keys[0];
        long most = keys[0];
        for (long key : keys) {
            least = Math.min(least, key);
            most = Math.max(most, key);
        }
        // As unsigned numbers, so that the distance of the furthest two fits.
        int bits = Long.SIZE - Long.numberOfLeadingZeros(most - least);
        int dropped = Math.max(0, bits - PASSES * DIGIT_BITS);
        long[] sorted = byDigits(keys, least, dropped);
        if (dropped > 0) {
            orderEqualPrefixes(sorted, least, dropped);
        }
        return sorted;
    }

    private static long[] byDigits(long[] keys, long least, int dropped) {
        int[][] counts = new int[PASSES][DIGITS];
        for (long key : keys) {
            long prefix = (key - least) >>> dropped;
            for (int pass = 0; pass < PASSES; pass++) {
                counts[pass][digit(prefix, pass)]++;
            }
        }
        long[] sorted = keys;
        long[] free = new long[keys.length];
        for (int pass = 0; pass < PASSES; pass++) {
            int[] starts = counts[pass];
            if (turnedToStarts(starts, keys.length)) {
                for (long key : sorted) {
                    free[starts[digit((key - least) >>> dropped, pass)]++] = key;
                }
                long[] swapped = sorted;
                sorted = free;
                free = swapped;
            }
        }
        return sorted;
    }

    private static int digit(long prefix, int pass) {
        return (int) (prefix >>> (pass * DIGIT_BITS)) & (DIGITS - 1);
    }

    /** Makes counts by digit the places where each digit's keys begin; false when all keys share the digit. */
    private static boolean turnedToStarts(int[] counts, int size) {
        int before = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = counts[digit];
            if (count == size) {
                return false;
            }
            counts[digit] = before;
            before += count;
        }
        return true;
    }

    private static void orderEqualPrefixes(long[] keys, long least, int dropped) {
        int from = 0;
        while (from < keys.length) {
            long prefix = (keys[from] - least) >>> dropped;
            int to = from + 1;
            while (to < keys.length && (keys[to] - least) >>> dropped == prefix) {
                to++;
            }
            if (to - from > 1) {
                Arrays.sort(keys, from, to);
            }
            from = to;
        }
    }
}
