package org.enhancerflow.artifacts;

import java.util.SplittableRandom;

/** Rows drawn without replacement, of each class its share. */
final class StratifiedSample {
    private StratifiedSample() {}

    /**
     * Draws rows.
     *
     * @param classes class of each row
     * @param kinds number of classes
     * @param count rows to draw, at most all
     * @return the rows, ascending
     */
    static int[] draw(int[] classes, int kinds, int count, long seed) {
        int[] left = new int[kinds];
        for (int kind : classes) {
            left[kind]++;
        }
        int[] wanted = shares(left, classes.length, count);
        SplittableRandom random = new SplittableRandom(seed);
        int[] drawn = new int[count];
        int found = 0;
        // Selection sampling (Knuth, The Art of Computer Programming 2, algorithm 3.4.2 S), for each class by itself.
        for (int row = 0; row < classes.length; row++) {
            int kind = classes[row];
            if (random.nextInt(left[kind]) < wanted[kind]) {
                drawn[found++] = row;
                wanted[kind]--;
            }
            left[kind]--;
        }
        return drawn;
    }

    /** Shares in whole numbers; the largest remainders are rounded up, of equal ones the first. */
    private static int[] shares(int[] sizes, int total, int count) {
        int[] shares = new int[sizes.length];
        long[] remainders = new long[sizes.length];
        int given = 0;
        for (int kind = 0; kind < sizes.length; kind++) {
            long exact = (long) sizes[kind] * count;
            shares[kind] = (int) (exact / total);
            remainders[kind] = exact % total;
            given += shares[kind];
        }
        for (; given < count; given++) {
            int largest = 0;
            for (int kind = 1; kind < sizes.length; kind++) {
                largest = remainders[kind] > remainders[largest] ? kind : largest;
            }
            shares[largest]++;
            remainders[largest] = -1;
        }
        return shares;
    }
}
