package org.enhancerflow.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.enhancerflow.artifacts.Calibration;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.Predictions;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.testkit.RandomCorpus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tool on a file of scores. */
final class EvaluateScoresTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private RandomCorpus corpus;

    @BeforeEach
    void writeCorpus() throws IOException {
        corpus = RandomCorpus.write(folder, 600, 50, 11);
    }

    /** A table of informative scores for every window that is not left out. */
    private Path scores(String header, Split leftOut) throws IOException {
        Random random = new Random(2);
        WindowTable windows = corpus.windows();
        List<String> lines = new ArrayList<>(List.of(header));
        for (int row = 0; row < windows.size(); row++) {
            double score = 2 * windows.label(row) - 1 + random.nextGaussian() * 1.5;
            if (windows.split(row) != leftOut) {
                lines.add(windows.contigName(row) + "\t" + windows.start(row) + "\tx\t" + score);
            }
        }
        return Files.write(folder.resolve("truth.tsv"), lines);
    }

    private Path scores() throws IOException {
        return scores("contig\tstart\tid\tlog_likelihood_ratio", Split.TRAIN);
    }

    private int run(String... arguments) {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return CommandLineRunner.run(new EvaluateTool(), System.out, errors, arguments);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private String[] arguments(Path scores, Path out) {
        return new String[] {
            "--scores", scores.toString(),
            "--corpus", corpus.file().toString(),
            "--reference", corpus.fasta().toString(),
            "--positive-label", "tumour",
            "--name", "oracle",
            "--resamples", "100",
            "--out", out.toString()
        };
    }

    @Test
    void everything_is_written_and_agrees() throws IOException {
        Path out = folder.resolve("metrics/oracle");
        assertThat(run(arguments(scores(), out))).as(said()).isZero();
        Metrics metrics = Metrics.read(out.resolve("metrics.json"));
        assertThat(metrics.model()).isEqualTo("oracle");
        assertThat(metrics.testWindows()).isEqualTo(120);
        assertThat(metrics.validationWindows()).isEqualTo(120);
        assertThat(value(metrics, "roc_auc")).isBetween(0.6, 0.95);
        Calibration calibration = Calibration.read(out.resolve("calibration.json"));
        assertThat(calibration.threshold()).isEqualTo(metrics.threshold());
        Curves curves = Curves.read(out.resolve("curves.json"));
        assertThat(curves.roc().get(0)).isEqualTo(new Curves.Point(0, 0, null));
        assertThat(curves.roc().get(curves.roc().size() - 1).y()).isEqualTo(1);
        assertThat(Path.of(out + ".manifest.json")).exists();
        assertThat(out.resolve("baselines/always_positive/metrics.json")).exists();
        assertThat(out.resolve("baselines/gc_content/curves.json")).exists();
    }

    @Test
    void every_view_divides_the_whole_test_set() throws IOException {
        Path out = folder.resolve("oracle");
        assertThat(run(arguments(scores(), out))).as(said()).isZero();
        Strata strata = Strata.read(out.resolve("strata.json"));
        assertThat(strata.views()).extracting(Strata.View::name).contains("chromosome", "distance_to_training", "gc");
        for (Strata.View view : strata.views()) {
            assertThat(view.strata()).as(view.name()).hasSizeGreaterThan(1);
            assertThat(view.strata().stream().mapToLong(Strata.Stratum::windows).sum())
                    .as(view.name())
                    .isEqualTo(120);
        }
        Metrics metrics = Metrics.read(out.resolve("metrics.json"));
        assertThat(metrics.grouped()).extracting(Metrics.Grouped::unit).contains("locus");
        Metrics.Grouped loci = metrics.grouped().get(0);
        assertThat(loci.values().keySet()).isEqualTo(metrics.values().keySet());
        assertThat(Objects.requireNonNull(loci.values().get("roc_auc")).value()).isEqualTo(value(metrics, "roc_auc"));
    }

    @Test
    void predictions_hold_the_test_windows_with_calibrated_scores() throws IOException {
        Path out = folder.resolve("oracle");
        assertThat(run(arguments(scores(), out))).as(said()).isZero();
        double temperature = Calibration.read(out.resolve("calibration.json")).temperature();
        Metrics metrics = Metrics.read(out.resolve("metrics.json"));
        List<Prediction> predictions;
        try (Predictions.Reader in = new Predictions.Reader(out.resolve("predictions.tsv.gz"))) {
            assertThat(in.labels()).containsExactly("normal", "tumour");
            predictions = in.readAll();
        }
        int[] rows = corpus.windows().rowsOf(Split.TEST);
        assertThat(predictions).hasSize(rows.length);
        long hits = 0;
        for (int i = 0; i < rows.length; i++) {
            Prediction p = predictions.get(i);
            assertThat(p.start()).isEqualTo(corpus.windows().start(rows[i]));
            assertThat(p.label()).isEqualTo(corpus.windows().labelName(rows[i]));
            double odds = (p.logits().get(1) - p.logits().get(0)) / temperature;
            assertThat(p.scores().get(1)).isEqualTo(1 / (1 + Math.exp(-odds)));
            boolean called = p.scores().get(1) >= metrics.threshold();
            hits += called == "tumour".equals(p.label()) ? 1 : 0;
        }
        // What a reader computes from predictions and threshold is what metrics.json says.
        assertThat(value(metrics, "accuracy")).isEqualTo((double) hits / rows.length);
    }

    @Test
    void equal_inputs_give_equal_bytes() throws IOException {
        Path scores = scores();
        assertThat(run(arguments(scores, folder.resolve("a/oracle"))))
                .as(said())
                .isZero();
        assertThat(run(arguments(scores, folder.resolve("b/oracle"))))
                .as(said())
                .isZero();
        for (String file : List.of(
                "oracle.manifest.json",
                "oracle/metrics.json",
                "oracle/curves.json",
                "oracle/strata.json",
                "oracle/calibration.json",
                "oracle/predictions.tsv.gz",
                "oracle/baselines/gc_content/metrics.json")) {
            assertThat(folder.resolve("a").resolve(file))
                    .as(file)
                    .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
        }
    }

    @Test
    void a_window_without_a_score_is_named() throws IOException {
        Path out = folder.resolve("oracle");
        Path scores = scores("contig\tstart\tid\tlog_likelihood_ratio", Split.TEST);
        assertThat(run(arguments(scores, out))).isEqualTo(65);
        assertThat(said())
                .contains("truth.tsv", "no score for the test window chr")
                .hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void a_table_without_the_column_is_refused() throws IOException {
        assertThat(run(arguments(scores("contig\tstart\tid\tvalue", Split.TRAIN), folder.resolve("o"))))
                .isEqualTo(65);
        assertThat(said())
                .contains("truth.tsv:1", "no column 'log_likelihood_ratio'")
                .hasLineCount(1);
    }

    @Test
    void a_score_that_is_no_number_is_named_with_its_line() throws IOException {
        Path scores = scores();
        Files.writeString(scores, Files.readString(scores) + "chr1\t999999\tx\tmany\n");
        assertThat(run(arguments(scores, folder.resolve("o")))).isEqualTo(65);
        assertThat(said())
                .contains("is not a number")
                .containsPattern("truth.tsv:\\d+")
                .hasLineCount(1);
    }

    @Test
    void two_scores_for_one_window_are_refused() throws IOException {
        Path scores = scores();
        List<String> lines = new ArrayList<>(Files.readAllLines(scores));
        lines.add(lines.get(1).replaceFirst("[^\t]*$", "9.5"));
        Files.write(scores, lines);
        assertThat(run(arguments(scores, folder.resolve("o")))).isEqualTo(65);
        assertThat(said()).contains("a second score").hasLineCount(1);
    }

    @Test
    void an_unknown_positive_label_lists_the_labels() throws IOException {
        String[] arguments = arguments(scores(), folder.resolve("o"));
        arguments[7] = "cancer";
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(said()).contains("'cancer'", "normal, tumour").hasLineCount(1);
    }

    @Test
    void a_corpus_that_was_not_split_is_refused() throws IOException {
        WindowTable.Builder unsplit = WindowTable.builder(corpus.windows().header(), 1);
        unsplit.add(0, 0, 50, 25, 0, 0, 1, 1f, corpus.windows().id(0));
        unsplit.build().write(corpus.file());
        assertThat(run(arguments(scores(), folder.resolve("o")))).isEqualTo(65);
        assertThat(said()).contains("was not split").hasLineCount(1);
    }

    @Test
    void model_and_scores_exclude_each_other() throws IOException {
        String corpusFile = corpus.file().toString();
        assertThat(run("--corpus", corpusFile, "--positive-label", "tumour", "--out", folder + "/o"))
                .isEqualTo(2);
        assertThat(said()).contains("either --model or --scores").hasLineCount(1);
    }

    @Test
    void a_model_needs_its_token_stores() throws IOException {
        String corpusFile = corpus.file().toString();
        assertThat(run(
                        "--model",
                        folder.toString(),
                        "--corpus",
                        corpusFile,
                        "--positive-label",
                        "tumour",
                        "--out",
                        folder + "/o"))
                .isEqualTo(2);
        assertThat(said()).contains("--model needs --validation").hasLineCount(1);
    }

    private static Double value(Metrics metrics, String key) {
        Estimate estimate = Objects.requireNonNull(metrics.values().get(key), key);
        return Objects.requireNonNull(estimate.value(), key);
    }
}
