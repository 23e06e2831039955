package org.enhancerflow.tools.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.kit.CommandLineRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BenchmarkToolTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"fp32", "bf16"})
    void everyFigureIsThereAndTheModelLearns(String precision) throws IOException {
        Path out = folder.resolve("speed.json");
        Path losses = folder.resolve("losses.tsv");
        assertThat(run(
                        "--model",
                        "dnabert2",
                        "--set",
                        "layers=1",
                        "--batch",
                        "16",
                        "--micro",
                        "8",
                        "--tokens",
                        "20-24",
                        "--steps",
                        "60",
                        "--learning-rate",
                        "3e-3",
                        "--precision",
                        precision,
                        "--device",
                        "cpu",
                        "--out",
                        out.toString(),
                        "--losses",
                        losses.toString()))
                .isZero();
        JsonNode speed = new ObjectMapper().readTree(out.toFile());
        assertThat(speed.get("precision").asText()).isEqualTo(precision);
        for (String figure : List.of(
                "sequences_per_second", "tokens_per_second", "operations_per_second", "peak_operations_per_second")) {
            assertThat(speed.get(figure).asDouble()).as(figure).isPositive();
        }
        assertThat(Files.readAllLines(losses)).hasSize(1 + 7 + 60);
        assertThat(speed.get("last_loss").asDouble()).isLessThan(0.65);
    }

    @ParameterizedTest
    @CsvSource({"cnn,60", "kmer,40", "hybrid,60"})
    void everyFamilyRuns(String model, String tokens) {
        assertThat(run("--model", model, "--batch", "4", "--tokens", tokens, "--steps", "1", "--device", "cpu"))
                .isZero();
    }

    @Test
    void wrongUseIsRefused() {
        assertThat(run("--model", "none")).isEqualTo(2);
        assertThat(run("--model", "dnabert2", "--tokens", "9-3")).isEqualTo(2);
        assertThat(run("--model", "dnabert2", "--set", "layers")).isEqualTo(2);
        assertThat(run("--model", "cnn", "--padded")).isEqualTo(2);
    }

    private static int run(String... arguments) {
        return CommandLineRunner.run(new BenchmarkTool(), new ArrayList<>(List.of(arguments)).toArray(String[]::new));
    }
}
