package org.enhancerflow.genome;

import java.util.Arrays;

/**
 * A sample of a sequence's k-mers that two sequences take alike: those whose hash falls below a bound (FracMinHash; Irber
 * and others 2022, bioRxiv 2022.01.11.475838). The share of one sequence's sample found in another's estimates the share
 * of its k-mers found there, which a shift changes little; a k-mer and its reverse complement are one. Holds buffers: one
 * instance per thread.
 */
public final class KmerSketch {
    /** Bases of a k-mer: long enough not to repeat by chance in a genome, short enough to survive a few per cent of changes. */
    public static final int K = 21;

    private static final long MASK = (1L << (2 * K)) - 1;
    private static final int TOP = 2 * (K - 1);
    private static final byte[] CODES = codes();

    private final long bound;
    private int[] values = new int[64];
    private int size;

    /** A sample of about {@code perSequence} k-mers from sequences of {@code length} bases; of all, where there are fewer. */
    public KmerSketch(int perSequence, int length) {
        double share = Math.min(1, (double) perSequence / Math.max(1, length - K + 1));
        this.bound = (long) (share * Long.MAX_VALUE);
    }

    /** Samples {@code bases[offset, offset + length)}, upper case; k-mers with other letters than A, C, G, T are left out. */
    public void take(byte[] bases, int offset, int length) {
        size = 0;
        long forward = 0;
        long backward = 0;
        int known = 0;
        for (int i = offset; i < offset + length; i++) {
            int code = CODES[bases[i] & 0xff];
            known = code < 0 ? 0 : known + 1;
            forward = ((forward << 2) | (code & 3)) & MASK;
            backward = (backward >>> 2) | ((long) (3 - (code & 3)) << TOP);
            if (known >= K) {
                long hash = mix(Math.min(forward, backward));
                if (hash >>> 1 < bound) {
                    add((int) hash);
                }
            }
        }
        Arrays.sort(values, 0, size);
        int distinct = 0;
        for (int i = 0; i < size; i++) {
            if (i == 0 || values[i] != values[i - 1]) {
                values[distinct++] = values[i];
            }
        }
        size = distinct;
    }

    /** How many different k-mers the sample has. */
    public int size() {
        return size;
    }

    /** Hashes of the sampled k-mers, ascending, {@link #size()} of them; valid until the next call of {@link #take}. */
    public int[] values() {
        return values;
    }

    private void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
        }
        values[size++] = value;
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long value) {
        long z = (value ^ (value >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }

    private static byte[] codes() {
        byte[] codes = new byte[256];
        Arrays.fill(codes, (byte) -1);
        for (int code = 0; code < 4; code++) {
            codes["ACGT".charAt(code)] = (byte) code;
        }
        return codes;
    }
}
