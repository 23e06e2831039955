package org.enhancerflow.tokenizers;

import java.util.Arrays;

/** What two terms become when they are merged: an open-addressed table of pairs. */
final class MergeTable {
    static final int NONE = -1;

    private final long[] pairs;
    private final int[] merged;
    private final int mask;

    MergeTable(int merges) {
        int size = Integer.highestOneBit(Math.max(8, merges)) << 2;
        this.pairs = new long[size];
        this.merged = new int[size];
        this.mask = size - 1;
        Arrays.fill(merged, NONE);
    }

    void put(int left, int right, int term) {
        long pair = pair(left, right);
        int slot = slot(pair);
        while (merged[slot] != NONE && pairs[slot] != pair) {
            slot = (slot + 1) & mask;
        }
        pairs[slot] = pair;
        merged[slot] = term;
    }

    /** The term that the pair becomes, or {@link #NONE}. */
    int get(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        while (merged[slot] != NONE) {
            if (pairs[slot] == pair) {
                return merged[slot];
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    private int slot(long pair) {
        return (int) ((pair * 0x9E3779B97F4A7C15L) >>> 40) & mask;
    }

    private static long pair(int left, int right) {
        return ((long) left << 32) | right;
    }
}
