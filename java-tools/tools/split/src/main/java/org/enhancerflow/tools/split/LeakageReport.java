package org.enhancerflow.tools.split;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.KmerSketch;
import org.enhancerflow.genome.RowOrder;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.RankMetrics;

/** Measures what a split's test part has in common with training, and what tells its classes apart beside the motifs. */
final class LeakageReport {
    /** A ROC-AUC of GC content alone further from one half than this is worth a warning. */
    private static final double TELLING = 0.1;
    /** Similarity from which a test window counts as known from training. */
    private static final double SIMILAR = 0.5;
    /** Share of a sample's windows in test, beside the whole corpus's, that is worth a warning. */
    private static final double UNEVEN = 0.2;

    private final WindowTable corpus;
    private final WindowSequences sequences;

    private LeakageReport(WindowTable corpus, WindowSequences sequences) {
        this.corpus = corpus;
        this.sequences = sequences;
    }

    static Leakage of(WindowTable corpus, WindowSequences sequences, String strategy, long seed) throws IOException {
        return new LeakageReport(corpus, sequences).measure(strategy, seed);
    }

    private Leakage measure(String strategy, long seed) throws IOException {
        double[] gc = new double[corpus.size()];
        sequences.forEach((row, buffer, offset, length) -> gc[row] = gcShare(buffer, offset, length));
        NearestNeighbours neighbours = new NearestNeighbours(corpus, sequences);
        int[] compared = neighbours.sample(seed);
        List<Leakage.Bin> similarity = neighbours.bins(compared);
        long overlapping = overlapping(corpus);
        int test = corpus.rowsOf(Split.TEST).length;
        List<Leakage.Sample> samples = samples();
        List<Leakage.GcRocAuc> aucs = gcRocAuc(gc);
        return new Leakage(
                strategy,
                corpus.rowsOf(Split.TRAIN).length,
                test,
                overlapping,
                KmerSketch.K,
                compared.length,
                similarity,
                parts(gc),
                samples,
                aucs,
                warnings(overlapping, test, similarity, compared.length, samples, aucs));
    }

    /** Test windows that share a base with a training window: one sweep each way over windows in reference order. */
    static long overlapping(WindowTable corpus) {
        int[] order = RowOrder.of(corpus);
        boolean[] overlaps = new boolean[corpus.size()];
        int contig = -1;
        long trainReach = 0;
        for (int row : order) {
            if (corpus.contig(row) != contig) {
                contig = corpus.contig(row);
                trainReach = Long.MIN_VALUE;
            }
            overlaps[row] = corpus.start(row) < trainReach;
            if (corpus.split(row) == Split.TRAIN) {
                trainReach = Math.max(trainReach, corpus.end(row));
            }
        }
        // Backwards: the first training window that begins later, or at the same place, decides.
        contig = -1;
        long trainStart = 0;
        long count = 0;
        for (int i = order.length - 1; i >= 0; i--) {
            int row = order[i];
            if (corpus.contig(row) != contig) {
                contig = corpus.contig(row);
                trainStart = Long.MAX_VALUE;
            }
            if (corpus.split(row) == Split.TEST) {
                count += overlaps[row] || trainStart < corpus.end(row) ? 1 : 0;
            } else if (corpus.split(row) == Split.TRAIN) {
                trainStart = corpus.start(row);
            }
        }
        return count;
    }

    /** Share of G and C among A, C, G and T; one half where a window has none. */
    private static double gcShare(byte[] bases, int offset, int length) {
        int[] counts = new int[128];
        for (int i = offset; i < offset + length; i++) {
            counts[bases[i] & 0x7f]++;
        }
        int strong = counts['G'] + counts['C'];
        int known = strong + counts['A'] + counts['T'];
        return known == 0 ? 0.5 : (double) strong / known;
    }

