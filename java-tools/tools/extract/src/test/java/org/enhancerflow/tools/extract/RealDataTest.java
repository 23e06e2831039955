package org.enhancerflow.tools.extract;

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
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.FastaReader;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.ReferenceWriter;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RealDataTest {
    @TempDir
    Path folder;

    @Test
    void hg19WindowsEqualThoseMadeIndependently() throws IOException {
        Path data = shared("data/hg19_demo");
        Path reference = Files.createDirectory(folder.resolve("ref"));
        try (ReferenceWriter writer = new ReferenceWriter(reference.resolve(Reference.FILE_NAME))) {
            FastaReader.read(data.resolve("hg19_chr17_chr20.partial.fa.gz"), writer);
            writer.finish();
        }
        List<Object> arguments = new ArrayList<>(List.of("--reference", reference, "--out", folder.resolve("out")));
        addSamples(arguments, data.resolve("narrowPeak/normal"), "normal");
        addSamples(arguments, data.resolve("narrowPeak/tumour_HCT116"), "tumour");
        ToolRun run = ToolRun.of(new ExtractTool(), arguments);
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable table = WindowTable.read(folder.resolve("out"));
        List<String> found = new ArrayList<>();
        try (Reference opened = Reference.open(reference)) {
            WindowSequences.of(opened, table, folder).forEach((row, buffer, offset, length) -> {
                MessageDigest sha256 = sha256();
                sha256.update(buffer, offset, length);
                found.add(String.join(
                        "\t",
                        table.labelName(row),
                        table.sampleName(row),
                        table.contigName(row),
                        String.valueOf(table.summit(row)),
                        String.valueOf(table.start(row)),
                        String.valueOf(table.end(row)),
                        HexFormat.of().formatHex(sha256.digest())));
            });
        }
        assertThat(found).hasSize(614).containsExactlyInAnyOrderElementsOf(expected(data));
    }

    private static List<String> expected(Path data) throws IOException {
        List<String> expected = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(data.resolve("expected_windows.tsv.gz"))),
                StandardCharsets.UTF_8))) {
            lines.lines()
                    .skip(1)
                    .map(line -> line.split("\t"))
                    .forEach(f -> expected.add(
                            String.join("\t", f[0].replaceFirst("_.*", ""), f[1], f[2], f[3], f[4], f[5], f[7])));
        }
        return expected;
    }

    private static void addSamples(List<Object> arguments, Path folder, String label) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                arguments.addAll(List.of("--peaks", file, "--sample", file.getFileName(), "--label", label));
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path shared(String name) {
        Path path = Path.of(System.getProperty("enhancerflow.shared", "missing"), name);
        Assumptions.assumeTrue(Files.exists(path), "SKIPPED: real data are missing: " + path);
        return path;
    }
}
