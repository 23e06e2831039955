package org.enhancerflow.tools.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.WindowFiles;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;

/** Joins batches of windows and removes repeated sequences: within a class, reverse complements, across classes. */
public final class DedupTool implements Tool {

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
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        List<Path> files = arguments.existingFiles("windows");
        Path out = arguments.path("out");
        Deduplication.Strand strand = arguments.choice("strand", Deduplication.Strand.class);
        Deduplication.CrossClass crossClass = arguments.choice("cross-class", Deduplication.CrossClass.class);
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);

        Optional<Path> clusters = arguments.optionalPath("clusters-out");
        if (arguments.has("balance")) {
            run.seed(seed);
        }
        for (Path file : files) {
            run.input(file);
        }
        try (WindowFiles windows = WindowFiles.open(files)) {
            WindowMerge merge = WindowMerge.of(files, windows);
            Survivors survivors = Survivors.of(windows, merge, strand, crossClass, arguments.has("balance"), seed);
            requireRows(survivors.rows().length, windows.size(), files);
            AtomicOutput.file(
                    out,
                    target -> windows.write(target, merge.header(), merge.labels(), merge.samples(), survivors.rows()));
            if (clusters.isPresent()) {
                AtomicOutput.file(clusters.get(), target -> survivors.writeClusters(target, windows, merge));
            }
            run.count("windows_in", windows.size());
            report(survivors.counts(), run);
            run.count("dropped_by_balance", survivors.droppedByBalance());
            report(survivors, merge.header(), run);
        }
        run.output(out);
        if (clusters.isPresent()) {
            run.output(clusters.get());
        }
        run.commit(out);
    }

    private static void requireRows(int corpus, int windows, List<Path> files) {
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

    private static void report(Deduplication.Counts counts, Run run) {
        run.count("distinct_sequences", counts.distinct());
        run.count("repeats_within_class", counts.repeats());
        run.count("reverse_complements_within_class", counts.reverseComplements());
        run.count("sequences_in_several_classes", counts.inSeveralClasses());
        run.count("dropped_across_classes", counts.crossClassRows());
        run.log("dropped " + counts.repeats() + " repeats, " + counts.reverseComplements() + " reverse complements, "
                + counts.crossClassRows() + " windows of sequences in several classes");
    }

    private static void report(Survivors survivors, WindowHeader header, Run run) {
        run.count("windows_out", survivors.rows().length);
        for (int label = 0; label < header.labels().size(); label++) {
            run.count("windows_out_" + header.labels().get(label), survivors.ofClass()[label]);
        }
        run.log(survivors.rows().length + " windows kept");
    }
}