    private List<Leakage.Part> parts(double[] gc) {
        int labels = corpus.header().labels().size();
        int cells = Split.values().length * labels;
        long[] windows = new long[cells];
        double[] sum = new double[cells];
        double[] squares = new double[cells];
        for (int row = 0; row < corpus.size(); row++) {
            int cell = corpus.split(row).code() * labels + corpus.label(row);
            windows[cell]++;
            sum[cell] += gc[row];
            squares[cell] += gc[row] * gc[row];
        }
        List<Leakage.Part> parts = new ArrayList<>();
        for (int cell = 0; cell < cells; cell++) {
            double mean = windows[cell] == 0 ? 0 : sum[cell] / windows[cell];
            double variance = windows[cell] == 0 ? 0 : Math.max(0, squares[cell] / windows[cell] - mean * mean);
            parts.add(new Leakage.Part(
                    Split.values()[cell / labels].label(),
                    corpus.header().labels().get(cell % labels),
                    windows[cell],
                    mean,
                    Math.sqrt(variance)));
        }
        return parts;
    }

    private List<Leakage.Sample> samples() {
        List<String> names = corpus.header().samples();
        long[][] counts = new long[names.size()][Split.values().length];
        for (int row = 0; row < corpus.size(); row++) {
            counts[corpus.sample(row)][corpus.split(row).code()]++;
        }
        List<Leakage.Sample> samples = new ArrayList<>();
        for (int sample = 0; sample < names.size(); sample++) {
            samples.add(new Leakage.Sample(names.get(sample), counts[sample][0], counts[sample][1], counts[sample][2]));
        }
        return samples;
    }

    private List<Leakage.GcRocAuc> gcRocAuc(double[] gc) {
        int[] test = corpus.rowsOf(Split.TEST);
        List<Leakage.GcRocAuc> aucs = new ArrayList<>();
        for (int label = 0; label < corpus.header().labels().size(); label++) {
            double[] scores = new double[test.length];
            boolean[] positive = new boolean[test.length];
            for (int i = 0; i < test.length; i++) {
                scores[i] = gc[test[i]];
                positive[i] = corpus.label(test[i]) == label;
            }
            String name = corpus.header().labels().get(label);
            RankMetrics.rocAuc(BinaryScores.of(positive, scores))
                    .ifPresent(auc -> aucs.add(new Leakage.GcRocAuc(name, auc)));
        }
        return aucs;
    }

    private static List<String> warnings(
            long overlapping,
            long test,
            List<Leakage.Bin> similarity,
            long compared,
            List<Leakage.Sample> samples,
            List<Leakage.GcRocAuc> aucs) {
        List<String> warnings = new ArrayList<>();
        if (overlapping > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d of %d test windows (%.1f %%) overlap a training window: test scores count memory as skill",
                    overlapping,
                    test,
                    100.0 * overlapping / test));
        }
        long similar = similarity.stream()
                .filter(bin -> bin.low() >= SIMILAR)
                .mapToLong(Leakage.Bin::windows)
                .sum();
        if (similar > 0) {
            warnings.add(String.format(
                    Locale.ROOT,
                    "%d of %d test windows compared (%.1f %%) share at least half of their k-mers with one training window",
                    similar,
                    compared,
                    100.0 * similar / compared));
        }
        for (Leakage.GcRocAuc auc : aucs) {
            // Of two classes one has what the other lacks: one warning.
            boolean low = aucs.size() > 2 && auc.rocAuc() < 0.5 - TELLING;
            if (low || auc.rocAuc() > 0.5 + TELLING) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "GC content alone tells class %s with a ROC-AUC of %.3f on the test part",
                        auc.label(),
                        auc.rocAuc()));
            }
        }
        long all = samples.stream()
                .mapToLong(sample -> sample.train() + sample.validation() + sample.test())
                .sum();
        for (Leakage.Sample sample : samples) {
            long own = sample.train() + sample.validation() + sample.test();
            double difference = own == 0 ? 0 : (double) sample.test() / own - (double) test / all;
            if (Math.abs(difference) > UNEVEN) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "%.0f %% of sample %s is in test, of the corpus %.0f %%",
                        100.0 * sample.test() / own,
                        sample.sample(),
                        100.0 * test / all));
            }
        }
        return warnings;
    }
}
