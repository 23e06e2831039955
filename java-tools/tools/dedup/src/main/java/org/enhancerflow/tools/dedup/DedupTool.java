package org.enhancerflow.tools.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.artifacts.Shard;
import org.enhancerflow.artifacts.WindowFiles;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Parts;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;

/** Joins batches of windows and removes repeated sequences: within a class, reverse complements, across classes. */
public final class DedupTool implements Tool {
    private static final String WINDOWS = "windows_in";
    private static final String DISTINCT = "distinct_sequences";
    private static final String REPEATS = "repeats_within_class";
    private static final String REVERSE_COMPLEMENTS = "reverse_complements_within_class";
    private static final String IN_SEVERAL_CLASSES = "sequences_in_several_classes";
    private static final String ACROSS_CLASSES = "dropped_across_classes";

    @Override
    public String name() {
        return "dedup";
    }

    @Override
    public String summary() {
        return "Joins windows tables and removes repeated sequences within classes, on both strands and across classes.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .requiredRepeated("windows", "F", "windows tables of EXTRACT, cut from one reference")
                .required("out", "F", "corpus to write (*.windows.safetensors)")
                .withDefault("strand", "WHICH", "both", "both: a reverse complement is a repeat; forward: it is not")
                .withDefault("cross-class", "RULE", "drop", "sequences of several classes: drop from all, or keep")
                .flag("balance", "bring all classes to the size of the smallest")
                .withDefault("seed", "N", "42", "seed of --balance")
                .optional("clusters-out", "TSV", "also write the sequences that most windows share")
                .inParts("F", "out", "balance", "seed", "clusters-out")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path out = arguments.path("out");
        Optional<Path> clusters = arguments.optionalPath("clusters-out");
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Optional<Long> balance = arguments.has("balance") ? Optional.of(seed) : Optional.empty();
        if (arguments.has("parts")) {
            join(Parts.of(arguments, run), out, balance, clusters, run);
        } else {
            fromWindows(arguments, out, balance, clusters, run);
        }
        balance.ifPresent(run::seed);
        run.output(out);
        if (clusters.isPresent()) {
            run.output(clusters.get());
        }
        run.commit(out);
    }

    private static void fromWindows(
            Arguments arguments, Path out, Optional<Long> balance, Optional<Path> clusters, Run run)
            throws IOException {
        List<Path> files = arguments.existingFiles("windows");
        Deduplication.Strand strand = arguments.choice("strand", Deduplication.Strand.class);
        Deduplication.CrossClass crossClass = arguments.choice("cross-class", Deduplication.CrossClass.class);
        Optional<Shard> shard = arguments.shard("shard");
        if (shard.isPresent() && (balance.isPresent() || clusters.isPresent())) {
            throw new UsageException(
                    "--balance and --clusters-out do not go with --shard: give them where the parts are joined");
        }
        for (Path file : files) {
            run.input(file);
        }
        try (WindowFiles windows = WindowFiles.open(files, shard.orElse(Shard.WHOLE))) {
            WindowMerge merge = WindowMerge.of(files, windows);
            Survivors survivors = Survivors.of(windows, merge, strand, crossClass, balance);
            int[] rows = survivors.rows();
            WindowHeader header = merge.header();
            if (shard.isPresent()) {
                String note = Json.compact(new Cluster.Largest(survivors.clusters(windows, merge)));
                AtomicOutput.file(
                        out, target -> windows.writePart(target, header, merge.labels(), merge.samples(), rows, note));
            } else {
                requireRows(rows.length, windows.size(), files);
                AtomicOutput.file(out, target -> windows.write(target, header, merge.labels(), merge.samples(), rows));
            }
            if (clusters.isPresent()) {
                List<Cluster> largest = survivors.clusters(windows, merge);
                AtomicOutput.file(clusters.get(), target -> Cluster.write(target, largest, header));
            }
            report(windows.size(), survivors.counts(), survivors.droppedByBalance(), run);
            report(survivors.ofClass(), header, run);
        }
    }

    private static void join(Parts made, Path out, Optional<Long> balance, Optional<Path> clusters, Run run)
            throws IOException {
        List<Path> files = made.paths();
        try (WindowFiles parts = WindowFiles.openParts(files)) {
            CorpusOrder order = CorpusOrder.of(files, parts, balance);
            long windows = made.sum(WINDOWS);
            requireRows(order.written(), windows, files);
            WindowHeader header = parts.headers().get(0);
            AtomicOutput.file(out, target -> parts.interleave(target, header, order));
            if (clusters.isPresent()) {
                List<Cluster> largest = Cluster.largest(IntStream.range(0, files.size())
                        .mapToObj(part -> Json.parse(files.get(part), parts.part(part), Cluster.Largest.class))
                        .flatMap(part -> part.clusters().stream()));
                AtomicOutput.file(clusters.get(), target -> Cluster.write(target, largest, header));
            }
            Deduplication.Counts counts = new Deduplication.Counts(
                    made.sum(REPEATS),
                    made.sum(REVERSE_COMPLEMENTS),
                    made.sum(DISTINCT),
                    made.sum(IN_SEVERAL_CLASSES),
                    made.sum(ACROSS_CLASSES));
            report(windows, counts, order.size() - order.written(), run);
            report(order.ofClass(), header, run);
        }
    }

    private static void requireRows(int corpus, long windows, List<Path> files) {
        if (corpus > 0) {
            return;
        }
        throw windows == 0
                ? new BadInputException(files.get(0), "holds no window", "check what EXTRACT was given")
                : new BadInputException(
                        files.get(0),
                        "no window is left: every sequence occurs in several classes",
                        "check the samples' labels, or pass --cross-class keep");
    }

    private static void report(long windows, Deduplication.Counts counts, long droppedByBalance, Run run) {
        run.count(WINDOWS, windows);
        run.count(DISTINCT, counts.distinct());
        run.count(REPEATS, counts.repeats());
        run.count(REVERSE_COMPLEMENTS, counts.reverseComplements());
        run.count(IN_SEVERAL_CLASSES, counts.inSeveralClasses());
        run.count(ACROSS_CLASSES, counts.crossClassRows());
        run.count("dropped_by_balance", droppedByBalance);
        run.log("dropped " + counts.repeats() + " repeats, " + counts.reverseComplements() + " reverse complements, "
                + counts.crossClassRows() + " windows of sequences in several classes");
    }

    private static void report(long[] ofClass, WindowHeader header, Run run) {
        long kept = Arrays.stream(ofClass).sum();
        run.count("windows_out", kept);
        for (int label = 0; label < ofClass.length; label++) {
            run.count("windows_out_" + header.labels().get(label), ofClass[label]);
        }
        run.log(kept + " windows kept");
    }
}
