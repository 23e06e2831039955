package org.enhancerflow.tools.split;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.CanonicalSequence;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.testkit.Corpora;
import org.enhancerflow.testkit.GenomeBuilder;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Windows on a genome with planted duplicated segments, half of them inverted, and shifted windows at every locus. */
class LeakageTest {
    private static final int SEGMENTS = 40;
    private static final int SEGMENT = 2_000;
    private static final int WINDOW = 400;
    private static final int LOCI = 300;

    @TempDir
    Path folder;

    private Path reference = Path.of("");
    private Path file = Path.of("");
    /** Pairs of places that hold the same bases. */
    private final List<long[]> copies = new ArrayList<>();

    @BeforeEach
    void writeCorpus() throws IOException {
        GenomeBuilder genome =
                GenomeBuilder.seeded(11).contig("chr1", 1_000_000).contig("chr2", 1_000_000);
        List<long[]> starts = new ArrayList<>();
        Random random = new Random(5);
        for (int i = 0; i < LOCI; i++) {
            starts.add(new long[] {0, 500_000 + 1_500L * i});
            starts.add(new long[] {0, 500_000 + 1_500L * i + 150});
        }
        for (int i = 0; i < SEGMENTS; i++) {
            int from = 10_000 * i;
            int to = 10_000 * i + 3_000;
            boolean inverted = i % 2 == 1;
            genome.copy("chr1", from, SEGMENT, "chr2", to, inverted);
            // The copy's window is shifted by up to a quarter.
            int shift = random.nextInt(WINDOW / 4);
            int place = 500 + random.nextInt(500);
            int copied = inverted ? SEGMENT - place - WINDOW : place;
            starts.add(new long[] {0, from + place});
            starts.add(new long[] {1, to + copied + shift});
            copies.add(new long[] {from + place, to + copied + shift});
        }
        reference = genome.writeReference(folder.resolve("ref"));
        file = folder.resolve("corpus.windows.safetensors");
        windows(starts).write(file);
    }

    private WindowTable windows(List<long[]> starts) throws IOException {
        starts.sort((a, b) -> a[0] != b[0] ? Long.compare(a[0], b[0]) : Long.compare(a[1], b[1]));
        try (Reference opened = Reference.open(reference)) {
            WindowHeader header = new WindowHeader(
                    opened.contigs(), List.of("normal", "tumour"), List.of("s1", "s2"), WINDOW, opened.digest());
            WindowTable.Builder rows = WindowTable.builder(header, starts.size());
            CanonicalSequence canonical = new CanonicalSequence();
            int line = 0;
            for (long[] start : starts) {
                byte[] bases = opened.cursor().bases((int) start[0], start[1], WINDOW);
                int label = line++ % 2;
                rows.add(
                        (int) start[0],
                        start[1],
                        WINDOW,
                        start[1] + 200,
                        label,
                        label,
                        line,
                        1f,
                        canonical.id(bases, 0, WINDOW));
            }
            return rows.build();
        }
    }

    @Test
    void aLocusSplitOverlapsNothingAndAHomologySplitFindsEveryPlantedCopyWhereAStratifiedOneDoesNeither()
            throws IOException {
        Leakage stratified = split("stratified");
        assertThat(stratified.overlappingTestWindows()).isPositive();
        assertThat(partedCopies("stratified")).isPositive();
        assertThat(stratified.warnings()).anyMatch(warning -> warning.contains("overlap a training window"));
        Leakage locus = split("locus");
        assertThat(locus.overlappingTestWindows()).isZero();
        assertThat(partedCopies("locus")).isPositive();
        assertThat(similar(locus)).isPositive();
        Leakage homology = split("homology");
        assertThat(homology.overlappingTestWindows()).isZero();
        assertThat(partedCopies("homology")).isZero();
        assertThat(similar(homology)).isZero();
        assertThat(homology.warnings()).noneMatch(warning -> warning.contains("k-mers"));
        assertThat(homology.testWindows() + homology.trainWindows()).isLessThan(2L * (LOCI + SEGMENTS));
        assertThat(homology.gcRocAuc()).hasSize(2);
        assertThat(homology.parts()).hasSize(6);
        assertThat(homology.samples()).hasSize(2);
    }

