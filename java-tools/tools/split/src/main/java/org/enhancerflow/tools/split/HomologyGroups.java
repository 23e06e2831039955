package org.enhancerflow.tools.split;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.KmerSketch;
import org.enhancerflow.genome.RowOrder;
import org.enhancerflow.genome.WindowSequences;

/**
 * Puts windows that share k-mers on either strand together, on top of those that share a locus. Windows that have a
 * sampled k-mer in common are compared by their samples ({@link KmerSketch}); where enough of the smaller sample is in the
 * larger one their sets are joined. Windows are numbered in reference order here, so that the order of rows says nothing.
 */
final class HomologyGroups {
    private static final int SAMPLED = 32;
    /** Two shared k-mers at least: one may be chance or a short repeat. */
    private static final int LEAST_SHARED = 2;
    /** In a k-mer of more windows than this, a repeat, each is compared with a few neighbours only. */
    private static final int CROWD = 64;

    private static final int NEIGHBOURS = 4;
    /** The index of k-mers is made in so many parts, one in memory at a time. */
    private static final int PASSES = 8;
    /** How often too large a group is taken apart and joined again, halving what may differ. */
    private static final int CUTS = 3;

    private final int[] locus;
    private final DisjointSets sets;
    private final int[] offsets;
    private int[] sketches;

    private HomologyGroups(int[] locus) {
        this.locus = locus;
        this.sets = new DisjointSets(locus.length);
        this.offsets = new int[locus.length + 1];
        this.sketches = new int[Math.multiplyExact(Math.max(1, locus.length), SAMPLED + 2)];
    }

    /**
     * Groups a corpus.
     *
     * @param loci groups by locus
     * @param similarity least share of the smaller sample that two windows of a group have in common, 0 to 1
     * @param largest windows of the largest group that may be; larger ones are cut by asking for more similarity
     */
    static Groups of(WindowTable corpus, WindowSequences sequences, Groups loci, double similarity, long largest)
            throws IOException {
        int[] order = RowOrder.of(corpus);
        int[] locus = new int[order.length];
        for (int window = 0; window < order.length; window++) {
            locus[window] = loci.of(order[window]);
        }
        HomologyGroups work = new HomologyGroups(locus);
        work.sketch(corpus, sequences, order);
        BitSet all = new BitSet();
        all.set(0, order.length);
        work.joinLoci(all);
        work.joinSimilar(all, similarity);
        long cuts = work.cut(similarity, largest);
        int[] groups = new int[order.length];
        for (int window = 0; window < order.length; window++) {
            groups[order[window]] = work.sets.find(window);
        }
        return Groups.renumbered(groups, loci.cuts() + cuts);
    }

    private void sketch(WindowTable corpus, WindowSequences sequences, int[] order) throws IOException {
        int length = corpus.header().windowSize() > 0 ? corpus.header().windowSize() : medianLength(corpus);
        KmerSketch sketch = new KmerSketch(SAMPLED, length);
        int[] window = {0};
        sequences.forEach(order, (row, buffer, offset, bases) -> {
            sketch.take(buffer, offset, bases);
            int from = offsets[window[0]];
            int to = Math.addExact(from, sketch.size());
            if (to > sketches.length) {
                sketches = Arrays.copyOf(sketches, Math.addExact(to, to >> 2));
            }
            System.arraycopy(sketch.values(), 0, sketches, from, sketch.size());
            offsets[++window[0]] = to;
        });
    }

    /** Sequences without coordinates have lengths of their own. */
    static int medianLength(WindowTable corpus) {
        int[] lengths = new int[corpus.size()];
        Arrays.setAll(lengths, corpus::length);
        Arrays.sort(lengths);
        return lengths.length == 0 ? 1 : lengths[lengths.length / 2];
    }

    /** Windows of a locus follow each other. */
    private void joinLoci(BitSet windows) {
        for (int window = windows.nextSetBit(1); window >= 0; window = windows.nextSetBit(window + 1)) {
            if (locus[window] == locus[window - 1] && windows.get(window - 1)) {
                sets.join(window - 1, window);
            }
        }
    }

    private void joinSimilar(BitSet windows, double similarity) {
        for (int pass = 0; pass < PASSES; pass++) {
            long[] index = index(windows, pass);
            int from = 0;
            for (int i = 1; i <= index.length; i++) {
                if (i == index.length || index[i] >>> Integer.SIZE != index[from] >>> Integer.SIZE) {
                    joinSharing(index, from, i, similarity);
                    from = i;
                }
            }
        }
    }

    /** K-mers of one pass with their windows, sorted. */
    private long[] index(BitSet windows, int pass) {
        long[] index = new long[sketches.length / PASSES + 16];
        int size = 0;
        for (int window = windows.nextSetBit(0); window >= 0; window = windows.nextSetBit(window + 1)) {
            for (int i = offsets[window]; i < offsets[window + 1]; i++) {
                if ((sketches[i] & (PASSES - 1)) == pass) {
                    if (size == index.length) {
                        index = Arrays.copyOf(index, size + (size >> 1));
                    }
                    index[size++] = (long) sketches[i] << Integer.SIZE | window;
                }
            }
        }
        long[] sorted = Arrays.copyOf(index, size);
        Arrays.sort(sorted);
        return sorted;
    }

    private void joinSharing(long[] index, int from, int to, double similarity) {
        int reach = to - from > CROWD ? NEIGHBOURS : CROWD;
        for (int i = from + 1; i < to; i++) {
            for (int j = i - 1; j >= Math.max(from, i - reach); j--) {
                int a = (int) index[i];
                int b = (int) index[j];
                if (sets.find(a) != sets.find(b) && similar(a, b, similarity)) {
                    sets.join(a, b);
                }
            }
        }
    }

    private boolean similar(int a, int b, double similarity) {
        int smaller = Math.min(offsets[a + 1] - offsets[a], offsets[b + 1] - offsets[b]);
        int shared = 0;
        int i = offsets[a];
        int j = offsets[b];
        while (i < offsets[a + 1] && j < offsets[b + 1]) {
            int difference = Integer.compare(sketches[i], sketches[j]);
            shared += difference == 0 ? 1 : 0;
            i += difference <= 0 ? 1 : 0;
            j += difference >= 0 ? 1 : 0;
        }
        return shared >= LEAST_SHARED && shared >= similarity * smaller;
    }

    /** Takes groups that are too large apart and joins them again more strictly, at last by locus alone; returns how many. */
    private long cut(double similarity, long largest) {
        long cuts = 0;
        double stricter = similarity;
        for (int round = 0; round <= CUTS; round++) {
            BitSet windows = new BitSet();
            for (int window = 0; window < locus.length; window++) {
                if (sets.size(window) > largest) {
                    windows.set(window);
                    cuts += sets.find(window) == window && round == 0 ? 1 : 0;
                }
            }
            if (windows.isEmpty()) {
                break;
            }
            windows.stream().forEach(sets::alone);
            joinLoci(windows);
            stricter = (1 + stricter) / 2;
            if (round < CUTS) {
                joinSimilar(windows, stricter);
            }
        }
        return cuts;
    }
}
