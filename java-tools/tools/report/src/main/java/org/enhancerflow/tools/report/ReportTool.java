package org.enhancerflow.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
                .requiredRepeated(
                        "metrics", "[TESTSET=]DIR", "folders written by evaluate, with another name for the test set")
                .repeated("comparison", "[TESTSET=]FILE", "comparison.json written by compare, one for each test set")
                .repeated(
                        "models", "[SPLIT=]DIR", "model folders written by train, with the split they were trained on")
                .repeated("trials", "NAME=FILE", "trials.tsv written by search, with a name")
                .repeated("best", "NAME=FILE", "best.json written by best, with the name of its --trials")
                .repeated("leakage", "FILE", "leakage.json written by split, one for each split")
                .repeated("manifests", "FILE", "manifests of any tools of the run")
                .withDefault("title", "TEXT", "EnhancerFlow report", "heading of the page")
                .optional("command", "TEXT", "command that runs the whole pipeline again, to be shown")
                .optional("multiqc-out", "DIR", "folder to write, with MultiQC custom content")
                .optional(
                        "cards-out",
                        "DIR",
                        "folder to write, with a card for each of --models that says what was measured")
                .required("out", "FILE", "HTML file to write")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        List<Given> metrics = Given.folders("metrics", arguments.texts("metrics"), "evaluate");
        List<Given> models = Given.folders("models", arguments.texts("models"), "train");
        List<Given> comparisons = Given.files("comparison", arguments.texts("comparison"), "compare");
        List<Path> leakage = arguments.existingFiles("leakage");
        List<Path> manifests = arguments.existingFiles("manifests");
        Path out = arguments.path("out");
        Contents contents = new Contents(
                arguments.text("title"),
                arguments.optionalText("command"),
                ContentsReader.measured(metrics),
                ContentsReader.comparisons(comparisons),
                ContentsReader.trained(models),
                ContentsReader.searches(arguments.texts("trials"), arguments.texts("best")),
                ContentsReader.leakage(leakage),
                ContentsReader.manifests(manifests));
        noteInputs(metrics, models, manifests, run);
        for (Given comparison : comparisons) {
            run.input(comparison.path());
        }
        for (Path file : leakage) {
            run.input(file);
        }
        for (String option : List.of("trials", "best")) {
            for (String named : arguments.texts(option)) {
                run.input(ContentsReader.file(option, named));
            }
        }
        String page = Page.of(contents);
        AtomicOutput.file(out, file -> Files.writeString(file, page));
        run.output(out);
        Optional<Path> multiqc = arguments.optionalPath("multiqc-out");
        if (multiqc.isPresent()) {
            AtomicOutput.directory(multiqc.get(), folder -> MultiQc.write(contents, folder));
            run.output(multiqc.get());
        }
        Optional<Path> cards = arguments.optionalPath("cards-out");
        if (cards.isPresent()) {
            AtomicOutput.directory(cards.get(), folder -> ModelCards.write(contents, models, folder));
        }
        run.commit(out);
    }

    private static void noteInputs(List<Given> metrics, List<Given> models, List<Path> manifests, Run run)
            throws IOException {
        for (Given given : metrics) {
            Path folder = given.path();
            run.input(folder.resolve("metrics.json"));
            run.input(folder.resolve("curves.json"));
            if (Files.exists(folder.resolve("strata.json"))) {
                run.input(folder.resolve("strata.json"));
            }
        }
        for (Given model : models) {
            run.input(model.path().resolve("training.json"));
            run.input(model.path().resolve("history.tsv"));
        }
        for (Path manifest : manifests) {
            run.input(manifest);
        }
    }
}
