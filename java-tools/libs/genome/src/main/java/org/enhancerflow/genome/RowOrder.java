package org.enhancerflow.genome;

import java.util.Arrays;
import java.util.List;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.WindowTable;

/**
 * Puts rows into reference order by sorting primitive longs: place and row number share one key, so that 2.75 million
 * rows need 22 MB and no object each.
 */
public final class RowOrder {
    private final long[] offsets;
    private final int placeBits;

    /**
     * The order of places on a reference.
     *
     * @param padding how far a start may lie before its contig, in bases
     */
    public RowOrder(List<Contig> contigs, long padding) {
        offsets = new long[contigs.size()];
        long next = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = next + padding;
            next = offsets[i] + contigs.get(i).length() + padding;
        }
        placeBits = Long.SIZE - Long.numberOfLeadingZeros(next);
    }

    /** The start of a row's window. */
    @FunctionalInterface
    public interface Start {
        /** 0-based start of the row's window on its contig. */
        long of(int row);
    }

    /** The contig of a row's window. */
    @FunctionalInterface
    public interface ContigIndex {
        /** Index of the row's contig. */
        int of(int row);
    }

    /** Decides between rows of one place; negative where {@code a} comes first. */
    @FunctionalInterface
    public interface Ties {
        /** Compares two rows of one place. */
        int compare(int a, int b);
    }

    /** Row numbers 0 to {@code rows - 1} by contig, then start, then {@code ties}, then number. */
    public int[] sort(int rows, ContigIndex contig, Start start, Ties ties) {
        int rowBits = Integer.SIZE - Integer.numberOfLeadingZeros(rows);
        if (placeBits + rowBits >= Long.SIZE) {
            throw new IllegalArgumentException(rows + " rows on a reference of 2^" + placeBits + " bases");
        }
        long[] keys = new long[rows];
        for (int row = 0; row < rows; row++) {
            keys[row] = (offsets[contig.of(row)] + start.of(row)) << rowBits | row;
        }
        Arrays.sort(keys);
        int[] order = new int[rows];
        long mask = (1L << rowBits) - 1;
        for (int i = 0; i < rows; i++) {
            order[i] = (int) (keys[i] & mask);
        }
        int first = 0;
        for (int i = 1; i <= rows; i++) {
            if (i == rows || keys[i] >>> rowBits != keys[first] >>> rowBits) {
                sortTies(order, first, i, ties);
                first = i;
            }
        }
        return order;
    }

    /** Orders a table's rows by (contig, start, label, sample, peak), the order every corpus stands in. */
    public static int[] of(WindowTable table) {
        long padding = 0;
        for (int row = 0; row < table.size(); row++) {
            padding = Math.max(padding, -table.start(row));
        }
        return new RowOrder(table.header().contigs(), padding)
                .sort(table.size(), table::contig, table::start, (a, b) -> compareTies(table, a, b));
    }

    /** Whether a table's rows stand in that order. */
    public static boolean isSorted(WindowTable table) {
        for (int row = 1; row < table.size(); row++) {
            int byContig = Integer.compare(table.contig(row - 1), table.contig(row));
            int byStart = byContig != 0 ? byContig : Long.compare(table.start(row - 1), table.start(row));
            if (byStart > 0 || (byStart == 0 && compareTies(table, row - 1, row) > 0)) {
                return false;
            }
        }
        return true;
    }

    private static int compareTies(WindowTable table, int a, int b) {
        int byLabel = Integer.compare(table.label(a), table.label(b));
        if (byLabel != 0) {
            return byLabel;
        }
        int bySample = Integer.compare(table.sample(a), table.sample(b));
        return bySample != 0 ? bySample : Integer.compare(table.peak(a), table.peak(b));
    }

    /** Few rows share a place, as a rule; where very many do, boxing them once is still cheap. */
    private static void sortTies(int[] order, int from, int to, Ties ties) {
        if (to - from > 16) {
            Integer[] boxed = Arrays.stream(order, from, to).boxed().toArray(Integer[]::new);
            Arrays.sort(boxed, ties::compare);
            for (int i = from; i < to; i++) {
                order[i] = boxed[i - from];
            }
            return;
        }
        for (int i = from + 1; i < to; i++) {
            int row = order[i];
            int at = i;
            for (; at > from && ties.compare(order[at - 1], row) > 0; at--) {
                order[at] = order[at - 1];
            }
            order[at] = row;
        }
    }
}
