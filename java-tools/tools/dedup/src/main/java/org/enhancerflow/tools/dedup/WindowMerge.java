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
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;

/** Joins batches of windows into one table in the order (contig, start, label, sample, peak), whatever the batches were. */
final class WindowMerge {
    private WindowMerge() {}

    /**
     * Merges tables cut from one reference.
     *
     * @param files the tables' files, for messages
     * @throws BadInputException if they differ in reference or window size, or share a sample
     */
    static WindowTable of(List<Path> files, List<WindowTable> tables) {
        WindowHeader header = header(files, tables);
        int rows = Math.toIntExact(tables.stream().mapToLong(WindowTable::size).sum());
        WindowTable merged = tables.get(0);
        if (tables.size() > 1) {
            WindowTable.Builder builder = WindowTable.builder(header, rows);
            tables.forEach(table -> append(table, header, builder));
            merged = builder.build();
        }
        return RowOrder.isSorted(merged) ? merged : merged.select(RowOrder.of(merged));
    }

    private static WindowHeader header(List<Path> files, List<WindowTable> tables) {
        WindowHeader first = tables.get(0).header();
        Map<String, Path> samples = new HashMap<>();
        for (int i = 0; i < tables.size(); i++) {
            WindowHeader header = tables.get(i).header();
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
                union(tables, WindowHeader::labels),
                union(tables, WindowHeader::samples),
                first.windowSize(),
                first.referenceDigest());
    }

    private static List<String> union(List<WindowTable> tables, Function<WindowHeader, List<String>> names) {
        TreeSet<String> all = new TreeSet<>();
        tables.forEach(table -> all.addAll(names.apply(table.header())));
        return new ArrayList<>(all);
    }

    private static void append(WindowTable table, WindowHeader header, WindowTable.Builder builder) {
        int[] labels = indices(table.header().labels(), header.labels());
        int[] samples = indices(table.header().samples(), header.samples());
        for (int row = 0; row < table.size(); row++) {
            builder.add(
                            table.contig(row),
                            table.start(row),
                            table.length(row),
                            table.summit(row),
                            labels[table.label(row)],
                            samples[table.sample(row)],
                            table.peak(row),
                            table.score(row),
                            table.idHigh(row),
                            table.idLow(row))
                    .reversed(table.reversed(row));
        }
    }

    private static int[] indices(List<String> names, List<String> sorted) {
        return names.stream()
                .mapToInt(name -> Collections.binarySearch(sorted, name))
                .toArray();
    }
}
