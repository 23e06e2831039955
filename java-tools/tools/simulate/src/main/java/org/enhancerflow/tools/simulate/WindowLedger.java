package org.enhancerflow.tools.simulate;

import java.util.Arrays;
import org.enhancerflow.artifacts.SequenceId;

/**
 * Every peak's window in columns, in the order of the genome, and what becomes of each on the way to the corpus. Two
 * windows have equal sequence, on either strand, exactly if they are the same stretch of the same content: that is how
 * duplicates are known without comparing sequences.
 */
final class WindowLedger {
    private static final int ROW_BITS = 26;
    private static final int PLACE_BITS = 15;
    private static final int PLACE_ORIGIN = Dataset.WINDOW;
    private static final int INVERTED = 1;
    private static final int PADDED = 2;
    private static final int SOME_N = 4;
    private static final int ALL_N = 8;
    private static final int MOSTLY_N = 16;
    private static final int OFF_CANONICAL = 32;

    private final long[] keys;
    private final int[] contigs;
    private final long[] starts;
    private final byte[] labels;
    private final byte[] flags;
    private final double[] scores;
    private final long[] idHigh;
    private final long[] idLow;
    private int size;

    WindowLedger(int capacity) {
        if (capacity > 1 << ROW_BITS) {
            throw new IllegalArgumentException(capacity + " windows are more than can be numbered");
        }
        keys = new long[capacity];
        contigs = new int[capacity];
        starts = new long[capacity];
        labels = new byte[capacity];
        flags = new byte[capacity];
        scores = new double[capacity];
        idHigh = new long[capacity];
        idLow = new long[capacity];
    }

    /**
     * One peak's window.
     *
     * @param contig index of its contig
     * @param canonical whether EXTRACT takes that contig by default
     * @param start 0-based in the contig, may be negative
     * @param padded whether it reaches over the contig's end
     * @param content number of the content it is cut from, and {@code place}, its first base there
     * @param unknown how many of its bases are N
     * @param score the oracle's log-likelihood ratio of class 1 to class 0
     */
    record Entry(
            int contig,
            boolean canonical,
            long start,
            int label,
            boolean inverted,
            boolean padded,
            int content,
            int place,
            int unknown,
            double score,
            SequenceId id) {}

    void add(Entry entry) {
        keys[size] = (long) entry.content() << PLACE_BITS | (entry.place() + PLACE_ORIGIN);
        contigs[size] = entry.contig();
        starts[size] = entry.start();
        labels[size] = (byte) entry.label();
        scores[size] = entry.score();
        idHigh[size] = entry.id().high();
        idLow[size] = entry.id().low();
        int flag = (entry.inverted() ? INVERTED : 0) | (entry.padded() ? PADDED : 0);
        flag |= entry.canonical() ? 0 : OFF_CANONICAL;
        flag |= entry.unknown() > 0 ? SOME_N : 0;
        flag |= entry.unknown() == Dataset.WINDOW ? ALL_N : 0;
        flag |= entry.unknown() > Dataset.MAX_N * Dataset.WINDOW ? MOSTLY_N : 0;
        flags[size++] = (byte) flag;
    }

    int size() {
        return size;
    }

    int contig(int row) {
        return contigs[row];
    }

    long start(int row) {
        return starts[row];
    }

    int label(int row) {
        return labels[row];
    }

    double score(int row) {
        return scores[row];
    }

    SequenceId id(int row) {
        return new SequenceId(idHigh[row], idLow[row]);
    }

    boolean inverted(int row) {
        return (flags[row] & INVERTED) != 0;
    }

    boolean padded(int row) {
        return (flags[row] & PADDED) != 0;
    }

    boolean hasUnknown(int row) {
        return (flags[row] & SOME_N) != 0;
    }

    boolean allUnknown(int row) {
        return (flags[row] & ALL_N) != 0;
    }

    boolean mostlyUnknown(int row) {
        return (flags[row] & MOSTLY_N) != 0;
    }

    boolean canonical(int row) {
        return (flags[row] & OFF_CANONICAL) == 0;
    }

    /** Whether EXTRACT's defaults keep the window. */
    boolean extracted(int row) {
        return canonical(row) && !mostlyUnknown(row);
    }

    /** Rows of extracted windows sorted so that equal sequences stand together, each group in the genome's order. */
    int[] extractedBySequence() {
        long[] sorted = new long[size];
        int n = 0;
        for (int row = 0; row < size; row++) {
            if (extracted(row)) {
                sorted[n++] = keys[row] << ROW_BITS | row;
            }
        }
        Arrays.sort(sorted, 0, n);
        int[] rows = new int[n];
        for (int i = 0; i < n; i++) {
            rows[i] = (int) (sorted[i] & ((1 << ROW_BITS) - 1));
        }
        return rows;
    }

    boolean sameSequence(int row, int other) {
        return keys[row] == keys[other];
    }
}
