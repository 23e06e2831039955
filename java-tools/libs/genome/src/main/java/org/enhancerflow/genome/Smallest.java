package org.enhancerflow.genome;

import java.util.Arrays;

/** The k-th smallest of many evenly spread keys, such as {@link SeededKey}'s, without sorting them all. */
public final class Smallest {
    private static final int BUCKET_BITS = 16;

    private Smallest() {}

    /**
     * The value that would stand at {@code index} were the keys sorted (as signed numbers). Counts the keys by their upper
     * bits and sorts the one bucket that holds the answer: linear in time for evenly spread keys, right for any.
     *
     * @param index 0 to {@code keys.length - 1}
     */
    public static long at(long[] keys, int index) {
        int[] sizes = new int[1 << BUCKET_BITS];
        for (long key : keys) {
            sizes[bucket(key)]++;
        }
        int chosen = 0;
        int before = 0;
        while (before + sizes[chosen] <= index) {
            before += sizes[chosen++];
        }
        long[] bucket = new long[sizes[chosen]];
        int at = 0;
        for (long key : keys) {
            if (bucket(key) == chosen) {
                bucket[at++] = key;
            }
        }
        Arrays.sort(bucket);
        return bucket[index - before];
    }

    private static int bucket(long key) {
        return (int) ((key ^ Long.MIN_VALUE) >>> (Long.SIZE - BUCKET_BITS));
    }
}
