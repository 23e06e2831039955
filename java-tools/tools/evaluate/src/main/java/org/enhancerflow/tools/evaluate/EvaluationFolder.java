package org.enhancerflow.tools.evaluate;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.learning.WindowAnswer;

/** Writes what EVALUATE leaves behind. */
final class EvaluationFolder {
    private EvaluationFolder() {}

    /** Everything: the evaluation's own files, the parts of the test set, the predictions and the baselines. */
    static void write(
            Path folder,
            WindowTable corpus,
            LabelledLogits test,
            Evaluation evaluation,
            Strata strata,
            List<Evaluation> baselines)
            throws IOException {
        writeMeasured(folder, evaluation);
        strata.write(folder.resolve("strata.json"));
        evaluation.calibration().write(folder.resolve("calibration.json"));
        writePredictions(
                folder.resolve("predictions.tsv.gz"),
                corpus,
                test,
                evaluation.temperature().value());
        for (Evaluation baseline : baselines) {
            writeBaseline(folder, baseline);
        }
    }

    /** {@code metrics.json} and {@code curves.json}, as every model and baseline has them. */
    private static void writeMeasured(Path folder, Evaluation evaluation) throws IOException {
        evaluation.metrics().write(folder.resolve("metrics.json"));
        evaluation.curves().write(folder.resolve("curves.json"));
    }

    /** The same below {@code baselines/}, in a folder named after the baseline. */
    private static void writeBaseline(Path folder, Evaluation evaluation) throws IOException {
        String name = evaluation.metrics().model().toLowerCase(Locale.ROOT).replace(' ', '_');
        writeMeasured(Files.createDirectories(folder.resolve("baselines").resolve(name)), evaluation);
    }

    /** {@code predictions.tsv.gz}: one row per test window, named after its sample and its line in the sample's file. */
    private static void writePredictions(Path file, WindowTable corpus, LabelledLogits test, double temperature)
            throws IOException {
        int classes = test.labels().size();
        double[] logits = test.logits();
        try (Predictions.Writer out = new Predictions.Writer(file, test.labels())) {
            for (int row = 0; row < test.size(); row++) {
                String label = test.labels().get(test.classOf(row));
                out.write(WindowAnswer.of(corpus, test.window(row), label, logits, row, classes, temperature));
            }
        }
    }
}
