package org.enhancerflow.tools.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Softmax;

/** One model's answers to the windows of a test set, in the order of its predictions. */
final class Answered {
    private final Metrics metrics;
    private final boolean[] positive;
    private final double[] logOdds;

    private Answered(Metrics metrics, boolean[] positive, double[] logOdds) {
        this.metrics = metrics;
        this.positive = positive;
        this.logOdds = logOdds;
    }

    static Path metricsOf(Path folder) {
        return folder.resolve("metrics.json");
    }

    static Path predictionsOf(Path folder) {
        return folder.resolve("predictions.tsv.gz");
    }

    /**
     * Reads folders of evaluate.
     *
     * @throws BadInputException when they are not of the same windows of one test set
     */
    static List<Answered> readAll(List<Path> folders) throws IOException {
        List<Answered> models = new ArrayList<>();
        Set<String> names = new HashSet<>();
        String[] windows = new String[0];
        for (Path folder : folders) {
            Metrics metrics = Metrics.read(metricsOf(folder));
            if (!names.add(metrics.model())) {
                throw new BadInputException(
                        metricsOf(folder),
                        "is a second evaluation of '" + metrics.model() + "'",
                        "give each a name of its own (evaluate --name)");
            }
            if (models.isEmpty()) {
                windows = new String[Math.toIntExact(metrics.testWindows())];
            } else {
                requireAlike(folder, metrics, models.get(0).metrics);
            }
            models.add(read(predictionsOf(folder), metrics, windows, models.isEmpty()));
        }
        return models;
    }

    private static void requireAlike(Path folder, Metrics metrics, Metrics first) {
        if (!metrics.testSet().equals(first.testSet())
                || !metrics.positiveLabel().equals(first.positiveLabel())) {
            throw new BadInputException(
                    metricsOf(folder),
                    "is of the class '" + metrics.positiveLabel() + "' on '" + metrics.testSet() + "', that of "
                            + first.model() + " of '" + first.positiveLabel() + "' on '" + first.testSet() + "'",
                    "compare evaluations of one test set");
        }
    }

    private static Answered read(Path file, Metrics metrics, String[] windows, boolean first) throws IOException {
        boolean[] positive = new boolean[windows.length];
        double[] logOdds = new double[windows.length];
        try (Predictions.Reader in = new Predictions.Reader(file)) {
            int classes = in.labels().size();
            int label = in.labels().indexOf(metrics.positiveLabel());
            double[] logits = new double[classes];
            int row = 0;
            for (Prediction p = in.read(); p != null; p = in.read()) {
                String window = p.name() + "\t" + p.contig() + "\t" + p.start() + "\t" + p.label();
                if (first && row < windows.length) {
                    windows[row] = window;
                }
                if (label < 0 || row >= windows.length || !window.equals(windows[row])) {
                    throw foreign(file, row);
                }
                for (int c = 0; c < classes; c++) {
                    logits[c] = p.logits().get(c);
                }
                positive[row] = metrics.positiveLabel().equals(p.label());
                logOdds[row++] = Softmax.logOdds(logits, 0, classes, label, metrics.temperature());
            }
            if (row != windows.length) {
                throw foreign(file, row);
            }
        }
        return new Answered(metrics, positive, logOdds);
    }

    private static BadInputException foreign(Path file, int row) {
        return new BadInputException(
                file, row + 2L, "is not of the windows of the other models", "compare evaluations of one test set");
    }

    Metrics metrics() {
        return metrics;
    }

    String name() {
        return metrics.model();
    }

    boolean[] positive() {
        return positive.clone();
    }

    double[] logOdds() {
        return logOdds.clone();
    }

    BinaryScores scores() {
        return BinaryScores.of(positive, logOdds);
    }

    /** Per window: whether its score reaches the threshold chosen on validation. */
    boolean[] called() {
        boolean[] called = new boolean[logOdds.length];
        for (int row = 0; row < called.length; row++) {
            called[row] = Softmax.probability(logOdds[row]) >= metrics.threshold();
        }
        return called;
    }
}
