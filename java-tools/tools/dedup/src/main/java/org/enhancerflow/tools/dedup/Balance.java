package org.enhancerflow.tools.dedup;

import java.util.Arrays;
import org.enhancerflow.genome.SeededKey;
import org.enhancerflow.genome.Smallest;

/** Brings all classes to the size of the smallest one, choosing by seed and sequence, whatever the order of the rows. */
final class Balance {
    private Balance() {}

    /**
     * Windows of a balanced corpus.
     *
     * @param rows rows to choose from, ascending
     * @return those chosen, ascending
     */
    static int[] of(Sequences sequences, int[] rows, long seed) {
        int[] sizes = new int[sequences.classes()];
        for (int row : rows) {
            sizes[sequences.label(row)]++;
        }
        int smallest = Arrays.stream(sizes).filter(size -> size > 0).min().orElse(0);
        int[] chosen = new int[rows.length];
        int count = 0;
        for (int label = 0; label < sizes.length; label++) {
            if (sizes[label] > 0) {
                count = choose(sequences, rows, label, sizes[label], smallest, seed, chosen, count);
            }
        }
        Arrays.sort(chosen, 0, count);
        return Arrays.copyOf(chosen, count);
    }

    private static int choose(
            Sequences sequences, int[] rows, int label, int size, int wanted, long seed, int[] chosen, int count) {
        long[] keys = new long[size];
        int at = 0;
        for (int row : rows) {
            if (sequences.label(row) == label) {
                keys[at++] = key(sequences, row, seed);
            }
        }
        long limit = Smallest.at(keys, wanted - 1);
        int below = 0;
        for (long key : keys) {
            below += key < limit ? 1 : 0;
        }
        // Equal keys mean equal sequences (--strand forward): the first rows of them fill what is left.
        int atLimit = wanted - below;
        int next = count;
        for (int row : rows) {
            if (sequences.label(row) == label) {
                long key = key(sequences, row, seed);
                if (key < limit || (key == limit && atLimit-- > 0)) {
                    chosen[next++] = row;
                }
            }
        }
        return next;
    }

    private static long key(Sequences sequences, int row, long seed) {
        return SeededKey.of(seed, sequences.idHigh(row), sequences.idLow(row));
    }
}
