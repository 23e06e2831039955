package org.enhancerflow.tools.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.RandomStream;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.learning.ModelFolder;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainToolTest {

    private static final String[] SMALL = {
        "filters=8", "widths=9", "pool=4", "combinations=4", "reach=3", "epochs=6", "learning_rate=0.01"
    };

    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), "{\"single bases\": true}\n");
        store("train", 64, 1, "char");
        store("validation", 40, 2, "char");
        store("bpe", 40, 2, "bpe");
    }

    private void store(String name, int rows, long seed, String kind) throws IOException {
        TokenHeader header = new TokenHeader(
                List.of("normal", "tumour"), kind, Digest.of(folder.resolve("tokenizer.json")), 10, 3, 40, false);
        RandomStream random = RandomStream.of(seed, "store");
        try (TokenStoreWriter writer = new TokenStoreWriter(folder.resolve(name), header)) {
            for (int row = 0; row < rows; row++) {
                int[] ids = new int[40];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = 5 + random.nextInt(4);
                }
                if (row % 2 == 1) {
                    System.arraycopy(new int[] {5, 8, 7, 6, 5, 5, 8, 8}, 0, ids, random.nextInt(32), 8);
                }
                writer.add(ids, row % 2, row);
            }
            writer.finish();
        }
    }

    private int run(String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "--train",
                path("train"),
                "--validation",
                path("validation"),
                "--model",
                "cnn",
                "--tokenizer",
                path("tokenizer.json"),
                "--checkpoints",
                path("checkpoints"),
                "--out",
                path(out),
                "--threads",
                "1",
                "--device",
                "cpu"));
        for (String setting : SMALL) {
            arguments.addAll(List.of("--set", setting));
        }
        for (int i = 0; i < more.length; i += 2) {
            int at = arguments.indexOf(more[i]);
            if (at >= 0 && !more[i].equals("--set")) {
                arguments.set(at + 1, more[i + 1]);
            } else {
                arguments.addAll(List.of(more[i], more[i + 1]));
            }
        }
        err.reset();
        return CommandLineRunner.run(
                new TrainTool(),
                System.out,
                new PrintStream(err, true, StandardCharsets.UTF_8),
                arguments.toArray(String[]::new));
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aModelFolderHoldsAllItTakesToUseTheModel() throws IOException {
        assertThat(run("model")).as(this::said).isZero();
        assertThat(folder.resolve("model"))
                .isDirectoryContaining(file -> file.endsWith("config.json"))
                .isDirectoryContaining(file -> file.endsWith("model.safetensors"))
                .isDirectoryContaining(file -> file.endsWith("tokenizer.json"))
                .isDirectoryContaining(file -> file.endsWith("README.md"));
        TrainingRecord record = TrainingRecord.read(folder.resolve("model").resolve("training.json"));
        assertThat(record.labels()).containsExactly("normal", "tumour");
        assertThat(record.settings()).containsEntry("filters", "8").containsEntry("schedule", "cosine");
        assertThat(record.steps()).isEqualTo(12);
        assertThat(History.read(folder.resolve("model").resolve("history.tsv")).rows())
                .hasSize(6);
        assertThat(ModelFolder.open(folder.resolve("model")).labels()).isEqualTo(record.labels());
        assertThat(folder.resolve("model.manifest.json")).exists();
        assertThat(folder.resolve("checkpoints")).isEmptyDirectory();
        assertThat(said()).containsPattern("step 12, .* sequences/s, [0-9.]+ % of peak");
    }

    @Test
    void twoRunsWriteEqualBytes() throws IOException {
        assertThat(run("one")).isZero();
        assertThat(run("two")).isZero();
        assertThat(Digest.of(folder.resolve("one"))).isEqualTo(Digest.of(folder.resolve("two")));
        assertThat(run("three", "--seed", "7")).isZero();
        assertThat(Digest.of(folder.resolve("three"))).isNotEqualTo(Digest.of(folder.resolve("one")));
    }

    @Test
    void settingsOfASearchAreReadAndSetGoesBeforeThem() throws IOException {
        Files.writeString(
                folder.resolve("best.json"),
                "{\"trial\": 3, \"value\": 0.9, \"parameters\": {\"batch_size\": 16, \"schedule\": \"linear\","
                        + " \"epochs\": 50}, \"importances\": {\"batch_size\": 1.0}}");
        assertThat(run("model", "--params", path("best.json"))).as(this::said).isZero();
        TrainingRecord record = TrainingRecord.read(folder.resolve("model").resolve("training.json"));
        assertThat(record.settings())
                .containsEntry("batch_size", "16")
                .containsEntry("schedule", "linear")
                .containsEntry("epochs", "6.0");
    }

    @Test
    void aTrainedModelIsAStartForAnother() throws IOException {
        assertThat(run("first")).isZero();
        List<String> arguments = List.of(
                "--train",
                path("train"),
                "--validation",
                path("validation"),
                "--model",
                "cnn",
                "--tokenizer",
                path("tokenizer.json"),
                "--checkpoints",
                path("checkpoints"),
                "--out",
                path("second"),
                "--threads",
                "1",
                "--pretrained",
                path("first"),
                "--set",
                "epochs=1",
                "--device",
                "cpu");
        assertThat(CommandLineRunner.run(new TrainTool(), arguments.toArray(String[]::new)))
                .isZero();
        TrainingRecord record = TrainingRecord.read(folder.resolve("second").resolve("training.json"));
        assertThat(record.pretrained())
                .isEqualTo(Digest.of(folder.resolve("first").resolve("model.safetensors")));
        assertThat(record.settings()).containsEntry("filters", "8");
    }

    @Test
    void curvesForTensorBoardAreWrittenAsideAndThePositiveClassIsNamed() throws IOException {
        assertThat(run("plain", "--positive-label", "tumour")).isZero();
        assertThat(run("model", "--tensorboard", path("curves"), "--positive-label", "tumour"))
                .as(this::said)
                .isZero();
        try (Stream<Path> files = Files.list(folder.resolve("curves"))) {
            assertThat(files).hasSize(1);
        }
        assertThat(Digest.of(folder.resolve("model").resolve("model.safetensors")))
                .as("watching changes nothing")
                .isEqualTo(Digest.of(folder.resolve("plain").resolve("model.safetensors")));
    }

    @Test
    void adaptersAreSavedApartAndTheModelStandsAlone() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--train", path("bpe"), "--validation", path("bpe")));
        arguments.addAll(List.of("--model", "dnabert2", "--tokenizer", path("tokenizer.json"), "--device", "cpu"));
        arguments.addAll(List.of("--checkpoints", path("checkpoints"), "--out", path("adapted"), "--threads", "1"));
        for (String setting :
                List.of("lora_rank=2", "layer_decay=0.9", "max_steps=3", "layers=1", "hidden=8", "heads=2")) {
            arguments.addAll(List.of("--set", setting));
        }
        assertThat(CommandLineRunner.run(new TrainTool(), arguments.toArray(String[]::new)))
                .isZero();
        Path model = folder.resolve("adapted");
        assertThat(model.resolve("adapter/adapter_model.safetensors")).exists();
        assertThat(Weights.read(model).architecture().configuration()).doesNotContainKey("lora_rank");
        TrainingRecord record = TrainingRecord.read(model.resolve("training.json"));
        assertThat(record.settings()).containsEntry("lora_rank", "2").containsEntry("freeze", "none");
        // Pooler, classifier, and A and B of the four projections, whose inner width is 128 by default.
        assertThat(record.parameterCount())
                .isEqualTo(8 * 8 + 8 + 2 * 8 + 2 + 2L * (24 + 8 + 8 + 8 + 256 + 8 + 8 + 128));
    }

    @Test
    void mistakesOfTheUserAreOneLineEach() throws IOException {
        Files.writeString(folder.resolve("other.json"), "{}");
        assertMistake(2, "unknown setting 'lr'", "--set", "lr=1");
        assertMistake(2, "not of the form key=value", "--set", "epochs");
        assertMistake(2, "gives epochs twice", "--set", "epochs=2");
        assertMistake(2, "epsilon is 'x'", "--set", "epsilon=x");
        assertMistake(2, "unknown model 'rnn': use one of kmer, cnn, cnn_kmer, hybrid, dnabert2", "--model", "rnn");
        assertMistake(2, "positive label 'benign' is none of normal, tumour", "--positive-label", "benign");
        assertMistake(65, "holds one strand only", "--set", "augment=reverse_complement");
        assertMistake(2, "use auto, cpu or cuda:0", "--device", "gpu");
        assertMistake(65, "is not the tokenizer that made train", "--tokenizer", path("other.json"));
        assertMistake(65, "reads char", "--train", path("bpe"), "--validation", path("bpe"));
        assertMistake(65, "was made with other labels or another tokenizer", "--validation", path("bpe"));
        assertThat(folder.resolve("model")).doesNotExist();
    }

    private void assertMistake(int code, String message, String... arguments) {
        assertThat(run("model", arguments)).as(this::said).isEqualTo(code);
        assertThat(said()).contains(message);
        assertThat(said().lines()).hasSize(1);
    }
}
