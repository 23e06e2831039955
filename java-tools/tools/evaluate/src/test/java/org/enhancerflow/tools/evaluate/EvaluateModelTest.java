package org.enhancerflow.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.Scorer;
import org.enhancerflow.learning.TrainingTask;
import org.enhancerflow.testkit.RandomCorpus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool on a model folder; the model is small and untrained. */
final class EvaluateModelTest {
    private static final Map<String, String> SMALL =
            Map.of("layers", "1", "hidden", "16", "heads", "2", "intermediate", "16");
    private static final List<String> LABELS = List.of("normal", "tumour");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private RandomCorpus corpus;
    private TokenHeader header;
    private Path validation;
    private Path test;
    private Path model;

    @BeforeEach
    void write() throws IOException {
        corpus = RandomCorpus.write(folder, 100, 50, 11);
        Path tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        header = new TokenHeader(LABELS, "bpe", Digest.of(tokenizer), 16, 3, 100, false);
        validation = store("validation", header, Split.VALIDATION, 0);
        test = store("test", header, Split.TEST, 0);
        model = folder.resolve("model");
        try (TokenStore store = TokenStore.open(validation)) {
            TrainingTask task = TrainingTask.of(Families.named("dnabert2"), SMALL, store, store, null);
            TrainingRecord record = new TrainingRecord(
                    "dnabert2",
                    LABELS,
                    "bpe",
                    header.tokenizerDigest(),
                    100,
                    5,
                    1,
                    "cpu",
                    Map.of(),
                    null,
                    1,
                    1,
                    1,
                    1,
                    1,
                    0.5);
            ModelFolder.write(
                    Files.createDirectory(model),
                    task.architecture(),
                    task.start(5).values(),
                    record,
                    new History(List.of()),
                    tokenizer);
        }
    }

    private Path store(String name, TokenHeader tokens, Split part, int labelShift) throws IOException {
        Random random = new Random(name.hashCode());
        Path file = folder.resolve(name + ".tokens.safetensors");
        try (TokenStoreWriter writer = new TokenStoreWriter(file, tokens)) {
            for (int row : corpus.windows().rowsOf(part)) {
                int[] ids = random.ints(8L + random.nextInt(8), 5, 9).toArray();
                writer.add(ids, (corpus.windows().label(row) + labelShift) % 2, row);
            }
            writer.finish();
        }
        return file;
    }

