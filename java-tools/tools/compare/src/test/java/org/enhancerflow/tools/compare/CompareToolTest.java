package org.enhancerflow.tools.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.statistics.DeLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompareToolTest {
    private static final int WINDOWS = 400;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    /** A folder as evaluate writes it; the larger the separation, the better the model. */
    private Path evaluated(String name, String replicateOf, double separation, int windows, String contig)
            throws IOException {
        Path target = Files.createDirectories(folder.resolve(name));
        Random random = new Random(name.hashCode());
        try (Predictions.Writer out =
                new Predictions.Writer(target.resolve("predictions.tsv.gz"), List.of("normal", "tumour"))) {
            for (int row = 0; row < windows; row++) {
                boolean positive = row % 4 == 0;
                double logit = (positive ? separation : 0) + random.nextGaussian();
                double score = 1 / (1 + Math.exp(-logit));
                out.write(new Prediction(
                        "s:" + row,
                        contig,
                        row * 100L,
                        row * 100L + 50,
                        positive ? "tumour" : "normal",
                        List.of(1 - score, score),
                        List.of(0.0, logit)));
            }
        }
        new Metrics(
                        name,
                        replicateOf,
                        "test",
                        "tumour",
                        List.of("normal", "tumour"),
                        10,
                        windows,
                        windows / 4,
                        1,
                        0.5,
                        Map.of("roc_auc", Estimate.of(separation)),
                        List.of(),
                        null)
                .write(target.resolve("metrics.json"));
        return target;
    }

    private int compare(Path out, Path... folders) {
        List<String> arguments = new ArrayList<>(List.of("--out", out.toString(), "--resamples", "500"));
        for (Path each : folders) {
            arguments.addAll(List.of("--metrics", each.toString()));
        }
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return CommandLineRunner.run(new CompareTool(), System.out, errors, arguments.toArray(String[]::new));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void a_better_model_is_told_from_a_worse_one_and_not_from_an_equal_one() throws IOException {
        Path out = folder.resolve("comparison.json");
        Path good = evaluated("good", "good", 2, WINDOWS, "chr1");
        Path equal = evaluated("equal", "equal", 2, WINDOWS, "chr1");
        Path poor = evaluated("poor", "poor", 0.3, WINDOWS, "chr1");
        assertThat(compare(out, good, equal, poor)).as(said()).isZero();
        Comparison comparison = Comparison.read(out);
        assertThat(comparison.models()).containsExactly("good", "equal", "poor");
        assertThat(comparison.windows()).isEqualTo(WINDOWS);
        assertThat(comparison.pairs()).hasSize(3);
        Comparison.Pair same = comparison.pairs().get(0);
        assertThat(same.rocAuc().p()).isGreaterThan(0.05);
        Comparison.Pair apart = comparison.pairs().get(1);
        assertThat(apart.first()).isEqualTo("good");
        assertThat(apart.second()).isEqualTo("poor");
        assertThat(apart.rocAuc().low()).isPositive();
        assertThat(apart.prAuc().low()).isPositive();
        assertThat(apart.rocAuc().p()).isCloseTo(2 / 501.0, within(1e-12));
        Comparison.DeLong delong = Objects.requireNonNull(apart.delong());
        assertThat(delong.p()).isLessThan(1e-6);
        assertThat(apart.mcnemar().onlyFirst()).isGreaterThan(apart.mcnemar().onlySecond());
        assertThat(apart.mcnemar().p()).isLessThan(0.01);
    }

    @Test
    void delong_of_the_file_is_that_of_the_predictions() throws IOException {
        Path out = folder.resolve("comparison.json");
        Path a = evaluated("a", "a", 1, WINDOWS, "chr1");
        Path b = evaluated("b", "b", 0.8, WINDOWS, "chr1");
        assertThat(compare(out, a, b)).as(said()).isZero();
        Answered first = Answered.readAll(List.of(a)).get(0);
        Answered second = Answered.readAll(List.of(b)).get(0);
        DeLong.Comparison expected = DeLong.compare(first.positive(), first.logOdds(), second.logOdds());
        Comparison.Pair pair = Comparison.read(out).pairs().get(0);
        assertThat(Objects.requireNonNull(pair.delong()).z())
                .isEqualTo(expected.z().orElseThrow());
        assertThat(Objects.requireNonNull(pair.rocAuc().value())).isCloseTo(expected.difference(), within(1e-12));
    }

    @Test
    void runs_of_several_seeds_are_summarised_and_stand_for_one_model() throws IOException {
        Path out = folder.resolve("comparison.json");
        assertThat(compare(
                        out,
                        evaluated("cnn", "cnn", 0.5, WINDOWS, "chr1"),
                        evaluated("cnn-2", "cnn", 0.7, WINDOWS, "chr1"),
                        evaluated("other", "other", 0.7, WINDOWS, "chr1")))
                .as(said())
                .isZero();
        Comparison comparison = Comparison.read(out);
        assertThat(comparison.pairs()).hasSize(1);
        Comparison.Replicates replicates = comparison.replicates().get(0);
        assertThat(replicates.runs()).containsExactly("cnn", "cnn-2");
        Comparison.Spread spread = Objects.requireNonNull(replicates.values().get("roc_auc"));
        assertThat(spread.mean()).isCloseTo(0.6, within(1e-12));
        assertThat(spread.deviation()).isCloseTo(Math.sqrt(0.02), within(1e-12));
        assertThat(spread.low()).isEqualTo(0.5);
    }

    @Test
    void one_model_compares_with_nothing() throws IOException {
        Path out = folder.resolve("comparison.json");
        assertThat(compare(out, evaluated("a", "a", 1, WINDOWS, "chr1")))
                .as(said())
                .isZero();
        assertThat(Comparison.read(out).pairs()).isEmpty();
    }

    @Test
    void equal_inputs_give_equal_bytes() throws IOException {
        Path a = evaluated("a", "a", 1, WINDOWS, "chr1");
        Path b = evaluated("b", "b", 0.8, WINDOWS, "chr1");
        compare(folder.resolve("one/comparison.json"), a, b);
        compare(folder.resolve("two/comparison.json"), a, b);
        for (String file : List.of("comparison.json", "comparison.json.manifest.json")) {
            assertThat(folder.resolve("one").resolve(file))
                    .hasSameBinaryContentAs(folder.resolve("two").resolve(file));
        }
    }

    @Test
    void other_windows_are_refused_with_file_and_line() throws IOException {
        Path a = evaluated("a", "a", 1, WINDOWS, "chr1");
        Path b = evaluated("b", "b", 1, WINDOWS, "chr2");
        assertThat(compare(folder.resolve("c.json"), a, b)).isEqualTo(65);
        assertThat(said())
                .contains("predictions.tsv.gz:2", "not of the windows")
                .hasLineCount(1);
        assertThat(folder.resolve("c.json")).doesNotExist();
    }

    @Test
    void a_model_given_twice_is_refused() throws IOException {
        Path a = evaluated("a", "a", 1, WINDOWS, "chr1");
        assertThat(compare(folder.resolve("c.json"), a, a)).isEqualTo(65);
        assertThat(said()).contains("second evaluation of 'a'").hasLineCount(1);
    }
}
