package org.enhancerflow.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;

/** REPORT: one HTML file that shows a run and needs nothing else. */
public final class ReportTool implements Tool {
    @Override
    public String name() {
        return "report";
    }

    @Override
    public String summary() {
        return "Writes one self-contained HTML file about a run.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .requiredRepeated("metrics", "DIR", "folders written by evaluate")
                .repeated("models", "DIR", "model folders written by train")
                .repeated("trials", "NAME=FILE", "trials.tsv written by search, with a name")
                .repeated("leakage", "FILE", "leakage.json written by split, one for each split")
                .repeated("manifests", "FILE", "manifests of any tools of the run")
                .withDefault("title", "TEXT", "EnhancerFlow report", "heading of the page")
                .required("out", "FILE", "HTML file to write")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        List<Path> metrics = arguments.existingDirectories("metrics");
        List<Path> models = arguments.existingDirectories("models");
        List<Path> leakage = arguments.existingFiles("leakage");
        List<Path> manifests = arguments.existingFiles("manifests");
        Path out = arguments.path("out");
        Contents contents = new Contents(
                arguments.text("title"),
                ContentsReader.measured(metrics),
                ContentsReader.trained(models),
                ContentsReader.searches(arguments.texts("trials")),
                ContentsReader.leakage(leakage),
                ContentsReader.manifests(manifests));
        noteInputs(metrics, models, manifests, run);
        for (Path file : leakage) {
            run.input(file);
        }
        for (String trials : arguments.texts("trials")) {
            run.input(ContentsReader.trialsFile(trials));
        }
        String page = Page.of(contents);
        AtomicOutput.file(out, file -> Files.writeString(file, page));
        run.output(out);
        run.commit(out);
    }

    private static void noteInputs(List<Path> metrics, List<Path> models, List<Path> manifests, Run run)
            throws IOException {
        for (Path folder : metrics) {
            run.input(folder.resolve("metrics.json"));
            run.input(folder.resolve("curves.json"));
        }
        for (Path folder : models) {
            run.input(folder.resolve("training.json"));
            run.input(folder.resolve("history.tsv"));
        }
        for (Path manifest : manifests) {
            run.input(manifest);
        }
    }
}
