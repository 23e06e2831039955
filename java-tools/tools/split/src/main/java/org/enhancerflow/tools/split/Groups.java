package org.enhancerflow.tools.split;

import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;

/** Which rows must go to the same part of the corpus. Groups are numbered from 0. */
final class Groups {
    private final int[] groupOfRow;
    private final int count;
    private final long cuts;

    private Groups(int[] groupOfRow, int count, long cuts) {
        this.groupOfRow = groupOfRow;
        this.count = count;
        this.cuts = cuts;
    }

    /**
     * Groups by any numbers, numbered anew.
     *
     * @param groupOfRow a number below the number of rows for each row
     * @param cuts groups that were cut
     */
    static Groups renumbered(int[] groupOfRow, long cuts) {
        int[] numbers = new int[groupOfRow.length];
        int[] of = new int[groupOfRow.length];
        int count = 0;
        for (int row = 0; row < of.length; row++) {
            int number = numbers[groupOfRow[row]];
            if (number == 0) {
                number = ++count;
                numbers[groupOfRow[row]] = number;
            }
            of[row] = number - 1;
        }
        return new Groups(of, count, cuts);
    }

    /** How many groups grew past the largest that may be, and were cut: their pieces may stand on both sides of a split. */
    long cuts() {
        return cuts;
    }

    /** Number of groups; some may be empty. */
    int count() {
        return count;
    }

    /** Group of a row. */
    int of(int row) {
        return groupOfRow[row];
    }

    /** Rows of each group. */
    long[] sizes() {
        long[] sizes = new long[count];
        for (int group : groupOfRow) {
            sizes[group]++;
        }
        return sizes;
    }

    /** All windows of a contig together; a group's number is its contig's index. */
    static Groups byContig(WindowTable corpus) {
        int[] of = new int[corpus.size()];
        for (int row = 0; row < of.length; row++) {
            of[row] = corpus.contig(row);
        }
        return new Groups(of, corpus.header().contigs().size(), 0);
    }

    /**
     * Windows that overlap or lie within a distance of each other together, through any chain of such windows.
     *
     * @param distance most bases between two windows of a locus; 0 for those that touch
     * @param largest windows of the largest group that may be; a longer chain is cut where it reaches that
     */
    static Groups byLocus(WindowTable corpus, long distance, long largest) {
        int[] of = new int[corpus.size()];
        int group = -1;
        long size = 0;
        long cuts = 0;
        int contig = -1;
        long reach = 0;
        for (int row : RowOrder.of(corpus)) {
            boolean apart = corpus.contig(row) != contig || corpus.start(row) > reach + distance;
            boolean full = size == largest;
            cuts += full && !apart ? 1 : 0;
            if (apart || full) {
                group++;
                size = 0;
                contig = corpus.contig(row);
                reach = corpus.end(row);
            }
            reach = Math.max(reach, corpus.end(row));
            of[row] = group;
            size++;
        }
        return new Groups(of, group + 1, cuts);
    }
}
