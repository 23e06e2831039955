package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's mistake is one line, and nothing starts. */
class UserMistakesTest {
    @TempDir
    Path inputs;

    @Test
    void everyWrongParameterIsOneLine() {
        refused(
                Nextflow.pipeline(
                        "wrong-parameters",
                        "--trails",
                        "3",
                        "--max-tokens",
                        "5",
                        "--fasta",
                        "nowhere.fa",
                        "--window",
                        "1",
                        "--seed",
                        "abc",
                        "--balance",
                        "maybe",
                        "--models",
                        "resnet",
                        "--model_settings.cnn",
                        "epochs",
                        "--search_settings.resnet",
                        "epochs=1",
                        "--search_pruner",
                        "best",
                        "--shards",
                        "2000",
                        "--gpus",
                        "two",
                        "--study_url",
                        "jdbc:postgresql://me:hush@host/db?user=me&password=hush&ssl=true"),
                "--maxTokens is no parameter: did you mean --max_tokens? --help lists them all",
                "--trails is no parameter: did you mean --trials? --help lists them all",
                "--fasta: there is no file nowhere.fa",
                "--window is 1: it must be from 10 to 100000",
                "--balance takes a boolean, not 'maybe'",
                "--seed takes a whole number, not 'abc'",
                "--models is 'resnet': name one or several of kmer, cnn, cnn_kmer, hybrid, dnabert2, with commas between",
                "--model_settings.cnn is 'epochs': write key=value, with commas between",
                "--search_settings.resnet: there is no such model; name one of kmer, cnn, cnn_kmer, hybrid, dnabert2",
                "--study_url is 'jdbc:postgresql://me:…@host/db?user=me&password=…&ssl=true': write jdbc:postgresql://HOST/DATABASE?user=NAME, and the password into PGPASSWORD",
                "--search_pruner is 'best': it must be one of hyperband, successive-halving, median, none",
                "--shards is 2000: it must be from 1 to 1024",
                "--gpus takes a whole number, not 'two'");
    }

    @Test
    void aSamplesheetNeedsItsGenome() throws IOException {
        Path sheet = sheet("sample,label,peaks\na,tumour,a.bed\nb,normal,a.bed\n");
        refused(
                Nextflow.pipeline("no-fasta", "--input", sheet.toString()),
                "--fasta is missing: name the FASTA file that the peaks of --input lie on");
    }

    @Test
    void everyWrongRowOfTheSamplesheetIsOneLine() throws IOException {
        refused(
                withSheet(
                        "wrong-rows",
                        """
                        sample,label,peaks,role,chain
                        a,tumour,a.bed,,
                        a,tumour,a.bed,corpus,
                        b c,normal,a.bed,,
                        d,nor$mal,a.bed,,
                        e,normal,nowhere.bed,,
                        f,normal,,,
                        g,normal
                        h,"normal,a.bed,,
                        i,normal,a.bed,test,
                        j,normal,a.bed,,hg38.chain
                        <script>alert(1)</script>,normal,a.bed,,
                        """),
                "sheet.csv:3: sample 'a' is already on line 2",
                "sheet.csv:4: sample 'b c' is not a name: use letters, digits, '.', '_' and '-', and no '.' or '-' first",
                "sheet.csv:5: label 'nor$mal' is not a name: use letters, digits, '.', '_' and '-', and no '.' or '-' first",
                "sheet.csv:6: peaks 'nowhere.bed' is not a file: paths are relative to the samplesheet's folder",
                "sheet.csv:7: give peaks (narrowPeak, BED or interval list) or sequences (FASTA, CSV or TSV), but both are empty",
                "sheet.csv:8: 2 fields, but the header has 5",
                "sheet.csv:9: the quotes do not match",
                "sheet.csv:10: role 'test' is not a name: give corpus, or a further test set a name of its own other than"
                        + " test",
                "sheet.csv:11: chain 'hg38.chain' is not a file: paths are relative to the samplesheet's folder",
                "sheet.csv:12: sample '<script>alert(1)</script>' is not a name: use letters, digits, '.', '_' and '-', and no '.' or '-' first");
    }

    @Test
    void aWrongHeaderIsNamed() throws IOException {
        refused(
                withSheet("wrong-header", "sample,peaks,colour\na,a.bed,red\n"),
                "sheet.csv:1: column 'colour' is not known: the columns are sample, label, peaks, sequences, group, chain, role",
                "sheet.csv:1: column 'label' is missing");
    }

    @Test
    void anEmptySamplesheetIsRefused() throws IOException {
        refused(
                withSheet("empty-sheet", ""),
                "sheet.csv:1: column 'sample' is missing",
                "sheet.csv:1: column 'label' is missing",
                "sheet.csv:1: column 'peaks' is missing, and so is 'sequences'");
    }

