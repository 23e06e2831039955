package org.enhancerflow.tools.picard;

import static org.assertj.core.api.Assertions.assertThat;

import htsjdk.samtools.util.Interval;
import htsjdk.samtools.util.IntervalList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.testkit.GenomeBuilder;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PicardToolTest {
    @TempDir
    Path folder;

    private Path reference = Path.of("");

    @BeforeEach
    void write() throws IOException {
        reference = GenomeBuilder.seeded(3)
                .contig("chr1", 5_000)
                .contig("chr2", 900)
                .writeReference(folder.resolve("ref"));
    }

    @Test
    void anIntervalListBecomesBed() throws IOException {
        Path list = Files.writeString(
                folder.resolve("a.interval_list"),
                Files.readString(reference.resolve("genome.dict")) + "chr1\t101\t200\t+\tone\nchr2\t1\t900\t-\ttwo\n");
        Path bed = folder.resolve("a.bed");
        ToolRun run = ToolRun.of(new PicardTool(), "--interval-list", list, "--out", bed);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(bed).hasContent("chr1\t100\t200\tone\t500\t+\nchr2\t0\t900\ttwo\t500\t-\n");
    }

    @Test
    void aSplitCorpusBecomesOneListForEachSplitClippedToItsContigs() throws IOException {
        Path corpus = folder.resolve("corpus.windows.safetensors");
        table().withSplit(new byte[] {2, 0, 0}).write(corpus);
        Path out = folder.resolve("intervals");
        ToolRun run = ToolRun.of(new PicardTool(), "--corpus", corpus, "--reference", reference, "--out", out);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(IntervalList.fromPath(out.resolve("train.interval_list")).getIntervals())
                .containsExactly(
                        new Interval("chr1", 1_001, 1_200, false, "s:2"), new Interval("chr2", 801, 900, false, "s:3"));
        assertThat(IntervalList.fromPath(out.resolve("test.interval_list")).getIntervals())
                .containsExactly(new Interval("chr1", 1, 150, false, "s:1"));
        assertThat(IntervalList.fromPath(out.resolve("validation.interval_list"))
                        .getIntervals())
                .isEmpty();
        try (var files = Files.list(out)) {
            assertThat(files).hasSize(3);
        }
        assertThat(Manifest.read(Manifest.besides(out)).counts())
                .containsEntry("train_intervals", 2L)
                .containsEntry("validation_intervals", 0L)
                .containsEntry("test_intervals", 1L);
    }

    @Test
    void wrongInputIsOneLineAndNothingIsWritten() throws IOException {
        String dictionary = Files.readString(reference.resolve("genome.dict"));
        refused(65, "1 of its 1 intervals lie on contigs", "--interval-list", file("chr1\t1\t100\t+\tx\n"));
        refused(
                65,
                "1 of its 2 intervals",
                "--interval-list",
                file(dictionary + "chr9\t1\t9\t+\tx\nchr1\t1\t9\t+\ty\n"));
        refused(65, "refuses it", "--interval-list", file(dictionary + "chr1\t1\tmany\t+\tx\n"));
        refused(65, "holds no interval", "--interval-list", file(dictionary));
        refused(65, "holds no interval", "--interval-list", file(""));
        refused(2, "does not exist", "--interval-list", folder.resolve("none"));
        refused(2, "either --interval-list or --corpus");
        Path corpus = folder.resolve("c.windows.safetensors");
        table().write(corpus);
        refused(2, "--corpus and --reference go together", "--corpus", corpus);
        refused(2, "is not split yet", "--corpus", corpus, "--reference", reference);
    }

    private WindowTable table() throws IOException {
        try (Reference opened = Reference.open(reference)) {
            WindowHeader header =
                    new WindowHeader(opened.contigs(), List.of("tumour"), List.of("s"), 200, opened.digest());
            WindowTable.Builder rows = WindowTable.builder(header, 3);
            rows.add(0, -50, 200, 50, 0, 0, 1, 0f, new SequenceId(1, 1));
            rows.add(0, 1_000, 200, 1_100, 0, 0, 2, 0f, new SequenceId(2, 2));
            rows.add(1, 800, 200, 899, 0, 0, 3, 0f, new SequenceId(3, 3));
            return rows.build();
        }
    }

    private void refused(int exit, String message, Object... arguments) {
        Object[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--out";
        all[arguments.length + 1] = folder.resolve("refused");
        ToolRun run = ToolRun.of(new PicardTool(), all);
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.errors()).hasSize(1).first().asString().contains(message);
        assertThat(folder.resolve("refused")).doesNotExist();
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("input.interval_list"), text);
    }
}
