package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real hg19 sequence and ENCODE narrowPeak files, from peaks to report. */
class RealGenomeTest {
    private static final Path DATA = Path.of(Objects.requireNonNull(System.getProperty("enhancerflow.shared")))
            .resolve("data/hg19_demo")
            .toAbsolutePath()
            .normalize();
    private static final String SUFFIX = ".narrowPeak";

    @Test
    void windowsEqualThoseCutIndependentlyAndTheRunEndsWithAReport() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "SKIPPED: there is no real data in " + DATA);
        Outcome run = Nextflow.pipeline(
                "hg19",
                "--input",
                samplesheet().toString(),
                "--fasta",
                DATA.resolve("hg19_chr17_chr20.partial.fa.gz").toString(),
                "--positive_label",
                "tumour",
                "--models",
                "cnn,dnabert2",
                "--model_settings.cnn",
                Small.CNN,
                "--model_settings.dnabert2",
                Small.DNABERT2,
                "--vocab_size",
                "128",
                "--trials",
                "0");
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        ReportPage.check(run.results().resolve("report.html"));
        assertThat(windows(run)).containsExactlyInAnyOrderElementsOf(expected());
    }

    private static Path samplesheet() throws IOException {
        List<String> rows = new ArrayList<>(List.of("sample,label,peaks"));
        for (String folder : new String[] {"normal", "tumour_HCT116"}) {
            try (Stream<Path> files = Files.list(DATA.resolve("narrowPeak").resolve(folder))) {
                files.sorted().forEach(file -> {
                    String name = file.getFileName().toString();
                    rows.add(name.substring(0, name.length() - SUFFIX.length()) + ',' + label(folder) + ',' + file);
                });
            }
        }
        return Files.write(
                Files.createDirectories(Nextflow.RUNS.resolve("hg19")).resolve("samplesheet.csv"), rows);
    }

    private static String label(String folder) {
        return folder.replaceFirst("_.*", "");
    }

    /** Label, file, contig, start, end and the digest of the bases of every window that EXTRACT cut. */
    private static List<String> windows(Outcome run) throws IOException {
        List<String> windows = new ArrayList<>();
        Path genome = run.trace().stream()
                .filter(row -> row.process().equals("REFERENCE"))
                .findFirst()
                .orElseThrow()
                .work(run.folder())
                .resolve("reference");
        try (Reference reference = Reference.open(genome)) {
            for (Outcome.TraceRow task : run.trace()) {
                if (task.process().equals("EXTRACT")) {
                    try (Stream<Path> files = Files.list(task.work(run.folder()))) {
                        for (Path file : files.filter(path -> path.toString().endsWith(".windows.safetensors"))
                                .toList()) {
                            describe(reference, file, windows);
                        }
                    }
                }
            }
        }
        return windows;
    }

    private static void describe(Reference reference, Path file, List<String> windows) throws IOException {
        WindowTable table = WindowTable.read(file);
        WindowSequences sequences = WindowSequences.of(reference, table, file);
        for (int row = 0; row < table.size(); row++) {
            windows.add(String.join(
                    "\t",
                    table.labelName(row),
                    table.sampleName(row) + SUFFIX,
                    table.contigName(row),
                    Long.toString(table.start(row)),
                    Long.toString(table.end(row)),
                    sha256(sequences.bases(row))));
        }
    }

    private static List<String> expected() throws IOException {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(DATA.resolve("expected_windows.tsv.gz"))),
                StandardCharsets.UTF_8))) {
            return reader.lines()
                    .skip(1)
                    .map(line -> line.split("\t", -1))
                    .map(f -> String.join("\t", label(f[0]), f[1], f[2], f[4], f[5], f[7]))
                    .toList();
        }
    }

    private static String sha256(byte[] bases) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bases));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
