package org.enhancerflow.tools.dedup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.WindowFiles;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.genome.RowOrder;

/**
 * Joins batches of windows into one table in the order (contig, start, label, sample, peak), whatever the batches were.
 * Keeps, for each file, the joined table's numbers of its labels and samples.
 */
final class WindowMerge {
    private final WindowHeader header;
    private final int[][] labels;
    private final int[][] samples;

    WindowMerge(WindowHeader header, int[][] labels, int[][] samples) {
        this.header = header;
        this.labels = labels;
        this.samples = samples;
    }

    /** Header of the joined table. */
    WindowHeader header() {
        return header;
    }

    /** For each file, the joined table's number of each of its labels. */
    int[][] labels() {
        return labels;
    }

    /** The same for its samples. */
    int[][] samples() {
        return samples;
    }

    /**
     * Joins tables cut from one reference.
     *
     * @param paths the tables' files, for messages
     * @throws BadInputException if they differ in reference or window size, or share a sample
     */
    static WindowMerge of(List<Path> paths, WindowFiles files) {
        WindowHeader header = header(paths, files.headers());
        return new WindowMerge(
                header,
                files.headers().stream()
                        .map(each -> indices(each.labels(), header.labels()))
                        .toArray(int[][]::new),
                files.headers().stream()
                        .map(each -> indices(each.samples(), header.samples()))
                        .toArray(int[][]::new));
    }

    /** Rows of the files in the joined table's order; empty where they stand in it already. */
    int[] order(WindowFiles files) {
        int[] contigs = files.contigs();
        long[] starts = files.starts();
        byte[] label = files.labels(labels);
        short[] sample = files.samples(samples);
        int[] peaks = files.peaks();
        RowOrder.Ties ties = (a, b) -> {
            int byLabel = Integer.compare(label[a] & 0xFF, label[b] & 0xFF);
            int bySample = byLabel != 0 ? byLabel : Integer.compare(sample[a] & 0xFFFF, sample[b] & 0xFFFF);
            return bySample != 0 ? bySample : Integer.compare(peaks[a], peaks[b]);
        };
        long padding = 0;
        boolean sorted = true;
        for (int row = 0; row < starts.length; row++) {
            padding = Math.max(padding, -starts[row]);
            if (sorted && row > 0) {
                int byContig = Integer.compare(contigs[row - 1], contigs[row]);
                int byStart = byContig != 0 ? byContig : Long.compare(starts[row - 1], starts[row]);
                sorted = byStart < 0 || (byStart == 0 && ties.compare(row - 1, row) <= 0);
            }
        }
        return sorted
                ? new int[0]
                : new RowOrder(header.contigs(), padding)
                        .sort(starts.length, row -> contigs[row], row -> starts[row], ties);
    }

    private static WindowHeader header(List<Path> files, List<WindowHeader> headers) {
        WindowHeader first = headers.get(0);
        Map<String, Path> samples = new HashMap<>();
        for (int i = 0; i < headers.size(); i++) {
            WindowHeader header = headers.get(i);
            if (!header.referenceDigest().equals(first.referenceDigest())) {
                throw new BadInputException(
                        files.get(i), "was cut from another reference than " + files.get(0), "extract both from one");
            }
            if (header.windowSize() != first.windowSize()) {
                throw new BadInputException(
                        files.get(i),
                        "has windows of " + header.windowSize() + " bases, " + files.get(0) + " of "
                                + first.windowSize(),
                        "extract both with one --window");
            }
            for (String sample : header.samples()) {
                Path other = samples.putIfAbsent(sample, files.get(i));
                if (other != null) {
                    throw new BadInputException(
                            files.get(i),
                            "holds sample " + sample + ", as " + other + " does",
                            "pass every sample once");
                }
            }
        }
        return new WindowHeader(
                first.contigs(),
                union(headers, WindowHeader::labels),
                union(headers, WindowHeader::samples),
                first.windowSize(),
                first.referenceDigest());
    }

    private static List<String> union(List<WindowHeader> headers, Function<WindowHeader, List<String>> names) {
        TreeSet<String> all = new TreeSet<>();
        headers.forEach(header -> all.addAll(names.apply(header)));
        return new ArrayList<>(all);
    }

    private static int[] indices(List<String> names, List<String> sorted) {
        return names.stream()
                .mapToInt(name -> Collections.binarySearch(sorted, name))
                .toArray();
    }
}
