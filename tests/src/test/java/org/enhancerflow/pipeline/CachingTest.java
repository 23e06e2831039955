package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What is run again and what is not, on a run smaller than the demo. Each test resumes the same run. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CachingTest {
    private static Outcome first = new Outcome(-1, "", "", Path.of(""));

    @BeforeAll
    static void run() {
        first = Small.run("small");
    }

    @Test
    @Order(1)
    void aSecondRunTakesEverythingFromTheCache() {
        assertThat(first.exit()).as(first.output() + first.errors()).isZero();
        Outcome again = Small.run("small", "-resume");
        assertThat(again.exit()).as(again.errors()).isZero();
        assertThat(again.processes("COMPLETED")).isEmpty();
        assertThat(again.processes("CACHED"))
                .contains("SIMULATE", "SEARCH", "TRAIN", "REPORT")
                .hasSize(13);
    }

    @Test
    @Order(2)
    void moreMemoryAloneRerunsNothing() throws IOException {
        Path config = Files.writeString(
                Nextflow.RUNS.resolve("small/memory.config"), "process.resourceLimits = [cpus: 2, memory: 3.GB]\n");
        Outcome again = Small.run("small", "-resume", "-c", config.toString());
        assertThat(again.exit()).as(again.errors()).isZero();
        assertThat(again.processes("COMPLETED")).isEmpty();
    }

    @Test
    @Order(3)
    void aChangedParameterRerunsOnlyWhatDependsOnIt() {
        Outcome again =
                Small.run("small", "-resume", "--model_settings.dnabert2", Small.DNABERT2 + ",dropout_hidden=0.05");
        assertThat(again.exit()).as(again.errors()).isZero();
        assertThat(again.trace().stream()
                        .filter(row -> row.status().equals("COMPLETED"))
                        .map(row -> row.name().replaceFirst("^.*:", ""))
                        .toList())
                .containsExactlyInAnyOrder(
                        "SEARCH (dnabert2 1)",
                        "SEARCH (dnabert2 2)",
                        "BEST (dnabert2)",
                        "TRAIN (dnabert2)",
                        "EVALUATE (dnabert2, test)",
                        "COMPARE (test)",
                        "REPORT");
    }

    @Test
    void twoRunsInTwoFoldersGiveEqualBytes() throws IOException {
        Outcome other = Small.run("small-too");
        assertThat(other.exit()).as(other.output() + other.errors()).isZero();
        // The third test has published another transformer into the first folder.
        Outcome restored = Small.run("small", "-resume");
        assertThat(restored.processes("COMPLETED")).isEmpty();
        assertThat(Folders.digests(other.results(), Folders::artifact))
                .isEqualTo(Folders.digests(first.results(), Folders::artifact))
                .containsKeys("report.html", "corpus/corpus.bed.gz", "models/cnn/model.safetensors");
    }
}
