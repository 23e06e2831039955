package org.enhancerflow.tools.split;

import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.SeededKey;
import org.enhancerflow.genome.Smallest;

/**
 * The paper's split: at random within each class, to exact shares. A row's place depends on its class, the seed and its
 * sequence alone; equal sequences of a class stay together. Windows of one locus do not: see {@link GroupedSplit}.
 */
final class StratifiedSplit {
    private StratifiedSplit() {}

    /** One {@link Split#code()} per row. */
    static byte[] of(WindowTable corpus, Fractions fractions, long seed) {
        int labels = corpus.header().labels().size();
        int[] sizes = new int[labels];
        for (int row = 0; row < corpus.size(); row++) {
            sizes[corpus.label(row)]++;
        }
        long[] validationFrom = new long[labels];
        long[] testFrom = new long[labels];
        for (int label = 0; label < labels; label++) {
            long[] keys = keys(corpus, label, sizes[label], seed);
            validationFrom[label] = at(keys, Math.round(fractions.train() * keys.length));
            testFrom[label] = at(keys, Math.round((fractions.train() + fractions.validation()) * keys.length));
        }
        byte[] codes = new byte[corpus.size()];
        for (int row = 0; row < codes.length; row++) {
            int label = corpus.label(row);
            long key = key(corpus, row, seed);
            Split split =
                    key < validationFrom[label] ? Split.TRAIN : key < testFrom[label] ? Split.VALIDATION : Split.TEST;
            codes[row] = split.code();
        }
        return codes;
    }

    private static long[] keys(WindowTable corpus, int label, int size, long seed) {
        long[] keys = new long[size];
        int at = 0;
        for (int row = 0; row < corpus.size(); row++) {
            if (corpus.label(row) == label) {
                keys[at++] = key(corpus, row, seed);
            }
        }
        return keys;
    }

    private static long at(long[] keys, long index) {
        return index < keys.length ? Smallest.at(keys, (int) index) : Long.MAX_VALUE;
    }

    private static long key(WindowTable corpus, int row, long seed) {
        return SeededKey.of(seed, corpus.idHigh(row), corpus.idLow(row));
    }
}
