package org.enhancerflow.tools.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.engine.RandomStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tool as a process of its own, killed with SIGKILL at a random moment of its training, three times, then let run to its end: the
 * model folder must be the undisturbed run's, byte by byte.
 *
 * <p>{@code -Denhancerflow.drill.rounds=N} repeats the drill with other moments, {@code -Denhancerflow.drill.seed=S} replays one.
 */
class KillDrillTest {

    private static final int KILLS = 3;
    private static final int SIGKILL = 128 + 9;
    private static final int EVALUATIONS = 48;

    @TempDir
    Path folder;

    @Test
    void aTrainingKilledThreeTimesEndsWithTheSameBytes() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("tokenizer.json"), "{}\n");
        store("train", 48, 1);
        store("validation", 24, 2);
        Process undisturbed = start("straight", "once");
        assertThat(drain(undisturbed)).as("exit of the undisturbed run").isZero();
        String expected = Digest.of(folder.resolve("straight"));
        long seed = Long.getLong("enhancerflow.drill.seed", System.nanoTime());
        for (int round = 0; round < Integer.getInteger("enhancerflow.drill.rounds", 1); round++) {
            List<String> moments = new ArrayList<>();
            drill(new Random(seed + round), "killed" + round, moments);
            String drilled = "seed " + (seed + round) + ": " + moments;
            assertThat(Digest.of(folder.resolve("killed" + round))).as(drilled).isEqualTo(expected);
            System.out.println("kill drill, " + drilled);
        }
    }

    /** As when the pipeline was killed, its task not, and the run is resumed. */
    @Test
    void aTrainingThatIsAtWorkAlreadyIsWaitedForAndNotRepeated() throws IOException, InterruptedException {
        Files.writeString(folder.resolve("tokenizer.json"), "{}\n");
        store("train", 48, 1);
        store("validation", 24, 2);
        Process first = start("first", "shared");
        awaitEvaluations(first, 2);
        Process second = start("second", "shared");
        BufferedReader lines = second.errorReader(StandardCharsets.UTF_8);
        String word = lines.readLine();
        // A newer JVM has a word to say before.
        while (word != null && !word.startsWith("train: ")) {
            word = lines.readLine();
        }
        assertThat(word).contains("the same training is at work already (process " + first.pid() + ")");
        assertThat(drain(first)).as("exit of the first").isZero();
        List<String> said = lines.lines().toList();
        assertThat(second.waitFor()).as("exit of the second: " + said).isZero();
        assertThat(said).noneMatch(line -> line.startsWith("train: step "));
        assertThat(Digest.of(folder.resolve("second"))).isEqualTo(Digest.of(folder.resolve("first")));
        assertThat(folder.resolve("shared")).isEmptyDirectory();
    }

    /** Each run is killed some evaluations after the last one's checkpoint and a random moment later, wherever in a step that is. */
    private void drill(Random random, String out, List<String> moments) throws IOException, InterruptedException {
        long reached = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(out, "checkpoints-" + out);
            long evaluations = 1L + random.nextInt(EVALUATIONS / (KILLS + 1) - 2);
            long step = awaitEvaluations(process, evaluations);
            assertThat(step).as("a run goes on from the checkpoint").isGreaterThanOrEqualTo(reached);
            process.waitFor(random.nextInt(60_000), TimeUnit.MICROSECONDS);
            process.destroyForcibly();
            assertThat(process.waitFor()).as("exit").isEqualTo(SIGKILL);
            process.getErrorStream().close();
            moments.add("killed after step " + step + ", newest checkpoint " + newestCheckpoint(out));
            reached = step;
            assertThat(folder.resolve(out)).doesNotExist();
        }
        assertThat(drain(start(out, "checkpoints-" + out)))
                .as("exit of the last run")
                .isZero();
        assertThat(folder.resolve("checkpoints-" + out)).isEmptyDirectory();
    }

    private Process start(String out, String checkpoints) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of("--train", path("train"), "--validation", path("validation")));
        command.addAll(List.of("--tokenizer", path("tokenizer.json"), "--model", "dnabert2", "--device", "cpu"));
        command.addAll(List.of("--threads", "1", "--checkpoints", path(checkpoints), "--out", path(out)));
        int steps = 4 * EVALUATIONS;
        for (String setting : List.of(
                "layers=1",
                "hidden=16",
                "heads=2",
                "intermediate=16",
                "batch_size=16",
                "epochs=1000",
                "learning_rate=1e-3",
                "warmup=0.1",
                "max_steps=" + steps,
                "evaluate_every=" + steps / EVALUATIONS)) {
            command.addAll(List.of("--set", setting));
        }
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    /** Reads what a process says until it has evaluated so often; gives back the step of the last evaluation. */
    private static long awaitEvaluations(Process process, long count) throws IOException {
        BufferedReader lines = process.errorReader(StandardCharsets.UTF_8);
        List<String> said = new ArrayList<>();
        long seen = 0;
        String line = lines.readLine();
        while (line != null) {
            said.add(line);
            if (line.startsWith("train: step ")) {
                seen++;
                if (seen == count) {
                    return Long.parseLong(line.replaceAll("train: step (\\d+),.*", "$1"));
                }
            }
            line = lines.readLine();
        }
        throw new AssertionError("the run ended before its evaluation " + count + ": " + said);
    }

    private static int drain(Process process) throws IOException, InterruptedException {
        String said = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        assertThatCode(() -> {
                    if (code != 0) {
                        throw new IOException(said);
                    }
                })
                .doesNotThrowAnyException();
        return code;
    }

    private String newestCheckpoint(String out) throws IOException {
        try (Stream<Path> all = Files.walk(folder.resolve("checkpoints-" + out))) {
            return all.map(path -> String.valueOf(path.getFileName()))
                    .filter(name -> name.startsWith("step-"))
                    .max(java.util.Comparator.comparingLong(name -> Long.parseLong(name.substring(5))))
                    .orElse("none");
        }
    }

    private void store(String name, int rows, long seed) throws IOException {
        TokenHeader header = new TokenHeader(
                List.of("normal", "tumour"), "bpe", Digest.of(folder.resolve("tokenizer.json")), 16, 3, 24, false);
        RandomStream random = RandomStream.of(seed, "store");
        try (TokenStoreWriter writer = new TokenStoreWriter(folder.resolve(name), header)) {
            for (int row = 0; row < rows; row++) {
                int[] ids = new int[12 + random.nextInt(12)];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = 5 + random.nextInt(9);
                }
                ids[0] = 5 + row % 2;
                writer.add(ids, row % 2, row);
            }
            writer.finish();
        }
    }
}
