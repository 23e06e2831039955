package org.enhancerflow.statistics;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** How rows are drawn again: one by one within their class, or in groups that stay together. */
public sealed interface ResamplingDesign permits ResamplingDesign.Rows, ResamplingDesign.Groups {

    /**
     * Every resample has as many positive and as many negative rows as there are, each drawn with replacement from its class
     * (stratified bootstrap). Right where rows are independent.
     */
    record Rows() implements ResamplingDesign {}

    /**
     * Groups are drawn with replacement, as many as there are, each with all its rows (cluster bootstrap; Davison and
     * Hinkley 1997, section 3.8). Right where rows of a group are alike, as neighbours on the genome are.
     */
    final class Groups implements ResamplingDesign {
        private final int[] ofRow;
        private final int count;

        private Groups(int[] ofRow, int count) {
            this.ofRow = ofRow;
            this.count = count;
        }

        /** Rows of equal keys make a group. */
        public static Groups of(long[] keyOfRow) {
            int[] ofRow = new int[keyOfRow.length];
            Map<Long, Integer> numbers = new HashMap<>();
            for (int row = 0; row < ofRow.length; row++) {
                ofRow[row] = numbers.computeIfAbsent(keyOfRow[row], key -> numbers.size());
            }
            return new Groups(ofRow, numbers.size());
        }

        /** Number of groups. */
        public int count() {
            return count;
        }

        /** The group of a row, from 0. */
        int of(int row) {
            return ofRow[row];
        }
    }

    /** Draws {@code counts[from, from + size)} anew: as many draws as places, with replacement, each place as likely. */
    static void draw(SplittableRandom random, int[] counts, int from, int size) {
        Arrays.fill(counts, from, from + size, 0);
        // The high half of a product: a number in [0, size) without a division. Two from one random number; the bias,
        // below
        // size / 2^32, is far under what any number of resamples could show.
        for (int i = 0; i + 1 < size; i += 2) {
            long bits = random.nextLong();
            counts[from + place(bits >>> Integer.SIZE, size)]++;
            counts[from + place(bits & 0xFFFFFFFFL, size)]++;
        }
        if (size % 2 == 1) {
            counts[from + place(random.nextLong() >>> Integer.SIZE, size)]++;
        }
    }

    private static int place(long bits, long size) {
        return (int) ((bits * size) >>> Integer.SIZE);
    }
}
