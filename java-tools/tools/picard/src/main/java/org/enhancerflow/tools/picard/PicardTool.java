package org.enhancerflow.tools.picard;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;

/** Interval lists to BED, and a split corpus to interval lists, both through Picard. */
public final class PicardTool implements Tool {

    @Override
    public String name() {
        return "picard";
    }

    @Override
    public String summary() {
        return "Turns an interval list into BED, or a split corpus into interval lists, with Picard's own programs.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .optional("interval-list", "FILE", "an interval list to turn into BED")
                .optional("corpus", "F", "instead: the split corpus (*.windows.safetensors)")
                .optional("reference", "FA", "with --corpus: reference made by REFERENCE")
                .required("out", "PATH", "BED file; with --corpus: folder for train, validation, test.interval_list")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        if (arguments.has("interval-list") == arguments.has("corpus")) {
            throw new UsageException("give either --interval-list or --corpus");
        }
        if (arguments.has("corpus") != arguments.has("reference")) {
            throw new UsageException("--corpus and --reference go together");
        }
        Path out = arguments.path("out");
        if (arguments.has("corpus")) {
            writeLists(arguments.existingFile("corpus"), arguments.path("reference"), out, run);
        } else {
            Path list = arguments.existingFile("interval-list");
            AtomicOutput.file(out, bed -> IntervalLists.toBed(list, bed));
            run.input(list);
        }
        run.output(out);
        run.commit(out);
    }

    private static void writeLists(Path corpus, Path reference, Path out, Run run) throws IOException {
        WindowTable windows = WindowTable.read(corpus);
        if (!windows.hasSplit()) {
            throw new UsageException("--corpus " + corpus + " is not split yet: run SPLIT on it");
        }
        try (Reference opened = Reference.open(reference)) {
            IntervalLists lists = new IntervalLists(windows, opened.dictionary());
            AtomicOutput.directory(out, folder -> {
                for (Split split : Split.values()) {
                    run.count(split.name().toLowerCase(Locale.ROOT) + "_intervals", lists.write(split, folder));
                }
            });
            run.input(corpus);
            run.input(opened.fasta(), opened.digest());
        }
    }
}
