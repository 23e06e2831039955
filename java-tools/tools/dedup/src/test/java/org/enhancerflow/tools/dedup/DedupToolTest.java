package org.enhancerflow.tools.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.RowOrder;
import org.enhancerflow.testkit.Corpora;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DedupToolTest {
    @TempDir
    Path folder;

    @Test
    void survivorIsTheFirstByContigStartLabelSamplePeakWhateverTheBatches() throws IOException {
        // The same sequence at one place in three samples, and elsewhere; batches name labels and samples differently.
        SequenceId id = new SequenceId(5, 6);
        WindowTable late = table(List.of("x"), List.of("s3", "s9"))
                .add(0, 700, 100, 750, 0, 1, 4, 1f, id)
                .add(0, 700, 100, 750, 0, 0, 9, 2f, id)
                .build();
        WindowTable early = table(List.of("x", "y"), List.of("s5"))
                .add(0, 700, 100, 750, 0, 0, 2, 3f, id)
                .add(0, 900, 100, 950, 1, 0, 1, 4f, new SequenceId(7, 7))
                .build();
        Path a = write(late, "a");
        Path b = write(early, "b");
        Path out = folder.resolve("corpus");
        assertThat(ToolRun.of(new DedupTool(), "--windows", a, b, "--out", out).exit())
                .isZero();
        WindowTable corpus = WindowTable.read(out);
        assertThat(corpus.header().samples()).containsExactly("s3", "s5", "s9");
        assertThat(corpus.size()).isEqualTo(2);
        assertThat(corpus.sampleName(0)).isEqualTo("s3");
        assertThat(corpus.peak(0)).isEqualTo(9);
        assertThat(corpus.labelName(1)).isEqualTo("y");
        Path swapped = folder.resolve("swapped");
        assertThat(ToolRun.of(new DedupTool(), "--windows", b, a, "--out", swapped)
                        .exit())
                .isZero();
        assertThat(swapped).hasSameBinaryContentAs(out);
    }

    @Test
    void everyDroppedRowIsCountedInTheManifest() throws IOException {
        Path in = write(Corpora.random(1, 2_000, 700, List.of("normal", "tumour")), "in");
        Path out = folder.resolve("corpus.windows.safetensors");
        ToolRun run = ToolRun.of(new DedupTool(), "--windows", in, "--out", out, "--balance", "--seed", "3");
        assertThat(run.exit()).isZero();
        Manifest manifest = Manifest.read(Manifest.besides(out));
        WindowTable corpus = WindowTable.read(out);
        assertThat(manifest.counts()).containsEntry("windows_in", 2_000L).containsEntry("windows_out", (long)
                corpus.size());
        long dropped = Stream.of(
                        "repeats_within_class",
                        "reverse_complements_within_class",
                        "dropped_across_classes",
                        "dropped_by_balance")
                .mapToLong(key -> manifest.counts().getOrDefault(key, -1L))
                .sum();
        assertThat(dropped + corpus.size()).isEqualTo(2_000);
        assertThat(manifest.counts().get("windows_out_normal"))
                .isEqualTo(manifest.counts().get("windows_out_tumour"));
        assertThat(manifest.seed()).isEqualTo(3);
    }

    @Test
    void outputStandsInReferenceOrderWhateverTheInputOrder() throws IOException {
        WindowTable ordered = Corpora.random(9, 500, 400, List.of("a", "b"));
        Path one = write(ordered, "one");
        Path two = write(Corpora.shuffle(ordered, 4), "two");
        Path outOne = folder.resolve("out1");
        Path outTwo = folder.resolve("out2");
        assertThat(ToolRun.of(new DedupTool(), "--windows", one, "--out", outOne)
                        .exit())
                .isZero();
        assertThat(ToolRun.of(new DedupTool(), "--windows", two, "--out", outTwo)
                        .exit())
                .isZero();
        assertThat(outTwo).hasSameBinaryContentAs(outOne);
        assertThat(RowOrder.isSorted(WindowTable.read(outOne))).isTrue();
    }

    @Test
    void largestClustersAreListedWithTheirClasses() throws IOException {
        WindowTable.Builder rows = table(List.of("x", "y"), List.of("s"));
        for (int i = 0; i < 3; i++) {
            rows.add(0, 100L * i, 100, 100L * i + 50, i == 2 ? 1 : 0, 0, i + 1, 0f, new SequenceId(1, 1));
        }
        rows.add(0, 400, 100, 450, 0, 0, 7, 0f, new SequenceId(2, 2));
        rows.add(0, 500, 100, 550, 0, 0, 8, 0f, new SequenceId(2, 2));
        rows.add(0, 600, 100, 650, 1, 0, 9, 0f, new SequenceId(3, 3));
        Path in = write(rows.build(), "in");
        Path out = folder.resolve("corpus");
        Path clusters = folder.resolve("clusters.tsv");
        assertThat(ToolRun.of(new DedupTool(), "--windows", in, "--out", out, "--clusters-out", clusters)
                        .exit())
                .isZero();
        assertThat(Files.readAllLines(clusters))
                .containsExactly(
                        "id\twindows\tkept\tplace\tclasses",
                        new SequenceId(1, 1).hex() + "\t3\tno\tchr1:0\tx:2,y:1",
                        new SequenceId(2, 2).hex() + "\t2\tyes\tchr1:400\tx:2");
    }

    @Test
    void badInputsAreRefusedInOneLineWithoutOutput() throws IOException {
        WindowTable table = Corpora.random(2, 50, 50, List.of("a", "b"));
        Path good = write(table, "good");
        WindowHeader header = table.header();
        WindowHeader otherDigest = new WindowHeader(
                header.contigs(), header.labels(), List.of("s4", "s5", "s6"), header.windowSize(), "1".repeat(64));
        WindowHeader otherSize =
                new WindowHeader(header.contigs(), header.labels(), List.of("s4"), 500, header.referenceDigest());
        Path otherReference = write(WindowTable.builder(otherDigest, 0).build(), "reference");
        Path otherWindow = write(WindowTable.builder(otherSize, 0).build(), "size");
        Path empty = write(WindowTable.builder(header, 0).build(), "empty");
        Path text = Files.writeString(folder.resolve("text"), "chr1\t1\t2\n");
        byte[] whole = Files.readAllBytes(good);
        Path cut = Files.write(folder.resolve("cut"), Arrays.copyOf(whole, whole.length - 10));
        SequenceId id = new SequenceId(1, 1);
        Path allShared = write(
                table(List.of("x", "y"), List.of("s"))
                        .add(0, 0, 100, 50, 0, 0, 1, 0f, id)
                        .add(0, 0, 100, 50, 1, 0, 2, 0f, id)
                        .build(),
                "shared");
        refused(65, "another reference", "--windows", good, otherReference);
        refused(65, "windows of 500 bases", "--windows", good, otherWindow);
        refused(65, "holds sample s1", "--windows", good, good);
        refused(65, "holds no window", "--windows", empty);
        refused(65, "text", "--windows", text);
        refused(65, "cut", "--windows", cut);
        refused(65, "no window is left", "--windows", allShared);
        refused(2, "does not exist", "--windows", folder.resolve("none"));
        refused(2, "missing --windows");
        refused(2, "choose one of both, forward", "--windows", good, "--strand", "reverse");
        refused(2, "choose one of drop, keep", "--windows", good, "--cross-class", "maybe");
        refused(2, "give a whole number", "--windows", good, "--balance", "--seed", "x");
        refused(2, "unknown option --ballance", "--windows", good, "--strand", "both", "--ballance");
    }

    private void refused(int exit, String message, Object... arguments) throws IOException {
        Path out = folder.resolve("refused/out");
        Object[] all =
                Stream.concat(Arrays.stream(arguments), Stream.of("--out", out)).toArray();
        ToolRun run = ToolRun.of(new DedupTool(), all);
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.errors()).hasSize(1).first().asString().contains(message);
        if (Files.exists(out.getParent())) {
            assertThat(out.getParent()).isEmptyDirectory();
        }
    }

    private Path write(WindowTable table, String name) throws IOException {
        Path file = folder.resolve(name + ".windows.safetensors");
        table.write(file);
        return file;
    }

    private static WindowTable.Builder table(List<String> labels, List<String> samples) {
        WindowHeader header =
                new WindowHeader(List.of(new Contig("chr1", 5_000)), labels, samples, 100, "0".repeat(64));
        return WindowTable.builder(header, 4);
    }
}
