package org.enhancerflow.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.enhancerflow.kit.CommandLineRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReportToolTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(List<String> arguments) {
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        return CommandLineRunner.run(new ReportTool(), System.out, errors, arguments.toArray(String[]::new));
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void equal_inputs_give_equal_bytes() throws IOException {
        Fixture fixture = new Fixture(folder);
        Path one = folder.resolve("one/report.html");
        Path two = folder.resolve("two/report.html");
        assertThat(run(fixture.wholeRun(one))).as(said()).isZero();
        assertThat(run(fixture.wholeRun(two))).as(said()).isZero();
        assertThat(one).hasSameBinaryContentAs(two);
        assertThat(Path.of(one + ".manifest.json")).hasSameBinaryContentAs(Path.of(two + ".manifest.json"));
    }

    @Test
    void a_whole_run_has_every_section_and_stays_small() throws IOException {
        Path out = folder.resolve("report.html");
        assertThat(run(new Fixture(folder).wholeRun(out))).as(said()).isZero();
        assertThat(Files.readString(out))
                .contains("Summary</h2>", "Results on test</h2>", "Training</h2>", "Search</h2>", "Corpus</h2>")
                .contains(
                        "Tokens</h2>",
                        "bpe, tumour",
                        "3.13 %",
                        "Leakage</h2>",
                        "Provenance</h2>",
                        "Way to the oracle",
                        "F1 alone proves little");
        assertThat(Files.size(out)).isLessThan(1_500_000);
    }

    @Test
    void metrics_alone_make_a_report_without_the_other_sections() throws IOException {
        Path out = folder.resolve("report.html");
        String metrics = new Fixture(folder).metrics("cnn", "test", 0.5).toString();
        assertThat(run(List.of("--metrics", metrics, "--out", out.toString())))
                .as(said())
                .isZero();
        assertThat(Files.readString(out)).contains("Results on test</h2>").doesNotContain("Training</h2>");
    }

    @Test
    void two_test_sets_have_a_table_each() throws IOException {
        Path out = folder.resolve("report.html");
        Fixture fixture = new Fixture(folder);
        assertThat(run(List.of(
                        "--metrics", fixture.metrics("cnn", "test", 0.5).toString(),
                        "--metrics", fixture.metrics("cnn", "another", 0.3).toString(),
                        "--out", out.toString())))
                .as(said())
                .isZero();
        assertThat(Files.readString(out)).contains("Results on test</h2>", "Results on another</h2>");
    }

    @Test
    void several_splits_stand_side_by_side() throws IOException {
        Path out = folder.resolve("report.html");
        Fixture fixture = new Fixture(folder);
        Path comparison = fixture.comparison("test", "cnn", "dnabert2");
        Path model = fixture.model("cnn");
        assertThat(run(List.of(
                        "--metrics", "stratified=" + fixture.metrics("cnn", "test", 0.6),
                        "--metrics", "locus=" + fixture.metrics("cnn", "another test", 0.4),
                        "--metrics", "other-locus=" + fixture.metrics("cnn", "other", 0.2),
                        "--comparison", "stratified=" + comparison,
                        "--comparison", "locus=" + comparison,
                        "--models", "stratified=" + model,
                        "--models", "locus=" + model,
                        "--leakage", fixture.leakage("stratified", 584).toString(),
                        "--leakage", fixture.leakage("locus", 0).toString(),
                        "--cards-out", folder + "/cards",
                        "--out", out.toString())))
                .as(said())
                .isZero();
        assertThat(Files.readString(out))
                .contains(
                        "Splits side by side</h2>",
                        ">0.800<small>0.788–0.812</small></td>",
                        ">0.700<small>0.688–0.712</small></td>")
                .contains(">50.0 %</td>", ">0.0 %</td>", ">locus less stratified</th>", ">−0.100</td>")
                .contains("windows of “stratified”", "windows of “locus”", "Settings of cnn, locus");
        assertThat(folder.resolve("cards/stratified/cnn/README.md"))
                .content()
                .contains("| ROC-AUC | 0.800 |", "Split stratified: 584 of")
                .doesNotContain("locus");
        assertThat(folder.resolve("cards/locus/cnn/README.md"))
                .content()
                .contains("| ROC-AUC | 0.700 |", "| ROC-AUC | 0.600 |", "name: \"other-locus\"", "Split locus: 0 of")
                .doesNotContain("stratified");
    }

    @Test
    void a_name_with_markup_shows_as_text() throws IOException {
        Path out = folder.resolve("report.html");
        String name = "<script>alert(1)</script>\"'&<!--";
        String metrics = new Fixture(folder).metrics(name, "</script><b>", 0.5).toString();
        assertThat(run(List.of("--metrics", metrics, "--title", "</title><i>", "--out", out.toString())))
                .as(said())
                .isZero();
        String page = Files.readString(out);
        assertThat(page).contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;&lt;!--");
        assertThat(page).doesNotContain("<script>alert", "</script><b>", "</title><i>");
        // The page's own and the data.
        assertThat(page.split("</script", -1)).hasSize(PlotLibrary.values().length + 2);
    }

    @Test
    void model_cards_say_what_was_measured() throws IOException {
        List<String> arguments = new ArrayList<>(new Fixture(folder).wholeRun(folder.resolve("report.html")));
        arguments.addAll(List.of("--cards-out", folder + "/cards"));
        assertThat(run(arguments)).as(said()).isZero();
        assertThat(folder.resolve("cards/cnn/README.md"))
                .content()
                .startsWith("---\nlibrary_name: enhancerflow\nmodel-index:\n- name: \"cnn\"\n")
                .contains(
                        "    - type: pr_auc\n      name: \"PR-AUC\"\n      value: 0.810000\n",
                        "\n---\n# cnn\n\nText.\n\n## Evaluation\n")
                .contains("| ROC-AUC | 0.810 | 0.798–0.822 |", "253 of 1,168 test windows overlap")
                .contains("Baseline always positive: PR-AUC 0.500");
    }

    @Test
    void multiqc_files_have_the_figures_and_escaped_names() throws IOException {
        List<String> arguments = new ArrayList<>(new Fixture(folder).wholeRun(folder.resolve("report.html")));
        arguments.addAll(List.of(
                "--metrics", new Fixture(folder).metrics("<b>", "test", 0.1).toString()));
        arguments.addAll(List.of("--multiqc-out", folder + "/multiqc"));
        assertThat(run(arguments)).as(said()).isZero();
        try (Stream<Path> files = Files.list(folder.resolve("multiqc"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "enhancerflow_models_mqc.json",
                            "enhancerflow_roc_mqc.json",
                            "enhancerflow_training_mqc.json",
                            "enhancerflow_samples_mqc.json",
                            "enhancerflow_corpus_mqc.json");
        }
        assertThat(folder.resolve("multiqc/enhancerflow_models_mqc.json"))
                .content()
                .contains("\"&lt;b&gt;\"", "\"pr_auc\" : 0.81")
                .doesNotContain("<b>");
    }

    @Test
    void the_same_model_twice_is_refused() throws IOException {
        String metrics = new Fixture(folder).metrics("cnn", "test", 0.5).toString();
        assertThat(run(List.of("--metrics", metrics, "--metrics", metrics, "--out", folder + "/r.html")))
                .isEqualTo(2);
        assertThat(said()).contains("second evaluation of 'cnn'").hasLineCount(1);
    }

    @Test
    void a_damaged_metrics_file_is_one_line_and_leaves_nothing() throws IOException {
        Path metrics = new Fixture(folder).metrics("cnn", "test", 0.5);
        Files.writeString(metrics.resolve("metrics.json"), "{\"model\": 3");
        Path out = folder.resolve("out/report.html");
        assertThat(run(List.of("--metrics", metrics.toString(), "--out", out.toString())))
                .isEqualTo(65);
        assertThat(said()).contains("metrics.json").hasLineCount(1);
        assertThat(out).doesNotExist();
    }

    @Test
    void a_folder_without_metrics_is_one_line() throws IOException {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        assertThat(run(List.of("--metrics", empty.toString(), "--out", folder + "/r.html")))
                .isEqualTo(65);
        assertThat(said()).contains("metrics.json", "does not exist").hasLineCount(1);
    }

    @Test
    void trials_need_a_name() throws IOException {
        String metrics = new Fixture(folder).metrics("cnn", "test", 0.5).toString();
        assertThat(run(List.of("--metrics", metrics, "--trials", "trials.tsv", "--out", folder + "/r.html")))
                .isEqualTo(2);
        assertThat(said()).contains("NAME=FILE").hasLineCount(1);
    }

    @Test
    void importances_belong_to_a_search_and_the_largest_comes_first() throws IOException {
        Fixture fixture = new Fixture(folder);
        Path out = folder.resolve("whole.html");
        assertThat(run(fixture.wholeRun(out))).isZero();
        String page = Files.readString(out);
        assertThat(page).contains("What mattered to cnn");
        assertThat(page.indexOf("\"share\":0.625"))
                .isPositive()
                .isLessThan(page.indexOf("\"share\":0.25"))
                .isLessThan(page.indexOf("\"share\":0.125"));
        List<String> without = fixture.wholeRun(out);
        without.set(without.indexOf("--trials") + 1, "kmer=" + fixture.trials());
        assertThat(run(without)).isEqualTo(2);
        assertThat(said()).contains("--best names cnn").hasLineCount(1);
    }

    @Test
    void curves_of_another_model_are_refused() throws IOException {
        Fixture fixture = new Fixture(folder);
        Path one = fixture.metrics("cnn", "test", 0.5);
        Path two = fixture.metrics("dnabert2", "test", 0.4);
        Files.copy(two.resolve("curves.json"), one.resolve("curves.json"), StandardCopyOption.REPLACE_EXISTING);
        assertThat(run(List.of("--metrics", one.toString(), "--out", folder + "/r.html")))
                .isEqualTo(65);
        assertThat(said()).contains("curves.json", "is of 'dnabert2'").hasLineCount(1);
    }
}
