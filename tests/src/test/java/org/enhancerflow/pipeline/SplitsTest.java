package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Several ways of splitting in one run, of a model that takes seconds. */
class SplitsTest {
    private static final String[] SMALL = {"--models", "kmer", "--trials", "0", "--model_settings.kmer", "epochs=2"};

    private static Outcome run(String splits, String... more) {
        String[] arguments = Stream.of(SMALL, new String[] {"--split_strategy", splits}, more)
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
        return Small.run("splits", arguments);
    }

    @Test
    void modelsOfTwoSplitsStandSideBySideAndThoseOfOneAreTakenFromTheCache() throws IOException {
        Outcome one = run("stratified");
        assertThat(one.exit()).as(one.output() + one.errors()).isZero();
        assertThat(one.results().resolve("models/kmer/model.safetensors")).exists();
        assertThat(one.results().resolve("metrics/kmer/metrics.json")).exists();

        Outcome two = run("stratified,locus", "-resume");
        assertThat(two.exit()).as(two.output() + two.errors()).isZero();
        assertThat(two.trace().stream()
                        .filter(row -> row.status().equals("COMPLETED"))
                        .map(row -> row.name().replaceFirst("^.*:", ""))
                        .toList())
                .containsExactlyInAnyOrder(
                        "SPLIT (locus)",
                        "VOCAB (kmer5, locus)",
                        "TOKENIZE (kmer5, test, locus)",
                        "TRAIN (kmer, locus)",
                        "EVALUATE (kmer, test, locus)",
                        "EVALUATE (oracle, test, locus)",
                        "COMPARE (test, locus)",
                        "REPORT");
        for (String split : new String[] {"stratified", "locus"}) {
            for (String file : new String[] {
                "corpus/%s/corpus.bed.gz",
                "tokens/%s/kmer5/tokenizer.json",
                "models/%s/kmer/model.safetensors",
                "metrics/%s/kmer/metrics.json",
                "metrics/%s/comparison-test.json"
            }) {
                assertThat(two.results().resolve(file.formatted(split))).exists();
            }
            assertThat(two.results().resolve("models/" + split + "/kmer/README.md"))
                    .content()
                    .contains("Test set " + split + ":", "Split " + split + ":");
        }
        assertThat(Files.readString(two.results().resolve("report.html")))
                .contains("Splits side by side</h2>", "Results on stratified</h2>", "Results on locus</h2>");
    }
}
