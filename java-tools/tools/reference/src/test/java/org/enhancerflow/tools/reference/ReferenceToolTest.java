package org.enhancerflow.tools.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.testkit.GenomeBuilder;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferenceToolTest {
    @TempDir
    Path folder;

    @Test
    void gzipAndPlainGiveEqualReferences() throws IOException {
        Path plain = GenomeBuilder.seeded(1)
                .contig("chr1", 30_000)
                .contig("chr2", 61)
                .writeFasta(folder.resolve("g.fa"));
        Path gzip = Files.write(folder.resolve("g.fa.gz"), gzip(Files.readAllBytes(plain)));
        assertThat(run(plain, "a").exit()).isZero();
        assertThat(run(gzip, "b").exit()).isZero();
        for (String name : new String[] {"genome.fa", "genome.fa.fai", "genome.dict", "genome.fa.seal.json"}) {
            assertThat(folder.resolve("b").resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("a").resolve(name));
        }
        Manifest manifest = Manifest.read(folder.resolve("a.manifest.json"));
        assertThat(manifest.counts()).containsEntry("contigs", 2L).containsEntry("bases", 30_061L);
        try (Reference reference = Reference.open(folder.resolve("a"))) {
            assertThat(manifest.values()).containsEntry("reference_digest", reference.digest());
        }
    }

    @Test
    void realGenomeKeepsItsLengths() throws IOException {
        Path fasta = Path.of(
                System.getProperty("enhancerflow.shared", "missing"), "data/hg19_demo/hg19_chr17_chr20.partial.fa.gz");
        Assumptions.assumeTrue(Files.exists(fasta), "SKIPPED: real data are missing: " + fasta);
        assertThat(run(fasta, "real").exit()).isZero();
        assertThat(Files.readString(folder.resolve("real/genome.dict")))
                .contains("SN:chr17\tLN:1000000\t")
                .contains("SN:chr20\tLN:63025520\t");
    }

    @Test
    void badInputsAreRefusedInOneLineWithoutOutput() throws IOException {
        refused(65, "holds no sequence", "");
        refused(65, ":4: 'J' is not a base", ">a\nACGT\n>b\nACJT\n");
        refused(65, ":3: 'a' occurs twice", ">a\nACGT\n>a\nACGT\n");
        refused(65, "byte 0x00", ">a\nAC\0GT\n");
        refused(65, "has no bases", ">a\n>b\nACGT\n");
        refused(65, "bases come before the first", "chr1\t1\t2\n".replace("chr", "AC"));
        byte[] whole = gzip((">a\n" + "ACGTTGCA".repeat(9_999) + "\n").getBytes(StandardCharsets.US_ASCII));
        refused(65, "end too early", Arrays.copyOf(whole, whole.length / 2));
        refused(65, "unpack it", "BZh91AY&SY");
        ToolRun missing =
                ToolRun.of(new ReferenceTool(), "--fasta", folder.resolve("none"), "--out", folder.resolve("x"));
        assertThat(missing.exit()).isEqualTo(2);
        assertThat(ToolRun.of(new ReferenceTool(), "--fasta", folder, "--out", folder.resolve("x"))
                        .exit())
                .isEqualTo(2);
        assertThat(ToolRun.of(new ReferenceTool(), "--out", "x").errors()).hasSize(1);
    }

    @Test
    void failureLeavesAnOlderReferenceInPlace() throws IOException {
        Path good = GenomeBuilder.seeded(1).contig("chr1", 500).writeFasta(folder.resolve("g.fa"));
        assertThat(run(good, "ref").exit()).isZero();
        byte[] before = Files.readAllBytes(folder.resolve("ref/genome.fa"));
        Path bad = Files.writeString(folder.resolve("bad.fa"), ">a\nACGT\n>b\nAC!T\n");
        assertThat(run(bad, "ref").exit()).isEqualTo(65);
        assertThat(folder.resolve("ref/genome.fa")).hasBinaryContent(before);
    }

    private void refused(int exit, String message, String fasta) throws IOException {
        refused(exit, message, fasta.getBytes(StandardCharsets.US_ASCII));
    }

    private void refused(int exit, String message, byte[] fasta) throws IOException {
        Path file = Files.write(folder.resolve("bad.fa"), fasta);
        ToolRun run = run(file, "refused/ref");
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.errors()).hasSize(1).first().asString().contains(message).contains("bad.fa");
        assertThat(folder.resolve("refused")).isEmptyDirectory();
    }

    private ToolRun run(Path fasta, String out) {
        return ToolRun.of(new ReferenceTool(), "--fasta", fasta, "--out", folder.resolve(out));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }
}
