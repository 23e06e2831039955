package org.enhancerflow.tools.dedup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.WindowHeader;

/**
 * Windows of one sequence. Numbers of contig, label and sample are those of the corpus.
 *
 * @param id the sequence's identity, 32 hex digits
 * @param windows how many there are
 * @param kept whether one of them stays, before balancing
 * @param contig of the first of them
 * @param start of the first
 * @param label of the first
 * @param sample of the first
 * @param peak of the first
 * @param ofClass how many of each class
 */
record Cluster(
        String id,
        long windows,
        boolean kept,
        int contig,
        long start,
        int label,
        int sample,
        int peak,
        List<Long> ofClass) {
    /** How many are listed. */
    static final int MOST = 20;

    private static final String HEADER = "id\twindows\tkept\tplace\tclasses\n";
    private static final Comparator<Cluster> LARGEST_FIRST = Comparator.comparingLong(Cluster::windows)
            .reversed()
            .thenComparing(Cluster::contig)
            .thenComparing(Cluster::start)
            .thenComparing(Cluster::label)
            .thenComparing(Cluster::sample)
            .thenComparing(Cluster::peak);

    /** What a part of a corpus says of itself: its largest clusters. */
    record Largest(List<Cluster> clusters) {
        Largest {
            clusters = List.copyOf(clusters);
        }
    }

    Cluster {
        ofClass = List.copyOf(ofClass);
    }

    /** The largest, and of equal ones those that come first in the corpus's order. */
    static List<Cluster> largest(Stream<Cluster> clusters) {
        return clusters.sorted(LARGEST_FIRST).limit(MOST).toList();
    }

    /** Writes a table, a line each: id, windows, kept, place of the first window, classes. */
    static void write(Path file, List<Cluster> clusters, WindowHeader header) throws IOException {
        Files.writeString(
                file,
                clusters.stream().map(cluster -> cluster.line(header)).collect(Collectors.joining("", HEADER, "")));
    }

    private String line(WindowHeader header) {
        String place = header.contigs().get(contig).name() + ":" + start;
        String classes = IntStream.range(0, ofClass.size())
                .filter(each -> ofClass.get(each) > 0)
                .mapToObj(each -> header.labels().get(each) + ":" + ofClass.get(each))
                .collect(Collectors.joining(","));
        return String.join("\t", id, Long.toString(windows), kept ? "yes" : "no", place, classes) + "\n";
    }
}
