package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code --predict} on the peaks of a run's own test windows, {@code --replicates}, and further test sets. */
class PredictionTest {
    private static final int HALF_A_WINDOW = 500;

    private static Outcome trained = new Outcome(-1, "", "", Path.of(""));

    @BeforeAll
    static void train() {
        trained = Small.run("predict-trained", "--models", "cnn", "--trials", "0", "--replicates", "2");
    }

    @Test
    void furtherSeedsAreSummarised() throws IOException {
        assertThat(trained.exit()).as(trained.output() + trained.errors()).isZero();
        Comparison comparison = Comparison.read(trained.results().resolve("metrics/comparison-test.json"));
        assertThat(comparison.replicates()).hasSize(1);
        assertThat(comparison.replicates().get(0).runs()).containsExactly("cnn", "cnn-seed43");
    }

    /** Two samples of the simulation as a test set of their own: what training knows of them is left out. */
    @Test
    void aFurtherTestSetIsCheckedAgainstTrainingAndMeasured() throws IOException {
        Path simulated = trained.results().resolve("simulated");
        List<String> rows = new ArrayList<>();
        for (String line : Files.readAllLines(simulated.resolve("samplesheet.csv"))) {
            rows.add(line + (rows.isEmpty() ? ",role" : line.contains("_3,") ? ",elsewhere" : ",corpus"));
        }
        Path sheet = Files.write(simulated.resolve("roles.csv"), rows);
        Outcome run = Small.run(
                "further-set",
                "--models",
                "cnn",
                "--trials",
                "0",
                "--input",
                sheet.toString(),
                "--fasta",
                simulated.resolve("genome.fa").toString());
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        Metrics within = Metrics.read(run.results().resolve("metrics/cnn/metrics.json"));
        Metrics elsewhere = Metrics.read(run.results().resolve("metrics/cnn-on-elsewhere/metrics.json"));
        assertThat(elsewhere.testSet()).isEqualTo("elsewhere");
        assertThat(elsewhere.temperature()).isEqualTo(within.temperature());
        assertThat(elsewhere.threshold()).isEqualTo(within.threshold());
        Manifest checked = Manifest.read(run.results().resolve("corpus/elsewhere.windows.safetensors.manifest.json"));
        assertThat(checked.counts()).containsEntry("windows_out", elsewhere.testWindows());
        assertThat(checked.counts()).containsKeys("sequences_of_training", "overlapping_training");
        assertThat(run.results().resolve("metrics/comparison-elsewhere.json")).exists();
    }

    @Test
    void predictGivesTheScoresOfEvaluateBitForBit() throws IOException {
        List<Prediction> evaluated = read(trained.results().resolve("metrics/cnn/predictions.tsv.gz"));
        Path inputs = Files.createDirectories(Nextflow.RUNS.resolve("predict-inputs"));
        List<String> peaks = new ArrayList<>();
        for (Prediction window : evaluated) {
            long summit = window.start() + HALF_A_WINDOW;
            peaks.add(window.contig() + "\t" + summit + "\t" + (summit + 1));
        }
        Files.write(inputs.resolve("peaks.bed"), peaks);
        Path sheet = Files.writeString(inputs.resolve("sheet.csv"), "sample,peaks\nmine,peaks.bed\n");
        String[] arguments = {
            "--predict", trained.results().resolve("models/cnn").toString(),
            "--calibration",
                    trained.results().resolve("metrics/cnn/calibration.json").toString(),
            "--input", sheet.toString(),
            "--fasta", trained.results().resolve("simulated/genome.fa").toString()
        };
        Outcome predicted = Nextflow.pipeline("predict", arguments);
        assertThat(predicted.exit()).as(predicted.output() + predicted.errors()).isZero();
        assertThat(predicted.output())
                .contains("Predictions: " + predicted.results().resolve("predictions"));
        List<Prediction> scored = read(predicted.results().resolve("predictions/mine.tsv.gz"));
        assertThat(scored).hasSameSizeAs(evaluated);
        for (int row = 0; row < scored.size(); row++) {
            assertThat(scored.get(row).contig()).isEqualTo(evaluated.get(row).contig());
            assertThat(scored.get(row).start()).isEqualTo(evaluated.get(row).start());
            assertThat(scored.get(row).label()).isNull();
            assertThat(scored.get(row).logits()).isEqualTo(evaluated.get(row).logits());
            assertThat(scored.get(row).scores()).isEqualTo(evaluated.get(row).scores());
        }
        assertPartsGiveTheSameBytes(predicted, arguments);
    }

    private static void assertPartsGiveTheSameBytes(Outcome whole, String... arguments) throws IOException {
        Map<String, String> published = Folders.digests(whole.results(), Folders::artifact);
        List<String> more = new ArrayList<>(List.of(arguments));
        more.addAll(List.of("-resume", "--shards", "2"));
        Outcome parts = Nextflow.pipeline("predict", more.toArray(String[]::new));
        assertThat(parts.exit()).as(parts.output() + parts.errors()).isZero();
        assertThat(parts.processes("COMPLETED")).containsExactly("PREDICT", "PREDICT_JOIN");
        assertThat(Folders.digests(parts.results(), Folders::artifact))
                .isEqualTo(published)
                .containsKeys("predictions/mine.tsv.gz", "predictions/mine.tsv.gz.manifest.json");
    }

    private static List<Prediction> read(Path file) throws IOException {
        try (Predictions.Reader in = new Predictions.Reader(file)) {
            return in.readAll();
        }
    }
}
