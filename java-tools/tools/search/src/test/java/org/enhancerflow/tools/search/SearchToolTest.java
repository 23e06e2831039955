package org.enhancerflow.tools.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.Trial;
import org.enhancerflow.artifacts.Trials;
import org.enhancerflow.kit.CommandLineRunner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchToolTest {
    private static final int LENGTH = 60;

    /** T G A C T C A as single-base tokens. */
    private static final int[] MOTIF = {8, 7, 5, 6, 8, 6, 5};

    @TempDir
    Path folder;

    private Path tokenizer;
    private Path train;
    private Path validation;
    private Path space;

    @BeforeEach
    void writeInputs() throws IOException {
        tokenizer = Files.writeString(folder.resolve("tokenizer.json"), "{}");
        train = tokens("train", 96, 1);
        validation = tokens("validation", 48, 2);
        space = Files.writeString(
                folder.resolve("space.json"),
                """
                {"parameters": [
                  {"name": "learning_rate", "type": "float", "low": 1e-4, "high": 1e-1, "log": true},
                  {"name": "filters", "type": "int", "low": 2, "high": 6, "step": 2},
                  {"name": "schedule", "type": "categorical", "choices": ["linear", "cosine"]}]}
                """);
    }

    @Test
    void everyTrialIsListedWithItsParametersAndValue() throws IOException {
        assertThat(run("a", 3, "--pruner", "none")).isZero();
        Trials trials = trials("a");
        assertThat(trials.parameters()).containsExactly("learning_rate", "filters", "schedule");
        assertThat(trials.rows()).hasSize(3);
        for (Trial trial : trials.rows()) {
            assertThat(trial.state()).isEqualTo("COMPLETE");
            assertThat(trial.value()).isBetween(0.0, 1.0);
            assertThat(trial.step()).isEqualTo(12);
            assertThat(Double.parseDouble(trial.parameters().getOrDefault("learning_rate", "")))
                    .isBetween(1e-4, 1e-1);
            assertThat(trial.parameters().get("filters")).isIn("2", "4", "6");
            assertThat(trial.parameters().get("schedule")).isIn("linear", "cosine");
        }
        assertThat(folder.resolve("a.manifest.json")).exists();
        try (Stream<Path> left = Files.list(folder.resolve("a.checkpoints"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void moreTrialsLaterContinueTheStudyAndEqualOneRun() throws IOException {
        assertThat(run("once", 8)).isZero();
        assertThat(run("parts", 3)).isZero();
        Path journal = folder.resolve("parts.journal");
        long finished = Files.readString(journal).lines().count();
        assertThat(run("parts", 3)).isZero();
        assertThat(Files.readString(journal).lines().count())
                .as("a study that has its trials is not touched")
                .isEqualTo(finished);
        assertThat(run("parts", 8)).isZero();
        assertThat(table("parts")).isEqualTo(table("once"));
        assertThat(run("parts", 3)).isZero();
        assertThat(trials("parts").rows()).isEqualTo(trials("once").rows().subList(0, 3));
    }

    @Test
    void aTrialWhoseWorkerWasKilledIsTakenUpAgain() throws IOException {
        assertThat(run("undisturbed", 4)).isZero();
        // What kill -9 leaves: the journal ends within the third trial, in the middle of a line.
        List<String> lines = Files.readAllLines(folder.resolve("undisturbed.journal"));
        int cut = 0;
        for (int trials = 0; trials < 3; cut++) {
            trials += lines.get(cut).startsWith("{\"op_code\":4") ? 1 : 0;
        }
        String left = String.join("\n", lines.subList(0, cut + 1)) + "\n{\"op_code\":7,\"wor";
        Files.writeString(folder.resolve("killed.journal"), left);
        // This process is alive, so only the lease tells that it is not at the trial.
        String log = log(() -> assertThat(run("killed", 4, "--lease", "1")).isZero());
        assertThat(log).contains("1 trial(s) of a worker that was killed", "2 of 4 trials are done already");
        assertThat(table("killed")).isEqualTo(table("undisturbed"));
    }

    @Test
    void aTerminatedSearchSavesItsTrialAndGoesOnFromThere() throws Exception {
        assertThat(run("undisturbed", 6)).isZero();
        Process process = start(arguments("stopped", 6));
        try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
            StringBuilder said = new StringBuilder();
            for (String line = log.readLine(); line != null; line = log.readLine()) {
                said.append(line).append('\n');
                if (line.contains("trial 1 ")) {
                    // Process.destroy would close the stream that is being read.
                    process.toHandle().destroy();
                }
            }
            assertThat(process.waitFor()).as("%s", said).isEqualTo(143);
            assertThat(said).contains("interrupted");
        }
        assertThat(folder.resolve("stopped")).doesNotExist();
        assertThat(run("stopped", 6)).isZero();
        assertThat(table("stopped")).isEqualTo(table("undisturbed"));
    }

    @Test
    void aTrainingThatDivergesIsAFailedTrialAndTheSearchGoesOn() throws IOException {
        Files.writeString(
                space,
                """
                {"parameters": [{"name": "learning_rate", "type": "categorical", "choices": [10, 0.01]}]}
                """);
        assertThat(run("a", 6, "--set", "clip=0", "--set", "weight_decay=10", "--set", "warmup=0"))
                .isZero();
        assertThat(trials("a").rows()).hasSize(6).extracting(Trial::state).contains("COMPLETE");
    }

    @Test
    void methodsAreChosenByName() throws IOException {
        String[] learning = {"--startup-trials", "2", "--univariate", "--no-liar", "--reduction-factor", "2"};
        assertThat(run("tpe", 6, learning)).isZero();
        assertThat(run("random", 6, "--sampler", "random", "--pruner", "successive-halving", "--min-steps", "4"))
                .isZero();
        assertThat(trials("tpe").rows().get(0).parameters())
                .as("the first draws are the same uniform ones")
                .isEqualTo(trials("random").rows().get(0).parameters());
        assertThat(trials("tpe").rows().get(4).parameters())
                .isNotEqualTo(trials("random").rows().get(4).parameters());
        assertThat(trials("random").rows()).extracting(Trial::state).contains("COMPLETE", "PRUNED");
        assertThat(complaint(2, "--sampler", "grid")).contains("--sampler");
        assertThat(complaint(2, "--reduction-factor", "1")).contains("--reduction-factor");
    }

    @Test
    void everyTrialSeesTheSameSampleOfTheWindows() throws IOException {
        String[] sample = {"--train-subsample", "40", "--validation-subsample", "20"};
        assertThat(run("sampled", 2, sample)).isZero();
        assertThat(Files.readString(folder.resolve("sampled.manifest.json")))
                .contains("\"train_windows\" : 40", "\"validation_windows\" : 20");
        assertThat(run("again", 2, sample)).isZero();
        assertThat(table("again")).isEqualTo(table("sampled"));
        assertThat(run("whole", 2)).isZero();
        assertThat(table("whole")).isNotEqualTo(table("sampled"));
        assertThat(run("more", 2, "--train-subsample", "1000")).isZero();
        assertThat(table("more")).isEqualTo(table("whole"));
    }

    @Test
    void mistakesAreOneLine() throws IOException {
        assertThat(complaint(2, "--set", "filters=4")).contains("--set gives filters, which the search space varies");
        assertThat(complaint(2, "--set", "colour=4")).contains("unknown setting 'colour'");
        assertThat(complaint(2, "--set", "width")).contains("not of the form key=value");
        Files.writeString(
                space, "{\"parameters\": [{\"name\": \"pool\", \"type\": \"int\", \"low\": 3, \"high\": 500}]}");
        assertThat(complaint(65)).contains("space.json", "parameter 'pool'", "100");
        Files.writeString(
                space, "{\"parameters\": [{\"name\": \"colour\", \"type\": \"int\", \"low\": 3, \"high\": 5}]}");
        assertThat(complaint(65)).contains("parameter 'colour': unknown setting");
        Files.writeString(tokenizer, "{ }");
        assertThat(complaint(65)).contains("is not the tokenizer that made train.tokens.safetensors");
        assertThat(folder.resolve("a.journal")).doesNotExist();
    }

    @Test
    void aStudyOfOtherSettingsIsRefused() throws IOException {
        assertThat(run("a", 1)).isZero();
        assertThat(complaint(65, "--seed", "8")).contains("a.journal", "other data, settings or another seed");
        assertThat(complaint(65, "--set", "dropout=0.15")).contains("other data, settings or another seed");
        assertThat(complaint(65, "--train-subsample", "90")).contains("other data, settings or another seed");
    }

    @Test
    void twoSearchesShareAStudyAndBothEndWithAllOfItsTrials() throws Exception {
        List<String> arguments = arguments("shared", 8);
        arguments.set(arguments.indexOf("--out") + 1, folder.resolve("other").toString());
        Process other = start(arguments);
        try (BufferedReader log = other.errorReader(StandardCharsets.UTF_8)) {
            assertThat(log.lines()
                            .filter(line -> line.contains("trial 0 complete"))
                            .findFirst())
                    .isPresent();
            assertThat(run("shared", 8)).isZero();
            log.lines().forEach(line -> {});
            assertThat(other.waitFor()).isZero();
        } finally {
            other.destroyForcibly();
        }
        assertThat(table("other")).isEqualTo(table("shared"));
        assertThat(trials("shared").rows()).extracting(Trial::number).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        try (Stream<Path> left = Files.list(folder.resolve("shared.checkpoints"))) {
            assertThat(left).isEmpty();
        }
    }

    private static Process start(List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Half of the rows hold the motif. */
    private Path tokens(String name, int rows, long seed) throws IOException {
        Random random = new Random(seed);
        TokenHeader header =
                new TokenHeader(List.of("normal", "tumour"), "char", Digest.of(tokenizer), 10, 3, LENGTH, false);
        Path file = folder.resolve(name + ".tokens.safetensors");
        try (TokenStoreWriter writer = new TokenStoreWriter(file, header)) {
            for (int row = 0; row < rows; row++) {
                int[] ids = random.ints(LENGTH, 5, 9).toArray();
                if (row % 2 == 1) {
                    System.arraycopy(MOTIF, 0, ids, random.nextInt(LENGTH - MOTIF.length), MOTIF.length);
                }
                writer.add(ids, row % 2, row);
            }
            writer.finish();
        }
        return file;
    }

    private Trials trials(String name) throws IOException {
        return Trials.read(folder.resolve(name).resolve("trials.tsv"));
    }

    private String table(String name) throws IOException {
        return Files.readString(folder.resolve(name).resolve("trials.tsv"));
    }

    private int run(String name, int trials, String... more) {
        List<String> arguments = arguments(name, trials);
        arguments.addAll(Arrays.asList(more));
        return CommandLineRunner.run(new SearchTool(), arguments.toArray(String[]::new));
    }

    private List<String> arguments(String name, int trials) {
        List<String> arguments = new ArrayList<>();
        arguments.addAll(List.of("--train", train.toString(), "--validation", validation.toString()));
        arguments.addAll(List.of("--tokenizer", tokenizer.toString(), "--space", space.toString()));
        arguments.addAll(List.of("--model", "cnn", "--trials", Integer.toString(trials)));
        arguments.addAll(List.of("--study", folder.resolve(name + ".journal").toString()));
        arguments.addAll(
                List.of("--checkpoints", folder.resolve(name + ".checkpoints").toString()));
        arguments.addAll(List.of("--out", folder.resolve(name).toString()));
        arguments.addAll(List.of("--threads", "1", "--device", "cpu"));
        for (String setting :
                List.of("widths=7", "combinations=4", "reach=3", "batch_size=16", "max_steps=12", "evaluate_every=4")) {
            arguments.addAll(List.of("--set", setting));
        }
        return arguments;
    }

    private String complaint(int exitCode, String... more) {
        String text = log(() -> assertThat(run("a", 1, more)).isEqualTo(exitCode));
        assertThat(text.strip().lines()).hasSize(1);
        return text;
    }

    private static String log(Runnable runnable) {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
            runnable.run();
        } finally {
            System.setErr(before);
        }
        return captured.toString(StandardCharsets.UTF_8);
    }
}
