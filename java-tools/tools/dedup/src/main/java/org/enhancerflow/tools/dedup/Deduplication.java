package org.enhancerflow.tools.dedup;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Removes repeated sequences in the three layers of King, Atlasi, Rafiee (arXiv 2509.25274): repeats within a class,
 * reverse complements within a class, and sequences found in more than one class, which leave all of them. The survivor is
 * the first row, so that the table must stand in the order (contig, start, label, sample, peak).
 *
 * <p>Rows of one sequence are chained through primitive arrays found by open addressing: some 13 bytes a window beside the {@link Sequences}.
 */
final class Deduplication {
    private static final int NONE = -1;
    private static final Comparator<Chain> SMALLEST_FIRST = Comparator.comparingInt(Chain::size)
            .thenComparing(Comparator.comparingInt(Chain::first).reversed());

    private final Sequences sequences;
    private final Strand strand;
    private final CrossClass crossClass;
    private final int[] next;
    private final boolean[] kept;
    private final PriorityQueue<Chain> largest = new PriorityQueue<>(SMALLEST_FIRST);
    private long repeats;
    private long reverseComplements;
    private long distinct;
    private long inSeveralClasses;
    private long crossClassRows;

    private Deduplication(Sequences sequences, Strand strand, CrossClass crossClass) {
        this.sequences = sequences;
        this.strand = strand;
        this.crossClass = crossClass;
        this.next = new int[sequences.size()];
        this.kept = new boolean[sequences.size()];
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

    /**
     * Windows of one sequence.
     *
     * @param first the first of them
     * @param size how many there are
     * @param classes in how many classes
     */
    record Chain(int first, int size, int classes) {}

    static Deduplication of(Sequences sequences, Strand strand, CrossClass crossClass) {
        Deduplication work = new Deduplication(sequences, strand, crossClass);
        work.decide(work.chain());
        return work;
    }

    Counts counts() {
        return new Counts(repeats, reverseComplements, distinct, inSeveralClasses, crossClassRows);
    }

    /**
     * Links the windows of each sequence in ascending order, the last one back to the first; returns which come first of
     * theirs. The table of sequences is gone when this returns.
     */
    private BitSet chain() {
        int size = sequences.size();
        BitSet heads = new BitSet(size);
        int capacity = Math.min(1 << 30, Math.max(8, Integer.highestOneBit(size + size / 2)) << 1);
        int[] lasts = new int[capacity];
        Arrays.fill(lasts, NONE);
        for (int window = 0; window < size; window++) {
            int slot = (int) sequences.idLow(window) & (capacity - 1);
            while (lasts[slot] != NONE && !sameSequence(lasts[slot], window)) {
                slot = (slot + 1) & (capacity - 1);
            }
            int last = lasts[slot];
            if (last == NONE) {
                heads.set(window);
                next[window] = window;
            } else {
                next[window] = next[last];
                next[last] = window;
            }
            lasts[slot] = window;
        }
        return heads;
    }

    private boolean sameSequence(int a, int b) {
        return sequences.idLow(a) == sequences.idLow(b)
                && sequences.idHigh(a) == sequences.idHigh(b)
                && (strand == Strand.BOTH || sequences.reversed(a) == sequences.reversed(b));
    }

    private void decide(BitSet heads) {
        int labels = sequences.classes();
        // The chain that a class, and a class's strand, were last met in: no clearing between chains.
        int[] classMet = new int[labels];
        int[] strandMet = new int[2 * labels];
        Arrays.fill(classMet, NONE);
        Arrays.fill(strandMet, NONE);
        for (int head = heads.nextSetBit(0); head >= 0; head = heads.nextSetBit(head + 1)) {
            distinct++;
            decide(head, classMet, strandMet);
        }
    }

    private void decide(int head, int[] classMet, int[] strandMet) {
        int classes = 0;
        int windows = 0;
        int row = head;
        do {
            int label = sequences.label(row);
            int strandIndex = 2 * label + (sequences.reversed(row) ? 1 : 0);
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
            windows++;
            row = next[row];
        } while (row != head);
        if (classes > 1) {
            inSeveralClasses++;
            if (crossClass == CrossClass.DROP) {
                crossClassRows += classes;
                do {
                    kept[row] = false;
                    row = next[row];
                } while (row != head);
            }
        }
        if (windows > 1) {
            note(new Chain(head, windows, classes));
        }
    }

    /** Keeps the largest, and of equal ones the first. */
    private void note(Chain chain) {
        largest.add(chain);
        if (largest.size() > Cluster.MOST) {
            largest.remove();
        }
    }

    /** The largest sets of windows of one sequence, the largest first. */
    List<Chain> largest() {
        return largest.stream().sorted(SMALLEST_FIRST.reversed()).toList();
    }

    /** Windows of a sequence, ascending. */
    int[] windows(Chain chain) {
        int[] windows = new int[chain.size()];
        int window = chain.first();
        for (int i = 0; i < windows.length; i++) {
            windows[i] = window;
            window = next[window];
        }
        return windows;
    }

    /** Windows kept, ascending. */
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
