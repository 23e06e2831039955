package org.enhancerflow.tools.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.WindowTable;
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
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        List<Path> files = arguments.existingFiles("windows");
        Path out = arguments.path("out");
        Deduplication.Strand strand = arguments.choice("strand", Deduplication.Strand.class);
        Deduplication.CrossClass crossClass = arguments.choice("cross-class", Deduplication.CrossClass.class);
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);

        List<WindowTable> tables = new ArrayList<>();
        for (Path file : files) {
            run.input(file);
            tables.add(WindowTable.read(file));
        }
        WindowTable windows = WindowMerge.of(files, tables);
        tables.clear();
        Deduplication deduplication = Deduplication.of(windows, strand, crossClass);
        int[] distinctRows = deduplication.keptRows();
        int[] rows = distinctRows;
        if (arguments.has("balance")) {
            run.seed(seed);
            rows = Balance.of(windows, distinctRows, seed);
        }
        WindowTable corpus = windows.select(rows);
        requireRows(corpus, windows, files);
        AtomicOutput.file(out, corpus::write);
        run.count("windows_in", windows.size());
        report(deduplication.counts(), run);
        run.count("dropped_by_balance", distinctRows.length - (long) corpus.size());
        report(corpus, run);
        run.output(out);
        run.commit(out);
    }

    private static void requireRows(WindowTable corpus, WindowTable windows, List<Path> files) {
        if (corpus.size() > 0) {
            return;
        }
        throw windows.size() == 0
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

    private static void report(WindowTable corpus, Run run) {
        run.count("windows_out", corpus.size());
        long[] sizes = new long[corpus.header().labels().size()];
        for (int row = 0; row < corpus.size(); row++) {
            sizes[corpus.label(row)]++;
        }
        for (int label = 0; label < sizes.length; label++) {
            run.count("windows_out_" + corpus.header().labels().get(label), sizes[label]);
        }
        run.log(corpus.size() + " windows kept");
    }
}
