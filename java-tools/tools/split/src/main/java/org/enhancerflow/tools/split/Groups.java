package org.enhancerflow.tools.split;

import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;

/** Which rows must go to the same part of the corpus. Groups are numbered from 0. */
final class Groups {
    private final int[] groupOfRow;
    private final int count;

    private Groups(int[] groupOfRow, int count) {
        this.groupOfRow = groupOfRow;
        this.count = count;
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
        return new Groups(of, corpus.header().contigs().size());
    }

    /**
     * Windows that overlap or lie within a distance of each other together, through any chain of such windows.
     *
     * @param distance most bases between two windows of a locus; 0 for those that touch
     */
    static Groups byLocus(WindowTable corpus, long distance) {
        int[] of = new int[corpus.size()];
        int group = -1;
        int contig = -1;
        long reach = 0;
        for (int row : RowOrder.of(corpus)) {
            if (corpus.contig(row) != contig || corpus.start(row) > reach + distance) {
                group++;
                contig = corpus.contig(row);
                reach = corpus.end(row);
            }
            reach = Math.max(reach, corpus.end(row));
            of[row] = group;
        }
        return new Groups(of, group + 1);
    }
}
