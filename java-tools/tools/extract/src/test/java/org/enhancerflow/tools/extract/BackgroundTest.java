package org.enhancerflow.tools.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.testkit.GenomeBuilder;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackgroundTest {
    private static final int PEAKS = 100;

    @TempDir
    Path folder;

    private GenomeBuilder genome = GenomeBuilder.seeded(7);
    private Path reference = Path.of("");
    private Path peaks = Path.of("");
    private Path blacklist = Path.of("");

    @BeforeEach
    void write() throws IOException {
        genome = GenomeBuilder.seeded(7).contig("chr1", 300_000).contig("chr2", 100_000);
        // Peaks stand in stretches rich in G and C, of which the genome has more elsewhere.
        String rich = "GCGGCATGCCGCAGCGTCCG".repeat(10);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2 * PEAKS; i++) {
            int at = 1_000 + 1_400 * i;
            genome.set("chr1", at, rich);
            if (i % 2 == 0) {
                lines.append("chr1\t" + at + "\t" + (at + 200) + "\n");
            }
        }
        genome.set("chr2", 20_000, "N".repeat(30_000));
        reference = genome.writeReference(folder.resolve("ref"));
        peaks = Files.writeString(folder.resolve("peaks.bed"), lines);
        blacklist = Files.writeString(folder.resolve("blacklist.bed"), "chr2\t60000\t90000\n");
    }

    @Test
    void backgroundTouchesNothingForbiddenAndIsAsRichAsThePeaks() throws IOException {
        WindowTable table = extract("a", 3);
        double[] gc = new double[2];
        int[] windows = new int[2];
        for (int row = 0; row < table.size(); row++) {
            boolean background = table.labelName(row).equals("other");
            String bases = genome.bases(table.contigName(row), (int) table.start(row), 200);
            gc[background ? 1 : 0] +=
                    bases.chars().filter(base -> base == 'G' || base == 'C').count() / 200.0;
            windows[background ? 1 : 0]++;
            if (background) {
                assertThat(bases).doesNotContain("N");
                assertThat(table.sampleName(row)).isEqualTo("background");
                boolean blacklisted =
                        table.contigName(row).equals("chr2") && table.end(row) > 60_000 && table.start(row) < 90_000;
                assertThat(blacklisted).isFalse();
                for (int i = 0; i < 2 * PEAKS && table.contig(row) == 0; i += 2) {
                    int at = 1_000 + 1_400 * i;
                    assertThat(table.start(row) >= at + 200 || table.end(row) <= at)
                            .isTrue();
                }
            }
        }
        assertThat(windows[0]).isEqualTo(PEAKS);
        Manifest manifest = Manifest.read(Manifest.besides(folder.resolve("a")));
        assertThat(manifest.counts().get("background_windows")).isEqualTo(windows[1]);
        assertThat(windows[1] + manifest.counts().getOrDefault("background_not_found", -1L))
                .isEqualTo(PEAKS);
        assertThat(windows[1]).isGreaterThan(PEAKS / 4);
        assertThat(gc[1] / windows[1]).isBetween(gc[0] / PEAKS - 0.05, gc[0] / PEAKS + 0.05);
    }

    @Test
    void backgroundAvoidsPeaksWhereTheyAreLiftedTo() throws IOException {
        // chr1 of the other assembly begins 500 bases earlier.
        Path chain = Files.writeString(
                folder.resolve("shift.chain"), "chain 1 chr1 299500 + 0 299500 chr1 300000 + 500 300000 1\n299500\n\n");
        // Wide peaks: most of their bases lie outside the window around the summit.
        StringBuilder wide = new StringBuilder();
        for (int i = 0; i < PEAKS; i++) {
            int at = 1_000 + 2_800 * i;
            wide.append("chr1\t" + at + "\t" + (at + 2_000) + "\tp\t0\t.\t1\t1\t1\t100\n");
        }
        Files.writeString(peaks, wide);
        ToolRun run = run("lifted", "--background", "other", "--chain", chain);
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable table = WindowTable.read(folder.resolve("lifted"));
        int background = 0;
        for (int row = 0; row < table.size(); row++) {
            if (table.labelName(row).equals("other")) {
                background++;
                for (int i = 0; i < PEAKS && table.contig(row) == 0; i++) {
                    int at = 1_500 + 2_800 * i;
                    assertThat(table.start(row) >= at + 2_000 || table.end(row) <= at)
                            .isTrue();
                }
            }
        }
        assertThat(background).isGreaterThan(PEAKS / 4);
    }

    @Test
    void equalSeedsGiveEqualBackground() throws IOException {
        extract("a", 3);
        extract("b", 3);
        extract("c", 4);
        assertThat(folder.resolve("b")).hasSameBinaryContentAs(folder.resolve("a"));
        assertThat(Files.mismatch(folder.resolve("a"), folder.resolve("c"))).isNotNegative();
    }

    @Test
    void namesThatClashAreRefused() {
        assertThat(run("x", "--background", "tumour").exit()).isEqualTo(2);
        assertThat(run("x", "--background", "a b").exit()).isEqualTo(2);
    }

    private WindowTable extract(String out, int seed) throws IOException {
        ToolRun run = run(out, "--background", "other", "--seed", seed, "--blacklist", blacklist);
        assertThat(run.exit()).as(run.err()).isZero();
        return WindowTable.read(folder.resolve(out));
    }

    private ToolRun run(String out, Object... more) {
        Object[] all = java.util.Arrays.copyOf(more, more.length + 12);
        Object[] fixed = {
            "--peaks",
            peaks,
            "--sample",
            "s",
            "--label",
            "tumour",
            "--reference",
            reference,
            "--out",
            folder.resolve(out),
            "--window",
            200
        };
        System.arraycopy(fixed, 0, all, more.length, fixed.length);
        return ToolRun.of(new ExtractTool(), all);
    }
}