    @Test
    void aGroupPastTheLargestIsCutAndSaidSo() throws IOException {
        ToolRun run = run("locus", "--largest-group", "0.01", "--distance", "5000");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.err()).contains("were cut");
        Manifest manifest = Manifest.read(Manifest.besides(folder.resolve("locus/split")));
        assertThat(manifest.counts().get("groups_cut")).isPositive();
        assertThat(manifest.counts().get("largest_group")).isLessThanOrEqualTo(7);
    }

    @Test
    void homologyGroupsAreTheSameWhateverTheOrderOfRows() throws IOException {
        WindowTable corpus = WindowTable.read(file);
        WindowTable shuffled = Corpora.shuffle(corpus, 3);
        try (Reference opened = Reference.open(reference)) {
            Groups a = HomologyGroups.of(
                    corpus, WindowSequences.of(opened, corpus, file), Groups.byLocus(corpus, 0, 999), 0.25, 999);
            Groups b = HomologyGroups.of(
                    shuffled, WindowSequences.of(opened, shuffled, file), Groups.byLocus(shuffled, 0, 999), 0.25, 999);
            assertThat(a.count()).isEqualTo(b.count()).isEqualTo(LOCI + SEGMENTS);
        }
    }

    @Property(tries = 60)
    void overlapCountEqualsTheNaiveOne(@ForAll long seed) {
        WindowTable corpus = Corpora.random(seed, 120, 1_000_000, List.of("a", "b"));
        byte[] codes = new byte[corpus.size()];
        Random random = new Random(seed);
        for (int row = 0; row < codes.length; row++) {
            codes[row] = (byte) random.nextInt(3);
        }
        WindowTable split = corpus.withSplit(codes);
        long naive = 0;
        for (int a : split.rowsOf(Split.TEST)) {
            boolean overlaps = false;
            for (int b : split.rowsOf(Split.TRAIN)) {
                overlaps |= split.contig(a) == split.contig(b)
                        && split.start(a) < split.end(b)
                        && split.start(b) < split.end(a);
            }
            naive += overlaps ? 1 : 0;
        }
        assertThat(LeakageReport.overlapping(split)).isEqualTo(naive);
    }

    private static long similar(Leakage leakage) {
        return leakage.similarity().stream()
                .filter(bin -> bin.low() >= 0.5)
                .mapToLong(Leakage.Bin::windows)
                .sum();
    }

    private Leakage split(String strategy) throws IOException {
        ToolRun run = run(strategy);
        assertThat(run.exit()).as(run.err()).isZero();
        return Leakage.read(folder.resolve(strategy).resolve("leakage.json"));
    }

    private ToolRun run(String strategy, String... more) {
        Path out = folder.resolve(strategy);
        Object[] arguments = Stream.concat(
                        Stream.of(
                                "--corpus",
                                file,
                                "--out",
                                out.resolve("split"),
                                "--bed-out",
                                out.resolve("corpus.bed.gz"),
                                "--strategy",
                                strategy,
                                "--leakage-out",
                                out.resolve("leakage.json"),
                                "--reference",
                                reference),
                        Stream.of(more))
                .toArray();
        return ToolRun.of(new SplitTool(), arguments);
    }

    private long partedCopies(String strategy) throws IOException {
        WindowTable split = WindowTable.read(folder.resolve(strategy).resolve("split"));
        return copies.stream()
                .filter(copy -> part(split, 0, copy[0]) != part(split, 1, copy[1]))
                .count();
    }

    private static Split part(WindowTable split, int contig, long start) {
        for (int row = 0; row < split.size(); row++) {
            if (split.contig(row) == contig && split.start(row) == start) {
                return split.split(row);
            }
        }
        throw new AssertionError("no window at " + start);
    }
}
