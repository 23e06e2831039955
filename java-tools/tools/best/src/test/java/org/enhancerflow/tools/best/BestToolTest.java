package org.enhancerflow.tools.best;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.BestParameters;
import org.enhancerflow.artifacts.Trial;
import org.enhancerflow.artifacts.Trials;
import org.enhancerflow.kit.CommandLineRunner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestToolTest {
    private static final List<String> NAMES = List.of("learning_rate", "batch_size", "schedule");

    @TempDir
    Path folder;

    private Path space;
    private Path trials;
    private Path out;

    @BeforeEach
    void writeSpace() throws IOException {
        trials = folder.resolve("trials.tsv");
        out = folder.resolve("best.json");
        space = Files.writeString(
                folder.resolve("space.json"),
                """
                {"parameters": [
                  {"name": "learning_rate", "type": "float", "low": 1e-6, "high": 1e-2, "log": true},
                  {"name": "batch_size", "type": "int", "low": 8, "high": 64, "step": 8},
                  {"name": "schedule", "type": "categorical", "choices": ["linear", "cosine"]}]}
                """);
    }

    @Test
    void whatMakesATrialGoodIsImportant() throws IOException {
        Trial[] rows = new Trial[40];
        for (int i = 0; i < rows.length; i++) {
            // A sequence that fills the range evenly; the batch size and the schedule follow no order of it.
            double exponent = -6 + 4 * (i * 0.6180339887 % 1);
            String rate = Double.toString(Math.pow(10, exponent));
            String batch = Integer.toString(8 + 8 * (i * 3 % 8));
            rows[i] = trial(i, "COMPLETE", 1 - Math.abs(exponent + 3), rate, batch, i % 2 == 0 ? "linear" : "cosine");
        }
        write(rows);
        assertThat(run()).isZero();
        Map<String, Double> importances = BestParameters.read(out).importances();
        assertThat(importances.keySet()).containsExactlyElementsOf(NAMES);
        assertThat(importances.getOrDefault("learning_rate", 0.0)).isGreaterThan(0.5);
        assertThat(importances.values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isBetween(0.999, 1.001);
    }

    @Test
    void theBestCompleteTrialIsWrittenWithTypedValues() throws IOException {
        write(
                trial(0, "COMPLETE", 0.7, "0.001", "16", "linear"),
                trial(1, "PRUNED", 0.9, "0.001", "16", "linear"),
                trial(2, "COMPLETE", 0.8, "5.0E-4", "32", "cosine"),
                trial(3, "FAIL", null, "0.001", "16", "linear"),
                trial(4, "COMPLETE", 0.8, "0.002", "8", "linear"));
        assertThat(run()).isZero();
        BestParameters best = BestParameters.read(out);
        assertThat(best.trial()).isEqualTo(2);
        assertThat(best.value()).isEqualTo(0.8);
        assertThat(best.parameters().keySet()).containsExactlyElementsOf(NAMES);
        assertThat(best.parameters())
                .containsEntry("learning_rate", 5e-4)
                .containsEntry("batch_size", 32)
                .containsEntry("schedule", "cosine");
        assertThat(folder.resolve("best.json.manifest.json")).exists();
    }

    @Test
    void withoutACompleteTrialThereIsNothingToWrite() throws IOException {
        write(trial(0, "PRUNED", 0.9, "0.001", "16", "linear"), trial(1, "FAIL", null, "0.001", "16", "linear"));
        assertThat(complaint()).contains("trials.tsv", "none of its 2 trials is complete");
        assertThat(out).doesNotExist();
    }

    @Test
    void trialsOfAnotherSpaceAreRefused() throws IOException {
        write(trial(0, "COMPLETE", 0.9, "0.001", "12", "linear"));
        assertThat(complaint()).contains("no value of the space for 'batch_size', but '12'");
        write(trial(0, "COMPLETE", 0.9, "0.1", "16", "linear"));
        assertThat(complaint()).contains("'learning_rate', but '0.1'");
        write(trial(0, "COMPLETE", 0.9, "fast", "16", "linear"));
        assertThat(complaint()).contains("'learning_rate', but 'fast'");
        write(trial(0, "COMPLETE", 0.9, "0.001", "16", "flat"));
        assertThat(complaint()).contains("'schedule', but 'flat'");
        new Trials(List.of("x"), List.of(new Trial(0, "COMPLETE", 0.9, 1, Map.of("x", "1")))).write(trials);
        assertThat(complaint()).contains("no value of the space for 'learning_rate'");
    }

    @Test
    void aDamagedSpaceIsNamedWithItsLine() throws IOException {
        write(trial(0, "COMPLETE", 0.9, "0.001", "16", "linear"));
        Files.writeString(space, "{\"parameters\":\n [");
        assertThat(complaint()).contains("space.json:2", "is not JSON");
    }

    private void write(Trial... rows) throws IOException {
        new Trials(NAMES, List.of(rows)).write(trials);
    }

    private static Trial trial(
            int number, String state, @Nullable Double value, String rate, String batch, String schedule) {
        return new Trial(
                number, state, value, 10, Map.of("learning_rate", rate, "batch_size", batch, "schedule", schedule));
    }

    private String complaint() {
        PrintStream before = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        try {
            System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
            assertThat(run()).isEqualTo(65);
        } finally {
            System.setErr(before);
        }
        String text = captured.toString(StandardCharsets.UTF_8);
        assertThat(text.strip().lines()).hasSize(1);
        return text;
    }

    private int run() {
        return CommandLineRunner.run(
                new BestTool(), "--trials", trials.toString(), "--space", space.toString(), "--out", out.toString());
    }
}
