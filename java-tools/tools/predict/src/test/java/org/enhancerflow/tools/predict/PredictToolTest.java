package org.enhancerflow.tools.predict;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Calibration;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.Scorer;
import org.enhancerflow.testkit.RandomCorpus;
import org.enhancerflow.testkit.ToolRun;
import org.enhancerflow.tokenizers.TokenizerJson;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictToolTest {
    private static final List<String> LABELS = List.of("normal", "tumour");

    @TempDir
    Path folder;

    private RandomCorpus corpus;
    private Path model;
    private Path store;

    /** A small untrained model and the test windows as TOKENIZE would write them. */
    @BeforeEach
    void write() throws IOException {
        corpus = RandomCorpus.write(folder, 100, 60, 11);
        Path tokenizer = folder.resolve("tokenizer.json");
        TokenizerJson.writeChar(tokenizer);
        store = folder.resolve("test.tokens.safetensors");
        model = folder.resolve("model");
        UntrainedModel.write(
                model,
                corpus,
                tokenizer,
                store,
                "cnn",
                Map.of("filters", "8", "widths", "9", "pool", "4", "combinations", "4", "reach", "3"));
    }

    private Path testWindows() throws IOException {
        Path file = folder.resolve("test.windows.safetensors");
        corpus.windows().select(corpus.windows().rowsOf(Split.TEST)).write(file);
        return file;
    }

    private ToolRun predict(Path windows, Path out, Object... more) {
        List<Object> arguments = new ArrayList<>(List.of(
                "--model", model, "--windows", windows, "--reference", corpus.fasta(), "--threads", "1", "--out", out));
        arguments.addAll(List.of(more));
        return ToolRun.of(new PredictTool(), arguments);
    }

    private static List<Prediction> read(Path file) throws IOException {
        try (Predictions.Reader in = new Predictions.Reader(file)) {
            assertThat(in.labels()).isEqualTo(LABELS);
            return in.readAll();
        }
    }

    @Test
    void logits_are_bit_for_bit_those_of_the_token_store() throws IOException {
        Path out = folder.resolve("predictions.tsv.gz");
        ToolRun run = predict(testWindows(), out);
        assertThat(run.exit()).as(run.err()).isZero();
        List<Prediction> predictions = read(out);
        try (TokenStore tokens = TokenStore.open(store);
                Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = ModelFolder.open(model).load(torch)) {
            float[][] logits = Scorer.logits(network, tokens, rows -> {});
            assertThat(predictions).hasSize(logits.length);
            for (int row = 0; row < logits.length; row++) {
                Prediction p = predictions.get(row);
                assertThat(p.logits()).containsExactly((double) logits[row][0], (double) logits[row][1]);
                assertThat(p.label()).isEqualTo(LABELS.get(tokens.label(row)));
            }
        }
        assertThat(folder.resolve("predictions.tsv.gz.manifest.json")).exists();
        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.contains("predictions") && name.contains("tokens"));
        }
    }

    @Test
    void a_temperature_flattens_the_scores_and_leaves_the_logits() throws IOException {
        Path calibration = folder.resolve("calibration.json");
        new Calibration(4, 0.5, LABELS, "tumour").write(calibration);
        Path plain = folder.resolve("plain.tsv.gz");
        Path calibrated = folder.resolve("calibrated.tsv.gz");
        assertThat(predict(testWindows(), plain).exit()).isZero();
        assertThat(predict(testWindows(), calibrated, "--calibration", calibration)
                        .exit())
                .isZero();
        List<Prediction> before = read(plain);
        List<Prediction> after = read(calibrated);
        for (int row = 0; row < before.size(); row++) {
            assertThat(after.get(row).logits()).isEqualTo(before.get(row).logits());
            double odds =
                    before.get(row).logits().get(1) - before.get(row).logits().get(0);
            assertThat(after.get(row).scores().get(1)).isEqualTo(1 / (1 + Math.exp(-odds / 4)));
        }
    }

    @Test
    void windows_of_a_class_the_model_does_not_know_are_scored_without_a_label() throws IOException {
        WindowHeader known = corpus.windows().header();
        WindowHeader header = new WindowHeader(
                known.contigs(), List.of("unlabelled"), List.of("peaks"), known.windowSize(), known.referenceDigest());
        WindowTable.Builder table = WindowTable.builder(header, 1);
        table.add(0, 10, 60, 40, 0, 0, 7, 1f, corpus.windows().id(0));
        Path windows = folder.resolve("unlabelled.windows.safetensors");
        table.build().write(windows);
        Path out = folder.resolve("predictions.tsv.gz");
        assertThat(predict(windows, out).exit()).isZero();
        List<Prediction> predictions = read(out);
        assertThat(predictions).hasSize(1);
        assertThat(predictions.get(0).label()).isNull();
        assertThat(predictions.get(0).name()).isEqualTo("peaks:7");
    }

    @Test
    void a_folder_without_a_training_record_gives_the_same_scores() throws IOException {
        Path ours = folder.resolve("ours.tsv.gz");
        assertThat(predict(testWindows(), ours).exit()).isZero();
        Files.delete(model.resolve("training.json"));
        Files.delete(model.resolve("history.tsv"));
        Path theirs = folder.resolve("theirs.tsv.gz");
        ToolRun run = predict(testWindows(), theirs);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(theirs).hasSameBinaryContentAs(ours);
    }

    @Test
    void a_folder_without_a_tokenizer_says_so() throws IOException {
        Files.delete(model.resolve("training.json"));
        Files.delete(model.resolve("tokenizer.json"));
        ToolRun run = predict(testWindows(), folder.resolve("p.tsv.gz"));
        assertThat(run.exit()).isEqualTo(65);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains("tokenizer.json", "is missing");
    }

    @Test
    void a_calibration_of_other_labels_is_refused() throws IOException {
        Path calibration = folder.resolve("calibration.json");
        new Calibration(4, 0.5, List.of("a", "b"), "a").write(calibration);
        ToolRun run = predict(testWindows(), folder.resolve("p.tsv.gz"), "--calibration", calibration);
        assertThat(run.exit()).isEqualTo(65);
        assertThat(run.errors()).hasSize(1);
        assertThat(run.err()).contains("calibration.json", "[a, b]");
    }

    @Test
    void windows_of_another_reference_are_refused_and_nothing_is_left() throws IOException {
        WindowHeader known = corpus.windows().header();
        WindowHeader header = new WindowHeader(
                List.of(new Contig("chr1", 1000)), known.labels(), known.samples(), 60, "00".repeat(32));
        WindowTable.Builder table = WindowTable.builder(header, 1);
        table.add(0, 10, 60, 40, 0, 0, 7, 1f, corpus.windows().id(0));
        Path windows = folder.resolve("foreign.windows.safetensors");
        table.build().write(windows);
        Path out = folder.resolve("p.tsv.gz");
        ToolRun run = predict(windows, out);
        assertThat(run.exit()).isEqualTo(65);
        assertThat(run.errors()).hasSize(1);
        assertThat(out).doesNotExist();
    }
}
