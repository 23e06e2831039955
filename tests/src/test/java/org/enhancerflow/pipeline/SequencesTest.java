package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.artifacts.Metrics;
import org.junit.jupiter.api.Test;

/** Sequences without coordinates go the whole way: a table whose column tells the class, no genome. */
class SequencesTest {
    private static final int RECORDS = 240;

    @Test
    void aTableOfLabelledSequencesBecomesAModelAndAReport() throws IOException {
        Path inputs = Files.createDirectories(Nextflow.RUNS.resolve("sequences"));
        Files.writeString(inputs.resolve("half.csv"), table(1));
        Files.writeString(inputs.resolve("other half.csv"), table(2));
        Path sheet = Files.writeString(
                inputs.resolve("sheet.csv"), "sample,sequences\none,half.csv\ntwo,\"other half.csv\"\n");
        Outcome run = Nextflow.pipeline(
                "sequences",
                "--input",
                sheet.toString(),
                "--label_column",
                "class",
                "--sequence_column",
                "dna",
                "--positive_label",
                "rich",
                "--models",
                "cnn",
                "--trials",
                "0",
                "--model_settings.cnn",
                "max_steps=40,evaluate_every=20,batch_size=32");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.processes("COMPLETED"))
                .contains("EXTRACT_SEQUENCES", "DEDUP", "SPLIT", "TOKENIZE", "TRAIN", "EVALUATE", "REPORT")
                .doesNotContain("REFERENCE", "EXTRACT", "SIMULATE");
        assertThat(run.results().resolve("report.html")).exists();
        Metrics metrics = Json.read(metrics(run.results()), Metrics.class);
        assertThat(metrics.labels()).containsExactly("poor", "rich");
        // Half of the bases against a quarter: nobody can miss it.
        assertThat(Objects.requireNonNull(metrics.values().get("roc_auc")).value())
                .isGreaterThan(0.95);
    }

    private static Path metrics(Path results) throws IOException {
        try (Stream<Path> files = Files.walk(results)) {
            return files.filter(file -> file.endsWith("metrics.json"))
                    .filter(file -> file.toString().contains("cnn"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String table(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        StringBuilder lines = new StringBuilder("dna,class\n");
        for (int i = 0; i < RECORDS; i++) {
            String alphabet = i % 2 == 0 ? "GGGCCCAT" : "AAATTTGC";
            for (int base = 0; base < 120; base++) {
                lines.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            lines.append(i % 2 == 0 ? ",rich\n" : ",poor\n");
        }
        return lines.toString();
    }
}
