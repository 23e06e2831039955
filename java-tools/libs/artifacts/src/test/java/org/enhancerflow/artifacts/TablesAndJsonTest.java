package org.enhancerflow.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TablesAndJsonTest {
    @TempDir
    Path folder;

    @Test
    void predictionsSurvive() throws IOException {
        Path file = folder.resolve("predictions.tsv.gz");
        List<Prediction> rows = List.of(
                new Prediction("w1", "chr1", -5, 995, "tumour", List.of(0.1, 0.9), List.of(-1.0 / 3, 1e-300)),
                new Prediction("w2", "chrX", 0, 1000, null, List.of(1.0, 0.0), List.of(17.25, -3e10)));
        try (Predictions.Writer out = new Predictions.Writer(file, List.of("normal", "tumour"))) {
            for (Prediction row : rows) {
                out.write(row);
            }
        }
        try (Predictions.Reader in = new Predictions.Reader(file)) {
            assertThat(in.labels()).containsExactly("normal", "tumour");
            assertThat(in.readAll()).isEqualTo(rows);
        }
    }

    @Test
    void metricsCurvesCalibrationSurvive() throws IOException {
        Map<String, Estimate> values = new LinkedHashMap<>();
        values.put("roc_auc", new Estimate(0.75, 0.7, 0.8));
        values.put("mcc", Estimate.of(Double.NaN));
        Metrics metrics = new Metrics(
                "cnn-2",
                "cnn",
                "test",
                "tumour",
                List.of("normal", "tumour"),
                5,
                10,
                4,
                1.5,
                0.4,
                values,
                List.of(new Metrics.Grouped("locus", 3, values)),
                new Metrics.Optimism(0.3, 0.7, 0.01));
        metrics.write(folder.resolve("metrics.json"));
        assertThat(Metrics.read(folder.resolve("metrics.json"))).isEqualTo(metrics);

        Curves curves = new Curves(
                "cnn",
                "test",
                0.0005,
                List.of(new Curves.Point(0, 0, null), new Curves.Point(1, 1, 0.1)),
                List.of(new Curves.Point(1, 0.5, 0.1)),
                List.of(new Curves.Band(0, 0.1, 0.2)),
                List.of(),
                List.of(new Curves.Bin(0.05, 0.1, 3, 0.01, 0.4)),
                new Curves.Sweep(List.of(0.1, 0.9), List.of(4L, 1L), List.of(6L, 0L)));
        curves.write(folder.resolve("curves.json"));
        assertThat(Curves.read(folder.resolve("curves.json"))).isEqualTo(curves);

        Strata strata = new Strata(
                "cnn",
                "test",
                List.of(new Strata.View("gc", List.of(new Strata.Stratum("below 0.4", null, 0.4, 10, 4, values)))),
                new Strata.ReverseComplement(10, new Estimate(0.1, 0.05, 0.2), Estimate.of(0.02), 0.3, values, values));
        strata.write(folder.resolve("strata.json"));
        assertThat(Strata.read(folder.resolve("strata.json"))).isEqualTo(strata);

        Comparison.Difference difference = new Comparison.Difference(0.1, 0.05, null, 0.01);
        Comparison comparison = new Comparison(
                "test",
                "tumour",
                10,
                4,
                List.of("cnn", "dnabert2"),
                List.of(new Comparison.Pair(
                        "cnn",
                        "dnabert2",
                        difference,
                        difference,
                        new Comparison.DeLong(2.5, 0.0124),
                        new Comparison.McNemar(3, 1, 0.625))),
                List.of(new Comparison.Replicates(
                        "cnn",
                        List.of("cnn", "cnn-2"),
                        Map.of("roc_auc", new Comparison.Spread(2, 0.7, 0.01, 0.69, 0.71)))));
        comparison.write(folder.resolve("comparison.json"));
        assertThat(Comparison.read(folder.resolve("comparison.json"))).isEqualTo(comparison);

        Calibration calibration = new Calibration(1.25, 0.359, List.of("normal", "tumour"), "tumour");
        calibration.write(folder.resolve("calibration.json"));
        assertThat(Calibration.read(folder.resolve("calibration.json"))).isEqualTo(calibration);
    }

    @Test
    void trialsAndBestSurvive() throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("learning_rate", "0.001");
        parameters.put("schedule", "cosine");
        Trials trials = new Trials(
                List.of("learning_rate", "schedule"),
                List.of(
                        new Trial(1, "FAIL", null, -1, parameters),
                        new Trial(0, "COMPLETE", 0.7, 200, new TreeMap<>(Map.of(100L, 0.6, 200L, 0.7)), parameters)));
        trials.write(folder.resolve("trials.tsv"));
        Trials back = Trials.read(folder.resolve("trials.tsv"));
        assertThat(back).isEqualTo(trials);
        assertThat(back.rows().get(0).number()).isZero();

        BestParameters best = new BestParameters(
                0, 0.7, Map.of("batch_size", 32, "clip", 0.5, "schedule", "linear"), Map.of("clip", 1.0));
        best.write(folder.resolve("best.json"));
        assertThat(BestParameters.read(folder.resolve("best.json"))).isEqualTo(best);
    }

    @Test
    void historyAndTrainingRecordSurvive() throws IOException {
        History history = new History(List.of(new History.Row(100, 0.5, 1e-4, 0.69, 0.68, 0.55)));
        history.write(folder.resolve("history.tsv"));
        assertThat(History.read(folder.resolve("history.tsv"))).isEqualTo(history);

        TrainingRecord record = new TrainingRecord(
                "cnn",
                List.of("normal", "tumour"),
                "char",
                "ab",
                1000,
                42,
                2,
                "cpu",
                Map.of("channels", "64"),
                null,
                12_345,
                70,
                15,
                30,
                20,
                0.8);
        record.write(folder.resolve("training.json"));
        assertThat(TrainingRecord.read(folder.resolve("training.json"))).isEqualTo(record);
    }

    @Test
    void manifestSurvivesAndKeepsOrder() throws IOException {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("peaks", 10L);
        counts.put("kept", 8L);
        Manifest manifest = new Manifest(
                "extract",
                "0.1.0",
                List.of(new Manifest.Argument("peaks", "a.narrowPeak")),
                42L,
                List.of(new Manifest.FileDigest("a.narrowPeak", "00")),
                List.of(),
                counts,
                Map.of("contigs", "canonical"));
        Path file = Manifest.besides(folder.resolve("a.windows.safetensors"));
        assertThat(file).hasFileName("a.windows.safetensors.manifest.json");
        manifest.write(file);
        assertThat(Manifest.read(file)).isEqualTo(manifest);
        assertThat(Manifest.read(file).counts().keySet()).containsExactly("peaks", "kept");
        assertThat(Files.readString(file))
                .startsWith("{\n  \"tool\" : \"extract\"")
                .endsWith("}\n");
    }

    @Test
    void unknownMissingAndDoubleKeysAreRefusedWithTheLine() throws IOException {
        Path file = folder.resolve("calibration.json");
        for (String text : List.of(
                "{\"temperature\":1.0,\n\"threshold\":0.5,\"labels\":[],\"positive_label\":\"a\",\"more\":1}",
                "{\"temperature\":1.0,\"labels\":[],\"positive_label\":\"a\"}",
                "{\"temperature\":1.0,\"temperature\":1.0,\"threshold\":0.5,\"labels\":[],\"positive_label\":\"a\"}",
                "{\"temperature\":\"warm\",\"threshold\":0.5,\"labels\":[],\"positive_label\":\"a\"}",
                "null",
                "",
                "{")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> Calibration.read(file))
                    .as(text)
                    .isInstanceOf(BadInputException.class)
                    .hasMessageStartingWith(file.toString());
        }
    }

    @Test
    void aTableWithARaggedRowNamesTheLine() throws IOException {
        Path file = folder.resolve("history.tsv");
        Files.writeString(
                file, "step\tepoch\tlearning_rate\ttrain_loss\tvalidation_loss\tvalidation_pr_auc\n1\t2\t3\t4\t5\n");
        assertThatThrownBy(() -> History.read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("history.tsv:2:");
    }

    @Test
    void sequenceIdsSurviveAsHexAndSortUnsigned() {
        SequenceId id = new SequenceId(-1, 255);
        assertThat(id.hex()).isEqualTo("ffffffffffffffff00000000000000ff");
        assertThat(SequenceId.parse(id.hex())).isEqualTo(id);
        assertThat(new SequenceId(1, 0)).isLessThan(id);
    }

    @Test
    void aFoldersDigestDependsOnNamesAndContentAlone() throws IOException {
        Path a = Files.createDirectories(folder.resolve("a/sub"));
        Path b = Files.createDirectories(folder.resolve("b/sub"));
        Files.writeString(a.resolve("x"), "1");
        Files.writeString(b.resolve("x"), "1");
        assertThat(Digest.of(folder.resolve("a"))).isEqualTo(Digest.of(folder.resolve("b")));
        Files.writeString(b.resolve("x"), "2");
        assertThat(Digest.of(folder.resolve("a"))).isNotEqualTo(Digest.of(folder.resolve("b")));
    }
}