    private int evaluate(Path validationStore, Path testStore, Path out, String... more) {
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "--model",
                model.toString(),
                "--validation",
                validationStore.toString(),
                "--test",
                testStore.toString(),
                "--corpus",
                corpus.file().toString(),
                "--positive-label",
                "tumour",
                "--resamples",
                "20",
                "--threads",
                "1",
                "--out",
                out.toString()));
        arguments.addAll(List.of(more));
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return CommandLineRunner.run(new EvaluateTool(), System.out, errors, arguments.toArray(String[]::new));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void predictions_hold_the_scorers_own_logits() throws IOException {
        Path out = folder.resolve("out");
        assertThat(evaluate(validation, test, out)).as(said()).isZero();
        assertThat(Metrics.read(out.resolve("metrics.json")).model()).isEqualTo("model");
        List<Prediction> predictions;
        try (Predictions.Reader in = new Predictions.Reader(out.resolve("predictions.tsv.gz"))) {
            predictions = in.readAll();
        }
        try (TokenStore store = TokenStore.open(test);
                Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = ModelFolder.open(model).load(torch)) {
            float[][] logits = Scorer.logits(network, store, rows -> {});
            assertThat(predictions).hasSize(logits.length);
            for (int row = 0; row < logits.length; row++) {
                assertThat(predictions.get(row).logits())
                        .containsExactly((double) logits[row][0], (double) logits[row][1]);
            }
        }
    }

    /** The test windows with both strands; {@code turned} has each strand in the place of the other. */
    private Path bothStrands(String name, boolean turned) throws IOException {
        Random random = new Random(21);
        Path file = folder.resolve(name + ".tokens.safetensors");
        try (TokenStoreWriter writer = new TokenStoreWriter(file, header.withReverseComplement(true))) {
            for (int row : corpus.windows().rowsOf(Split.TEST)) {
                int[] ids = random.ints(8L + random.nextInt(8), 5, 9).toArray();
                int[] other = random.ints(8L + random.nextInt(8), 5, 9).toArray();
                writer.add(
                        turned ? other : ids,
                        turned ? ids : other,
                        corpus.windows().label(row),
                        row);
            }
            writer.finish();
        }
        return file;
    }

    @Test
    void the_other_strand_is_asked_where_its_tokens_are_there() throws IOException {
        Path out = folder.resolve("out");
        assertThat(evaluate(validation, bothStrands("both", false), out))
                .as(said())
                .isZero();
        Strata.ReverseComplement strands =
                Objects.requireNonNull(Strata.read(out.resolve("strata.json")).reverseComplement());
        assertThat(strands.windows()).isEqualTo(corpus.windows().rowsOf(Split.TEST).length);
        assertThat(strands.forward()).containsOnlyKeys(strands.averaged().keySet());
        Map<String, Estimate> values = Metrics.read(out.resolve("metrics.json")).values();
        assertThat(values.get("strand_flip_rate")).isEqualTo(strands.flipRate());
        assertThat(strands.forward().get("roc_auc")).extracting(Estimate::value).isEqualTo(roc(values));

        // With the strands in each other's place the mean of both is the same, and so is the difference.
        Path turned = folder.resolve("turned-out");
        assertThat(evaluate(validation, bothStrands("turned-both", true), turned))
                .as(said())
                .isZero();
        Strata.ReverseComplement back = Objects.requireNonNull(
                Strata.read(turned.resolve("strata.json")).reverseComplement());
        assertThat(back.averaged()).isEqualTo(strands.averaged());
        assertThat(back.meanDifference()).isEqualTo(strands.meanDifference());
        assertThat(back.largestDifference()).isPositive().isEqualTo(strands.largestDifference());
        assertThat(back.forward()).isNotEqualTo(strands.forward());
    }

    private static @Nullable Double roc(Map<String, Estimate> values) {
        return Objects.requireNonNull(values.get("roc_auc")).value();
    }

    @Test
    void of_many_windows_some_are_asked_for_their_other_strand_and_of_none_nothing_is_said() throws IOException {
        Path both = bothStrands("both", false);
        Path out = folder.resolve("out");
        assertThat(evaluate(validation, both, out, "--strand-windows", "7"))
                .as(said())
                .isZero();
        assertThat(Objects.requireNonNull(
                                Strata.read(out.resolve("strata.json")).reverseComplement())
                        .windows())
                .isEqualTo(7);
        assertThat(evaluate(validation, both, out, "--strand-windows", "0"))
                .as(said())
                .isZero();
        assertThat(Strata.read(out.resolve("strata.json")).reverseComplement()).isNull();
        assertThat(Metrics.read(out.resolve("metrics.json")).values()).doesNotContainKey("strand_flip_rate");
    }

    @Test
    void two_runs_give_equal_bytes() {
        assertThat(evaluate(validation, test, folder.resolve("a/out")))
                .as(said())
                .isZero();
        assertThat(evaluate(validation, test, folder.resolve("b/out")))
                .as(said())
                .isZero();
        for (String file : List.of("out.manifest.json", "out/metrics.json", "out/predictions.tsv.gz")) {
            assertThat(folder.resolve("a").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
        }
    }

    @Test
    void the_validation_store_given_as_test_is_refused() {
        assertThat(evaluate(validation, validation, folder.resolve("out"))).isEqualTo(65);
        assertThat(said()).contains("not a test window").hasLineCount(1);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void labels_that_differ_from_the_corpus_are_refused() throws IOException {
        Path turned = store("turned", header, Split.TEST, 1);
        assertThat(evaluate(validation, turned, folder.resolve("out"))).isEqualTo(65);
        assertThat(said()).contains("turned.tokens", "has the label").hasLineCount(1);
    }

    @Test
    void a_store_of_another_tokenizer_is_refused() throws IOException {
        TokenHeader other = new TokenHeader(LABELS, "bpe", "11".repeat(32), 16, 3, 100, false);
        Path foreign = store("foreign", other, Split.TEST, 0);
        assertThat(evaluate(validation, foreign, folder.resolve("out"))).isEqualTo(65);
        assertThat(said()).contains("another tokenizer").hasLineCount(1);
    }

    @Test
    void a_store_of_too_few_windows_is_refused() throws IOException {
        Path few = folder.resolve("few.tokens.safetensors");
        try (TokenStoreWriter writer = new TokenStoreWriter(few, header)) {
            int row = corpus.windows().rowsOf(Split.TEST)[0];
            writer.add(new int[] {5, 6, 7, 8}, corpus.windows().label(row), row);
            writer.finish();
        }
        assertThat(evaluate(validation, few, folder.resolve("out"))).isEqualTo(65);
        assertThat(said()).contains("has 1 sequences").hasLineCount(1);
    }

    @Test
    void an_unknown_device_is_a_usage_error() {
        assertThat(evaluate(validation, test, folder.resolve("out"), "--device", "abacus"))
                .isEqualTo(2);
        assertThat(said()).contains("abacus").hasLineCount(1);
    }
}
