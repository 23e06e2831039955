package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.RankMetrics;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code ./nextflow run . -profile demo}, exactly as the README says it. */
class DemoTest {
    private static Outcome demo = new Outcome(-1, "", "", Path.of(""));

    @BeforeAll
    static void run() {
        demo = Nextflow.pipeline("demo", "-profile", "demo");
    }

    @Test
    void endsWithAReportAndSaysWhereItIs() {
        assertThat(demo.exit()).as(demo.output() + demo.errors()).isZero();
        assertThat(demo.results().resolve("report.html")).isNotEmptyFile();
        assertThat(demo.output()).contains("Report: " + demo.results().resolve("report.html"));
    }

    @Test
    void theReportShowsEveryPlotToEveryoneWithoutErrorsAndAsksTheNetworkForNothing() throws IOException {
        assertThat(Files.readString(demo.results().resolve("report.html")))
                .contains(">cnn<", ">dnabert2<", "Leakage</h2>");
        ReportPage.check(demo.results().resolve("report.html"));
    }

    @Test
    void theCnnComesNearTheBestThatAnythingCanReach() throws IOException {
        double oracle = oracle();
        Estimate estimate = Metrics.read(demo.results().resolve("metrics/cnn/metrics.json"))
                .values()
                .get("roc_auc");
        double cnn = Objects.requireNonNull(Objects.requireNonNull(estimate).value());
        assertThat(oracle).isBetween(0.85, 0.95);
        assertThat((cnn - 0.5) / (oracle - 0.5))
                .as("ROC-AUC of the CNN %.4f, of the oracle %.4f on the same test windows", cnn, oracle)
                .isGreaterThanOrEqualTo(0.9);
    }

    /** ROC-AUC of the exact likelihood ratio on the windows that the CNN was tested on. */
    private static double oracle() throws IOException {
        Map<String, Double> ratios = new HashMap<>();
        List<String> truth = Files.readAllLines(demo.results().resolve("simulated/truth.tsv"));
        for (String line : truth.subList(1, truth.size())) {
            String[] fields = line.split("\t", -1);
            ratios.put(fields[0] + ":" + fields[1], Double.parseDouble(fields[5]));
        }
        List<Prediction> tested;
        try (Predictions.Reader reader =
                new Predictions.Reader(demo.results().resolve("metrics/cnn/predictions.tsv.gz"))) {
            tested = reader.readAll();
        }
        double[] scores = new double[tested.size()];
        boolean[] positive = new boolean[tested.size()];
        for (int i = 0; i < scores.length; i++) {
            Prediction window = tested.get(i);
            scores[i] = Objects.requireNonNull(ratios.get(window.contig() + ":" + window.start()));
            positive[i] = "tumour".equals(window.label());
        }
        return RankMetrics.rocAuc(BinaryScores.of(positive, scores)).orElseThrow();
    }
}
