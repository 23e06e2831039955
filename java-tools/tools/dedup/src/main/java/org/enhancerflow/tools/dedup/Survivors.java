package org.enhancerflow.tools.dedup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
    private final List<Cluster> clusters;

    Survivors(int[] rows, long[] ofClass, Deduplication.Counts counts, long droppedByBalance, List<Cluster> clusters) {
        this.rows = rows;
        this.ofClass = ofClass;
        this.counts = counts;
        this.droppedByBalance = droppedByBalance;
        this.clusters = clusters;
    }

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

    private static final String HEADER = "id\twindows\tkept\tplace\tclasses\n";

    /** Windows of one sequence: how many of each class, and the row of the first of them. */
    static final class Cluster {
        private final SequenceId id;
        private final int size;
        private final boolean kept;
        private final int firstRow;
        private final long[] ofClass;

        Cluster(SequenceId id, int size, boolean kept, int firstRow, long[] ofClass) {
            this.id = id;
            this.size = size;
            this.kept = kept;
            this.firstRow = firstRow;
            this.ofClass = ofClass;
        }

        SequenceId id() {
            return id;
        }

        int size() {
            return size;
        }

        boolean kept() {
            return kept;
        }

        int firstRow() {
            return firstRow;
        }

        long[] ofClass() {
            return ofClass;
        }
    }

    static Survivors of(
            WindowFiles files,
            WindowMerge merge,
            Deduplication.Strand strand,
            Deduplication.CrossClass crossClass,
            boolean balance,
            long seed) {
        // The order first: its columns are gone when the ids come.
        int[] order = merge.order(files);
        int classes = merge.header().labels().size();
        Sequences sequences =
                new Sequences(order, files.ids(), files.labels(merge.labels()), files.reversed(), classes);
        Deduplication deduplication = Deduplication.of(sequences, strand, crossClass);
        int[] distinct = deduplication.keptRows();
        int[] windows = balance ? Balance.of(sequences, distinct, seed) : distinct;
        long[] ofClass = new long[classes];
        for (int window : windows) {
            ofClass[sequences.label(window)]++;
        }
        List<Cluster> clusters = deduplication.largest().stream()
                .map(cluster -> cluster(cluster, deduplication, sequences, crossClass))
                .toList();
        int dropped = distinct.length - windows.length;
        for (int i = 0; i < windows.length; i++) {
            windows[i] = sequences.row(windows[i]);
        }
        return new Survivors(windows, ofClass, deduplication.counts(), dropped, clusters);
    }

    private static Cluster cluster(
            Deduplication.Cluster cluster,
            Deduplication deduplication,
            Sequences sequences,
            Deduplication.CrossClass crossClass) {
        long[] ofClass = new long[sequences.classes()];
        for (int window : deduplication.windows(cluster)) {
            ofClass[sequences.label(window)]++;
        }
        int first = cluster.first();
        return new Cluster(
                new SequenceId(sequences.idHigh(first), sequences.idLow(first)),
                cluster.size(),
                cluster.classes() == 1 || crossClass == Deduplication.CrossClass.KEEP,
                sequences.row(first),
                ofClass);
    }

    /** Writes the clusters as a table, the largest first: id, windows, kept (before balancing), first place, classes. */
    void writeClusters(Path file, WindowFiles files, WindowMerge merge) throws IOException {
        int[] contigs = files.contigs();
        long[] starts = files.starts();
        StringBuilder text = new StringBuilder(HEADER);
        for (Cluster cluster : clusters) {
            String classes = IntStream.range(0, cluster.ofClass().length)
                    .filter(label -> cluster.ofClass()[label] > 0)
                    .mapToObj(label -> merge.header().labels().get(label) + ":" + cluster.ofClass()[label])
                    .collect(Collectors.joining(","));
            String contig =
                    merge.header().contigs().get(contigs[cluster.firstRow()]).name();
            text.append(cluster.id().hex()).append('\t').append(cluster.size()).append('\t');
            text.append(cluster.kept() ? "yes" : "no")
                    .append('\t')
                    .append(contig)
                    .append(':');
            text.append(starts[cluster.firstRow()]).append('\t').append(classes).append('\n');
        }
        Files.writeString(file, text);
    }
}