    @Test
    void oneClassIsNotEnough() throws IOException {
        refused(
                withSheet("one-class", "sample,label,peaks\na,tumour,a.bed\nb,tumour,a.bed\n"),
                "sheet.csv: fewer than two labels: a classifier needs samples of two classes, or --background NAME");
    }

    @Test
    void peaksAndSequencesDoNotMix() throws IOException {
        refused(
                withSheet(
                        "mixed-sheet",
                        """
                        sample,label,peaks,sequences,chain
                        a,tumour,a.bed,,
                        b,normal,,genome.fa,
                        c,normal,a.bed,genome.fa,
                        d,normal,,genome.fa,genome.fa
                        """),
                "sheet.csv:4: give peaks (narrowPeak, BED or interval list) or sequences (FASTA, CSV or TSV), not both",
                "sheet.csv:5: chain lifts peaks: sequences have no place");
        refused(
                withSheet("two-forms", "sample,label,peaks,sequences\na,tumour,a.bed,\nb,normal,,genome.fa\n"),
                "sheet.csv: has rows with peaks and rows with sequences: a corpus is made of one or the other",
                "--fasta goes with peaks: sheet.csv has sequences");
        refused(
                withSheet(
                        "sequences-and-peaks-parameters",
                        "sample,label,sequences\na,x,genome.fa\n",
                        "--background",
                        "other",
                        "--label_column",
                        "class"),
                "sheet.csv:2: label is 'x', but --label_column says that the file tells: leave it empty");
        refused(
                withSheet("no-positive-label", "sample,sequences\na,genome.fa\n", "--label_column", "class"),
                "--fasta goes with peaks: sheet.csv has sequences",
                "--positive_label is missing: the samplesheet does not tell the labels where --label_column does");
    }

    @Test
    void backgroundIsAClassOfItsOwnOnOneAssembly() throws IOException {
        refused(
                withSheet(
                        "background-clash",
                        "sample,label,peaks,chain\na,tumour,a.bed,\nb,normal,a.bed,genome.fa\n",
                        "--background",
                        "normal"),
                "sheet.csv: --background is 'normal', which is a label of the sheet: give the background a name of its own",
                "sheet.csv: --background needs all peaks on one assembly: give every row the same chain, or none");
    }

    @Test
    void quotesByteOrderMarksAndWindowsLineEndsAreRead() throws IOException {
        Outcome run = withSheet(
                "friendly-sheet",
                "\uFEFF\"sample\",label,peaks\r\n\"a\",\"tumour\",\"a.bed\"\r\n\r\nb,normal,a.bed\r\n",
                "-stub");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.processes("COMPLETED")).contains("EXTRACT", "REPORT").doesNotContain("SIMULATE");
    }

    @Test
    void toolsThatAreNotBuiltAreNamed() {
        refused(
                Nextflow.pipeline("not-built", "-profile", "demo", "--tools", inputs.toString()),
                "the tools are not built: run " + Nextflow.ROOT + "/nextflow once, or mvn package in " + Nextflow.ROOT);
    }

    @Test
    void helpListsEveryParameter() throws IOException {
        Outcome help = Nextflow.pipeline("help", "--help");
        assertThat(help.exit()).isZero();
        assertThat(help.output()).contains("--input", "--fasta", "--positive_label", "--trials", "--threads");
        nothingStarted(help);
    }

    private Path sheet(String text) throws IOException {
        Files.writeString(inputs.resolve("a.bed"), "chr1\t100\t200\n");
        Files.writeString(inputs.resolve("genome.fa"), ">chr1\nACGT\n");
        return Files.writeString(inputs.resolve("sheet.csv"), text);
    }

    private Outcome withSheet(String name, String text, String... more) throws IOException {
        Path sheet = sheet(text);
        List<String> arguments = new ArrayList<>(List.of(
                "--input",
                sheet.toString(),
                "--fasta",
                inputs.resolve("genome.fa").toString()));
        arguments.addAll(List.of(more));
        return Nextflow.pipeline(name, arguments.toArray(String[]::new));
    }

    private static void refused(Outcome run, String... problems) {
        assertThat(run.errorLines())
                .containsExactlyInAnyOrder(Arrays.stream(problems)
                        .map(problem -> "enhancerflow: " + problem)
                        .toArray(String[]::new));
        assertThat(run.exit()).isEqualTo(2);
        nothingStarted(run);
    }

    private static void nothingStarted(Outcome run) {
        assertThat(run.results().resolve("study")).doesNotExist();
        // Nextflow makes its own work folder before it reads the script.
        assertThat(run.folder().resolve("work")).isEmptyDirectory();
    }
}
