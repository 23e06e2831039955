package org.enhancerflow.tools.dedup;

import java.util.Arrays;
import org.enhancerflow.artifacts.WindowTable;

/**
 * Removes repeated sequences in the three layers of King, Atlasi, Rafiee (arXiv 2509.25274): repeats within a class,
 * reverse complements within a class, and sequences found in more than one class, which leave all of them. The survivor is
 * the first row, so that the table must stand in the order (contig, start, label, sample, peak).
 *
 * <p>Rows of one sequence are chained through primitive arrays found by open addressing: some 16 bytes a row.
 */
final class Deduplication {
    private static final int NONE = -1;

    private final WindowTable table;
    private final Strand strand;
    private final CrossClass crossClass;
    private final int[] next;
    private final int[] last;
    private final boolean[] kept;
    private long repeats;
    private long reverseComplements;
    private long distinct;
    private long inSeveralClasses;
    private long crossClassRows;

    private Deduplication(WindowTable table, Strand strand, CrossClass crossClass) {
        this.table = table;
        this.strand = strand;
        this.crossClass = crossClass;
        this.next = new int[table.size()];
        this.last = new int[table.size()];
        this.kept = new boolean[table.size()];
    }

    /** Whether a sequence equals its reverse complement. */
    enum Strand {
        BOTH,
        FORWARD
    }

    /** What to do with a sequence found in several classes. */
    enum CrossClass {
        DROP,
        KEEP
    }

    /**
     * What each layer took.
     *
     * @param repeats layer 1: rows that repeat an earlier row of their class on the same strand
     * @param reverseComplements layer 2: rows whose reverse complement stands earlier in their class
     * @param distinct different sequences in the whole table
     * @param inSeveralClasses those of them found in more than one class
     * @param crossClassRows layer 3: rows left after layers 1 and 2 that were dropped for being in several classes
     */
    record Counts(long repeats, long reverseComplements, long distinct, long inSeveralClasses, long crossClassRows) {}

    static Deduplication of(WindowTable table, Strand strand, CrossClass crossClass) {
        Deduplication work = new Deduplication(table, strand, crossClass);
        work.decide(work.chain());
        return work;
    }

    Counts counts() {
        return new Counts(repeats, reverseComplements, distinct, inSeveralClasses, crossClassRows);
    }

    /** Links the rows of each sequence in ascending order; returns which rows come first of theirs. */
    private boolean[] chain() {
        int size = table.size();
        boolean[] heads = new boolean[size];
        int capacity = Math.max(16, Integer.highestOneBit(Math.max(1, size)) * (size > 1 << 29 ? 2 : 4));
        int[] slots = new int[capacity];
        Arrays.fill(slots, NONE);
        Arrays.fill(next, NONE);
        for (int row = 0; row < size; row++) {
            int slot = (int) table.idLow(row) & (capacity - 1);
            while (slots[slot] != NONE && !sameSequence(slots[slot], row)) {
                slot = (slot + 1) & (capacity - 1);
            }
            int head = slots[slot];
            if (head == NONE) {
                slots[slot] = row;
                heads[row] = true;
                last[row] = row;
            } else {
                next[last[head]] = row;
                last[head] = row;
            }
        }
        return heads;
    }

    private boolean sameSequence(int a, int b) {
        return table.idLow(a) == table.idLow(b)
                && table.idHigh(a) == table.idHigh(b)
                && (strand == Strand.BOTH || table.reversed(a) == table.reversed(b));
    }

    private void decide(boolean[] heads) {
        int labels = table.header().labels().size();
        // The chain that a class, and a class's strand, were last met in: no clearing between chains.
        int[] classMet = new int[labels];
        int[] strandMet = new int[2 * labels];
        Arrays.fill(classMet, NONE);
        Arrays.fill(strandMet, NONE);
        for (int head = 0; head < heads.length; head++) {
            if (heads[head]) {
                distinct++;
                decide(head, classMet, strandMet);
            }
        }
    }

    private void decide(int head, int[] classMet, int[] strandMet) {
        int classes = 0;
        for (int row = head; row != NONE; row = next[row]) {
            int label = table.label(row);
            int strandIndex = 2 * label + (table.reversed(row) ? 1 : 0);
            if (strandMet[strandIndex] == head) {
                repeats++;
            } else if (classMet[label] == head) {
                reverseComplements++;
            } else {
                kept[row] = true;
                classes++;
            }
            classMet[label] = head;
            strandMet[strandIndex] = head;
        }
        if (classes > 1) {
            inSeveralClasses++;
            if (crossClass == CrossClass.DROP) {
                crossClassRows += classes;
                for (int row = head; row != NONE; row = next[row]) {
                    kept[row] = false;
                }
            }
        }
    }

    /** Rows kept, ascending. */
    int[] keptRows() {
        int[] rows = new int[kept.length];
        int count = 0;
        for (int row = 0; row < kept.length; row++) {
            if (kept[row]) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }
}
