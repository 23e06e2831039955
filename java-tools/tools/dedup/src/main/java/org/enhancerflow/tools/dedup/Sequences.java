package org.enhancerflow.tools.dedup;

import org.enhancerflow.artifacts.WindowTable;

/**
 * What de-duplication needs of each window: its sequence's id, strand and class; 18 bytes each. Windows are numbered by
 * their place in the order (contig, start, label, sample, peak).
 * Each window has a row in the columns; the order of rows is empty where windows and rows are numbered alike.
 */
final class Sequences {
    private final int[] order;
    private final long[] ids;
    private final byte[] labels;
    private final byte[] reversed;
    private final int classes;

    Sequences(int[] order, long[] ids, byte[] labels, byte[] reversed, int classes) {
        this.order = order;
        this.ids = ids;
        this.labels = labels;
        this.reversed = reversed;
        this.classes = classes;
    }

    int classes() {
        return classes;
    }

    /** The windows of a table in that order. */
    static Sequences of(WindowTable table) {
        long[] ids = new long[2 * table.size()];
        byte[] labels = new byte[table.size()];
        byte[] reversed = new byte[table.size()];
        for (int row = 0; row < table.size(); row++) {
            ids[2 * row] = table.idHigh(row);
            ids[2 * row + 1] = table.idLow(row);
            labels[row] = (byte) table.label(row);
            reversed[row] = (byte) (table.reversed(row) ? 1 : 0);
        }
        return new Sequences(
                new int[0], ids, labels, reversed, table.header().labels().size());
    }

    int size() {
        return labels.length;
    }

    int row(int window) {
        return order.length == 0 ? window : order[window];
    }

    long idHigh(int window) {
        return ids[2 * row(window)];
    }

    long idLow(int window) {
        return ids[2 * row(window) + 1];
    }

    int label(int window) {
        return labels[row(window)] & 0xFF;
    }

    boolean reversed(int window) {
        return reversed[row(window)] != 0;
    }

    /** How many windows are of each class. */
    long[] ofClass(int[] windows) {
        long[] sizes = new long[classes];
        for (int window : windows) {
            sizes[label(window)]++;
        }
        return sizes;
    }
}
