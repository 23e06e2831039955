package org.enhancerflow.statistics;

import java.util.Arrays;

/**
 * Rows by score. A radix sort of the scores' bits, least significant digit first: no comparisons, and digits that all scores
 * share cost nothing, as the low half of what was once a float does.
 */
final class ScoreOrder {
    private static final int DIGIT_BITS = 11;
    private static final int DIGITS = 1 << DIGIT_BITS;

    private ScoreOrder() {}

    /** Keys that rise as scores fall; equal scores have equal keys, and -0.0 is 0.0. */
    static long[] descendingKeys(double[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            long bits = Double.doubleToRawLongBits(scores[i] + 0.0);
            // Negative numbers' bits rise with their size: turned over, all bits rise as the score falls.
            keys[i] = bits < 0 ? bits : ~bits & Long.MAX_VALUE;
        }
        return keys;
    }

    /** Rows by rising key, equal ones by row. */
    static int[] rows(long[] keys) {
        int n = keys.length;
        int[] rows = new int[n];
        Arrays.setAll(rows, i -> i);
        long[] sorted = keys.clone();
        long[] nextKeys = new long[n];
        int[] nextRows = new int[n];
        for (int shift = 0; shift < Long.SIZE; shift += DIGIT_BITS) {
            int[] starts = starts(sorted, shift);
            if (starts.length == 0) {
                continue;
            }
            for (int i = 0; i < n; i++) {
                int at = starts[(int) (sorted[i] >>> shift) & (DIGITS - 1)]++;
                nextKeys[at] = sorted[i];
                nextRows[at] = rows[i];
            }
            long[] freeKeys = sorted;
            sorted = nextKeys;
            nextKeys = freeKeys;
            int[] freeRows = rows;
            rows = nextRows;
            nextRows = freeRows;
        }
        return rows;
    }

    /** Where each digit's rows begin; empty when all keys share the digit. */
    private static int[] starts(long[] keys, int shift) {
        int[] counts = new int[DIGITS];
        for (long key : keys) {
            counts[(int) (key >>> shift) & (DIGITS - 1)]++;
        }
        int before = 0;
        for (int digit = 0; digit < DIGITS; digit++) {
            int count = counts[digit];
            if (count == keys.length) {
                return new int[0];
            }
            counts[digit] = before;
            before += count;
        }
        return counts;
    }
}
