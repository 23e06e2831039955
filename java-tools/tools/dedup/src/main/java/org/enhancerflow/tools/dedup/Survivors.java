package org.enhancerflow.tools.dedup;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowFiles;

/**
 * The windows that stay. Once it is made the ids are forgotten: the corpus is then written a column at a time.
 */
final class Survivors {
    private final int[] rows;
    private final long[] ofClass;
    private final Deduplication.Counts counts;
    private final long droppedByBalance;
    private final List<Repeated> repeated;

    private Survivors(
            int[] rows, long[] ofClass, Deduplication.Counts counts, long droppedByBalance, List<Repeated> repeated) {
        this.rows = rows;
        this.ofClass = ofClass;
        this.counts = counts;
        this.droppedByBalance = droppedByBalance;
        this.repeated = repeated;
    }

    /** A sequence of several windows: all of a {@link Cluster} that is known before its first window's place is read. */
    private record Repeated(String id, long windows, boolean kept, int firstRow, List<Long> ofClass) {}

    /** Rows of the files, in the corpus's order. */
    int[] rows() {
        return rows;
    }

    /** How many of each class. */
    long[] ofClass() {
        return ofClass;
    }

    /** What each layer took. */
    Deduplication.Counts counts() {
        return counts;
    }

    /** What balancing took. */
    long droppedByBalance() {
        return droppedByBalance;
    }

    /**
     * Decides what stays.
     *
     * @param balance the seed, where classes are brought to one size
     */
    static Survivors of(
            WindowFiles files,
            WindowMerge merge,
            Deduplication.Strand strand,
            Deduplication.CrossClass crossClass,
            Optional<Long> balance) {
        // The order first: its columns are gone when the ids come.
        int[] order = merge.order(files);
        int classes = merge.header().labels().size();
        Sequences sequences =
                new Sequences(order, files.ids(), files.labels(merge.labels()), files.reversed(), classes);
        Deduplication deduplication = Deduplication.of(sequences, strand, crossClass);
        int[] distinct = deduplication.keptRows();
        int[] windows = balance.map(seed -> balanced(sequences, distinct, seed)).orElse(distinct);
        long[] ofClass = sequences.ofClass(windows);
        List<Repeated> repeated = deduplication.largest().stream()
                .map(chain -> repeated(chain, deduplication, sequences, crossClass))
                .toList();
        int dropped = distinct.length - windows.length;
        for (int i = 0; i < windows.length; i++) {
            windows[i] = sequences.row(windows[i]);
        }
        return new Survivors(windows, ofClass, deduplication.counts(), dropped, repeated);
    }

    /** Of windows in the corpus's order those that balancing leaves; they are moved to the array's front on the way. */
    static int[] balanced(Sequences sequences, int[] windows, long seed) {
        Balance balance = Balance.of(
                sequences.ofClass(windows),
                visitor -> {
                    for (int window : windows) {
                        visitor.visit(sequences.label(window), sequences.idHigh(window), sequences.idLow(window));
                    }
                },
                seed);
        int kept = 0;
        for (int window : windows) {
            if (balance.keeps(sequences.label(window), sequences.idHigh(window), sequences.idLow(window))) {
                windows[kept++] = window;
            }
        }
        return Arrays.copyOf(windows, kept);
    }

    private static Repeated repeated(
            Deduplication.Chain chain,
            Deduplication deduplication,
            Sequences sequences,
            Deduplication.CrossClass crossClass) {
        int first = chain.first();
        return new Repeated(
                new SequenceId(sequences.idHigh(first), sequences.idLow(first)).hex(),
                chain.size(),
                chain.classes() == 1 || crossClass == Deduplication.CrossClass.KEEP,
                sequences.row(first),
                Arrays.stream(sequences.ofClass(deduplication.windows(chain)))
                        .boxed()
                        .toList());
    }

    /** The sequences that most windows share; reads the columns that say where these lie. */
    List<Cluster> clusters(WindowFiles files, WindowMerge merge) {
        int[] contigs = files.contigs();
        long[] starts = files.starts();
        byte[] labels = files.labels(merge.labels());
        short[] samples = files.samples(merge.samples());
        int[] peaks = files.peaks();
        return Cluster.largest(repeated.stream().map(each -> {
            int row = each.firstRow();
            return new Cluster(
                    each.id(),
                    each.windows(),
                    each.kept(),
                    contigs[row],
                    starts[row],
                    labels[row] & 0xFF,
                    samples[row] & 0xFFFF,
                    peaks[row],
                    each.ofClass());
        }));
    }
}
