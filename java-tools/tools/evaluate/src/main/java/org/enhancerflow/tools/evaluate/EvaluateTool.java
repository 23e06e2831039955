package org.enhancerflow.tools.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;

/** EVALUATE: how well a model, or a file of scores, tells the positive class on the test windows. */
public final class EvaluateTool implements Tool {
    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String summary() {
        return "Measures a model on the test windows; threshold and temperature come from validation.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .optional("model", "DIR", "model folder written by train")
                .optional("scores", "FILE", "instead of a model: table with columns contig, start, score")
                .required("corpus", "FILE", "corpus.windows.safetensors written by split")
                .required("positive-label", "LABEL", "class whose probability is the score")
                .required("out", "DIR", "folder to write")
                .optional("name", "NAME", "name in the report (default: name of the model folder or scores file)")
                .withDefault("test-set", "NAME", "test", "name of the test set in the report")
                .withDefault("resamples", "N", "1000", "bootstrap resamples for 95 % intervals; 0: none")
                .withDefault("seed", "N", "42", "seed of the bootstrap")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path corpusFile = arguments.existingFile("corpus");
        Path scoresFile = arguments.existingFile("scores");
        Path out = arguments.path("out");
        long seed = arguments.longInteger("seed", 0, Long.MAX_VALUE);
        Resampling resampling = new Resampling(arguments.integer("resamples", 0, 1_000_000), seed);
        Subject subject = new Subject(
                arguments.optionalText("name").orElse(stem(scoresFile)),
                arguments.text("test-set"),
                arguments.text("positive-label"));
        run.seed(seed);
        run.input(scoresFile);
        run.input(corpusFile);

        WindowTable corpus = WindowTable.read(corpusFile);
        requireUsable(corpusFile, corpus, subject.positiveLabel());
        ScoresFile scores = ScoresFile.read(scoresFile);
        LabelledLogits validation = scores.of(corpus, Split.VALIDATION, subject.positiveLabel());
        LabelledLogits test = scores.of(corpus, Split.TEST, subject.positiveLabel());

        Evaluation evaluation = Evaluation.of(subject, validation, test, resampling);
        List<Evaluation> baselines = new ArrayList<>();
        baselines.add(Evaluation.of(
                subject.withModel(Baselines.ALWAYS_POSITIVE),
                Baselines.alike(validation, validation),
                Baselines.alike(test, validation),
                resampling));
        AtomicOutput.directory(out, folder -> {
            EvaluationFolder.writeMeasured(folder, evaluation);
            evaluation.calibration().write(folder.resolve("calibration.json"));
            EvaluationFolder.writePredictions(
                    folder.resolve("predictions.tsv.gz"),
                    corpus,
                    test,
                    evaluation.temperature().value());
            for (Evaluation baseline : baselines) {
                EvaluationFolder.writeBaseline(folder, baseline);
            }
        });
        note(run, evaluation);
        run.output(out);
        run.commit(out);
    }

    private static void requireUsable(Path file, WindowTable corpus, String positiveLabel) {
        List<String> labels = corpus.header().labels();
        if (!labels.contains(positiveLabel)) {
            throw new UsageException("--positive-label is '" + positiveLabel + "': " + file + " has the labels "
                    + String.join(", ", labels));
        }
        if (!corpus.hasSplit()) {
            throw new BadInputException(file, "was not split", "pass the corpus that SPLIT wrote");
        }
        for (Split part : List.of(Split.VALIDATION, Split.TEST)) {
            if (corpus.rowsOf(part).length == 0) {
                throw new BadInputException(
                        file, "has no " + part.label() + " windows", "split a larger corpus, or with other fractions");
            }
        }
    }

    private static void note(Run run, Evaluation evaluation) {
        run.count("validation_windows", evaluation.metrics().validationWindows());
        run.count("test_windows", evaluation.metrics().testWindows());
        run.count("test_positives", evaluation.metrics().positives());
        run.value("temperature_fit", evaluation.temperature().outcome().name().toLowerCase(Locale.ROOT));
        run.value("best_f1_on_test_itself", Double.toString(evaluation.bestTestF1()));
    }

    private static String stem(Path path) {
        String name = path.getFileName().toString();
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
