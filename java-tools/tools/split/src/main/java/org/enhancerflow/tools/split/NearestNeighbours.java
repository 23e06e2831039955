package org.enhancerflow.tools.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.KmerSketch;
import org.enhancerflow.genome.SeededKey;
import org.enhancerflow.genome.Smallest;
import org.enhancerflow.genome.WindowSequences;

/**
 * How similar test windows are to the training window that is most like them: the share of the test window's sampled
 * k-mers found in that one window. Only k-mers of the test windows compared are kept of training.
 */
final class NearestNeighbours {
    /** Test windows that are compared; more tell no more. */
    static final int MOST_COMPARED = 20_000;

    private static final int SAMPLED = 64;
    private static final int BINS = 10;
    /** A k-mer found in more training windows than this is a repeat, and says little about any of them. */
    private static final int CROWD = 1_000;

    private final WindowTable corpus;
    private final WindowSequences sequences;
    private final int length;

    NearestNeighbours(WindowTable corpus, WindowSequences sequences) {
        this.corpus = corpus;
        this.sequences = sequences;
        this.length =
                corpus.header().windowSize() > 0 ? corpus.header().windowSize() : HomologyGroups.medianLength(corpus);
    }

    /** The test windows to compare, by seed and sequence. */
    int[] sample(long seed) {
        int[] test = corpus.rowsOf(Split.TEST);
        if (test.length <= MOST_COMPARED) {
            return test;
        }
        long[] keys = new long[test.length];
        Arrays.setAll(keys, i -> SeededKey.of(seed, corpus.idHigh(test[i]), corpus.idLow(test[i])));
        long limit = Smallest.at(keys, MOST_COMPARED);
        int[] rows = new int[test.length];
        int count = 0;
        for (int i = 0; i < test.length; i++) {
            if (keys[i] < limit) {
                rows[count++] = test[i];
            }
        }
        return Arrays.copyOf(rows, count);
    }

    /** Bins of the similarities of {@code rows}, those without any known k-mer in the first. */
    List<Leakage.Bin> bins(int[] rows) throws IOException {
        long[] counts = new long[BINS];
        int[][] wanted = sketches(rows);
        long[] found = trainingPairs(wanted);
        for (int[] sketch : wanted) {
            double similarity = sketch.length == 0 ? 0 : (double) mostShared(sketch, found) / sketch.length;
            counts[(int) Math.min(BINS - 1, similarity * BINS)]++;
        }
        List<Leakage.Bin> bins = new ArrayList<>();
        for (int bin = 0; bin < BINS; bin++) {
            bins.add(new Leakage.Bin((double) bin / BINS, (bin + 1.0) / BINS, counts[bin]));
        }
        return bins;
    }

    private int[][] sketches(int[] rows) throws IOException {
        KmerSketch sketch = new KmerSketch(SAMPLED, length);
        int[][] sketches = new int[rows.length][];
        int[] at = {0};
        sequences.forEach(rows, (row, buffer, offset, bases) -> {
            sketch.take(buffer, offset, bases);
            sketches[at[0]++] = Arrays.copyOf(sketch.values(), sketch.size());
        });
        return sketches;
    }

    /** Every wanted k-mer with each training window that holds it, sorted: k-mer above, row below. */
    private long[] trainingPairs(int[][] wanted) throws IOException {
        int[] kmers = Arrays.stream(wanted)
                .flatMapToInt(Arrays::stream)
                .sorted()
                .distinct()
                .toArray();
        KmerSketch sketch = new KmerSketch(SAMPLED, length);
        long[][] pairs = {new long[1024]};
        int[] size = {0};
        sequences.forEach(corpus.rowsOf(Split.TRAIN), (row, buffer, offset, bases) -> {
            sketch.take(buffer, offset, bases);
            for (int i = 0; i < sketch.size(); i++) {
                if (Arrays.binarySearch(kmers, sketch.values()[i]) >= 0) {
                    if (size[0] == pairs[0].length) {
                        pairs[0] = Arrays.copyOf(pairs[0], size[0] + (size[0] >> 1));
                    }
                    pairs[0][size[0]++] = (long) sketch.values()[i] << Integer.SIZE | row;
                }
            }
        });
        long[] sorted = Arrays.copyOf(pairs[0], size[0]);
        Arrays.sort(sorted);
        return sorted;
    }

    private static int mostShared(int[] sketch, long[] pairs) {
        int[] rows = new int[64];
        int size = 0;
        for (int kmer : sketch) {
            int from = Arrays.binarySearch(pairs, (long) kmer << Integer.SIZE);
            from = from < 0 ? -from - 1 : from;
            int to = from;
            while (to < pairs.length && (int) (pairs[to] >> Integer.SIZE) == kmer) {
                to++;
            }
            if (to - from <= CROWD) {
                if (size + to - from > rows.length) {
                    rows = Arrays.copyOf(rows, 2 * (size + to - from));
                }
                for (int i = from; i < to; i++) {
                    rows[size++] = (int) pairs[i];
                }
            }
        }
        Arrays.sort(rows, 0, size);
        int most = 0;
        int run = 0;
        for (int i = 0; i < size; i++) {
            run = i > 0 && rows[i] == rows[i - 1] ? run + 1 : 1;
            most = Math.max(most, run);
        }
        return most;
    }
}
