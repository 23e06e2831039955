package org.enhancerflow.tools.split;

import static org.assertj.core.api.Assertions.assertThat;

import htsjdk.samtools.util.BlockCompressedInputStream;
import htsjdk.samtools.util.BlockCompressedInputStream.FileTermination;
import htsjdk.tribble.readers.TabixReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.testkit.Corpora;
import org.enhancerflow.testkit.GenomeBuilder;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SplitToolTest {
    private static final List<String> LABELS = List.of("normal", "tumour");

    @TempDir
    Path folder;

    @Property(tries = 60)
    void stratifiedSplitHasExactSharesOfEachClass(@ForAll long seed, @ForAll @IntRange(min = 40, max = 400) int rows) {
        WindowTable corpus = Corpora.random(seed, rows, 1_000_000, LABELS);
        WindowTable split = corpus.withSplit(StratifiedSplit.of(corpus, new Fractions(0.70, 0.15, 0.15), seed));
        long[] sizes = new long[2];
        long[][] counts = new long[3][2];
        for (int row = 0; row < rows; row++) {
            sizes[split.label(row)]++;
            counts[split.split(row).code()][split.label(row)]++;
        }
        for (int label = 0; label < 2; label++) {
            assertThat(counts[0][label]).isEqualTo(Math.round(0.70 * sizes[label]));
            assertThat(counts[0][label] + counts[1][label]).isEqualTo(Math.round(0.85 * sizes[label]));
        }
    }

    @Property(tries = 60)
    void everySplitDependsOnSequencesNotOnTheOrderOfRows(@ForAll long seed, @ForAll long order) {
        WindowTable corpus = Corpora.random(seed, 150, 1_000_000, LABELS);
        WindowTable shuffled = Corpora.shuffle(corpus, order);
        Fractions fractions = new Fractions(0.6, 0.2, 0.2);
        assertThat(parts(shuffled, StratifiedSplit.of(shuffled, fractions, 1)))
                .isEqualTo(parts(corpus, StratifiedSplit.of(corpus, fractions, 1)));
        assertThat(parts(
                        shuffled, GroupedSplit.of(shuffled, Groups.byLocus(shuffled, 50, 400), fractions, Map.of(), 1)))
                .isEqualTo(parts(
                        corpus, GroupedSplit.of(corpus, Groups.byLocus(corpus, 50, 400), fractions, Map.of(), 1)));
        assertThat(parts(shuffled, GroupedSplit.of(shuffled, Groups.byContig(shuffled), fractions, Map.of(), 1)))
                .isEqualTo(parts(corpus, GroupedSplit.of(corpus, Groups.byContig(corpus), fractions, Map.of(), 1)));
    }

    @Property(tries = 60)
    void equalSequencesOfAClassStayTogether(@ForAll long seed) {
        WindowTable corpus = Corpora.random(seed, 200, 40, LABELS);
        byte[] codes = StratifiedSplit.of(corpus, new Fractions(0.6, 0.2, 0.2), seed);
        Map<String, Byte> partOf = new HashMap<>();
        for (int row = 0; row < corpus.size(); row++) {
            Byte before = partOf.put(corpus.id(row).hex() + corpus.label(row), codes[row]);
            assertThat(before == null || before == codes[row]).isTrue();
        }
    }

    @Property(tries = 40)
    void noWindowOfALocusSplitTouchesAnotherPart(
            @ForAll long seed, @ForAll @IntRange(min = 0, max = 300) int distance) {
        WindowTable corpus = Corpora.random(seed, 250, 1_000_000, LABELS);
        Groups loci = Groups.byLocus(corpus, distance, corpus.size());
        byte[] codes = GroupedSplit.of(corpus, loci, new Fractions(0.6, 0.2, 0.2), Map.of(), seed);
        for (int a = 0; a < corpus.size(); a++) {
            for (int b = 0; b < a; b++) {
                boolean near = corpus.contig(a) == corpus.contig(b)
                        && corpus.start(a) <= corpus.end(b) + distance
                        && corpus.start(b) <= corpus.end(a) + distance;
                assertThat(!near || codes[a] == codes[b]).isTrue();
            }
        }
    }

    @Test
    void anotherSeedGivesAnotherSplit() {
        WindowTable corpus = Corpora.random(1, 300, 1_000_000, LABELS);
        Fractions fractions = new Fractions(0.6, 0.2, 0.2);
        assertThat(StratifiedSplit.of(corpus, fractions, 1)).isNotEqualTo(StratifiedSplit.of(corpus, fractions, 2));
    }

    @Test
    void contigsGivenByNameFormTheirParts() throws IOException {
        Path corpus = write(Corpora.random(5, 400, 1_000_000, LABELS));
        ToolRun run = run(corpus, "--strategy", "chromosome", "--test-contigs", "X", "--validation-contigs", "chr2");
        assertThat(run.exit()).as(run.err()).isZero();
        WindowTable split = WindowTable.read(folder.resolve("out/split"));
        for (int row = 0; row < split.size(); row++) {
            Split expected =
                    switch (split.contigName(row)) {
                        case "chrX" -> Split.TEST;
                        case "chr2" -> Split.VALIDATION;
                        default -> Split.TRAIN;
                    };
            assertThat(split.split(row)).isEqualTo(expected);
        }
    }

    @Test
    void bedHoldsEveryWindowClippedAndIsIndexed() throws IOException {
        WindowTable table = Corpora.random(6, 300, 1_000_000, LABELS);
        assertThat(run(write(table)).exit()).isZero();
        Path bed = folder.resolve("out/corpus.bed.gz");
        assertThat(BlockCompressedInputStream.checkTermination(bed)).isEqualTo(FileTermination.HAS_TERMINATOR_BLOCK);
        WindowTable split = WindowTable.read(folder.resolve("out/split"));
        List<String> lines = lines(bed);
        assertThat(lines).hasSize(301).first().asString().startsWith("#chrom\tchromStart");
        for (int row = 0; row < split.size(); row++) {
            String[] fields = lines.get(row + 1).split("\t");
            assertThat(fields).hasSize(13);
            assertThat(fields[0]).isEqualTo(split.contigName(row));
            assertThat(Long.parseLong(fields[1]) - Long.parseLong(fields[9])).isEqualTo(split.start(row));
            assertThat(Long.parseLong(fields[2]) + Long.parseLong(fields[10])).isEqualTo(split.end(row));
            assertThat(Long.parseLong(fields[1])).isNotNegative();
            assertThat(fields[3]).isEqualTo(split.sampleName(row) + ":" + split.peak(row));
            assertThat(fields[6]).isEqualTo(split.labelName(row));
            assertThat(Long.parseLong(fields[8])).isEqualTo(split.summit(row));
            assertThat(SequenceId.parse(fields[11])).isEqualTo(split.id(row));
            assertThat(fields[12]).isEqualTo(split.split(row).label());
        }
        try (TabixReader reader = new TabixReader(bed.toString())) {
            List<String> found = new ArrayList<>();
            TabixReader.Iterator hits = reader.query("chr2", 50_000, 52_000);
            for (String line = hits.next(); line != null; line = hits.next()) {
                found.add(line);
            }
            assertThat(found)
                    .isNotEmpty()
                    .containsExactlyElementsOf(lines.stream()
                            .skip(1)
                            .filter(line -> overlaps(line.split("\t"), "chr2", 50_000, 52_000))
                            .toList());
        }
    }

    @Test
    void equalRunsGiveEqualBytes() throws IOException {
        Path corpus = write(Corpora.random(6, 300, 1_000_000, LABELS));
        assertThat(run(corpus).exit()).isZero();
        Map<String, byte[]> first = contents();
        assertThat(run(corpus).exit()).isZero();
        Map<String, byte[]> second = contents();
        assertThat(second.keySet()).isEqualTo(first.keySet()).hasSize(4);
        second.forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(first.get(name)));
    }

    @Test
    void classesArePartedAndCountedInTheManifest() throws IOException {
        assertThat(run(write(Corpora.random(6, 300, 1_000_000, LABELS)), "--strategy", "locus")
                        .exit())
                .isZero();
        Manifest manifest = Manifest.read(folder.resolve("out/split.manifest.json"));
        long sum = manifest.counts().entrySet().stream()
                .filter(entry ->
                        entry.getKey().endsWith("_tumour") || entry.getKey().endsWith("_normal"))
                .mapToLong(Map.Entry::getValue)
                .sum();
        assertThat(sum).isEqualTo(300);
        assertThat(manifest.counts()).containsKeys("groups", "largest_group");
    }

    @Test
    void fastaExportHoldsTheWindowsBases() throws IOException {
        GenomeBuilder genome = GenomeBuilder.seeded(1).contig("chr1", 3_000);
        Path reference = genome.writeReference(folder.resolve("ref"));
        WindowTable.Builder rows;
        try (Reference opened = Reference.open(reference)) {
            rows = WindowTable.builder(
                    new WindowHeader(opened.contigs(), LABELS, List.of("s"), 100, opened.digest()), 60);
        }
        for (int i = 0; i < 60; i++) {
            rows.add(0, i * 50L - 20, 100, i * 50L + 30, i % 2, 0, i + 1, 0f, new SequenceId(i, i));
        }
        Path fasta = folder.resolve("out/all.fa");
        ToolRun run = run(write(rows.build()), "--fasta-out", fasta, "--reference", reference);
        assertThat(run.exit()).as(run.err()).isZero();
        List<String> lines = Files.readAllLines(fasta);
        assertThat(lines).hasSize(120);
        assertThat(lines.get(0)).startsWith(">chr1:-20-80 label=normal split=");
        for (int i = 0; i < 60; i++) {
            assertThat(lines.get(2 * i + 1)).isEqualTo(genome.bases("chr1", i * 50 - 20, 100));
        }
    }

    @Test
    void badInputsAreRefusedInOneLineWithoutOutput() throws IOException {
        Path good = write(Corpora.random(5, 100, 1_000_000, LABELS));
        Path text = Files.writeString(folder.resolve("text"), "no table");
        refused(65, "text", text);
        refused(2, "does not exist", folder.resolve("none"));
        for (String fractions : List.of("0.5,0.5", "0.5,0.3,0.3", "1,0,0", "-0.2,0.6,0.6", "a,b,c", "NaN,0.5,0.5")) {
            refused(2, "add up to 1", good, "--fractions", fractions);
        }
        refused(2, "choose one of stratified, chromosome, locus, homology", good, "--strategy", "family");
        refused(2, "--distance goes with --strategy locus", good, "--distance", "5");
        refused(2, "from 0 to", good, "--strategy", "locus", "--distance", "-5");
        refused(2, "go with --strategy chromosome", good, "--test-contigs", "chr1");
        refused(2, "names 'chr9'", good, "--strategy", "chromosome", "--test-contigs", "chr1,chr9");
        refused(
                2,
                "given twice",
                good,
                "--strategy",
                "chromosome",
                "--test-contigs",
                "1",
                "--validation-contigs",
                "chr1");
        refused(2, "need --reference", good, "--fasta-out", folder.resolve("refused/x.fa"));
        refused(2, "need --reference", good, "--leakage-out", folder.resolve("refused/x.json"));
        refused(2, "need --reference", good, "--strategy", "homology");
        refused(2, "goes with --fasta-out, --leakage-out or", good, "--reference", folder.resolve("none"));
        refused(2, "goes with --strategy homology", good, "--similarity", "0.5");
        refused(2, "goes with --strategy locus or homology", good, "--largest-group", "0.5");
        refused(2, "give a whole number", good, "--seed", "1.5");
        refused(65, "leaves no window of class", good, "--fractions", "0.999,0.0005,0.0005");
        refused(
                65,
                "there is no such FASTA file",
                good,
                "--fasta-out",
                folder.resolve("refused/x.fa"),
                "--reference",
                folder.resolve("none"));
    }

    private void refused(int exit, String message, Path corpus, Object... more) throws IOException {
        Path out = folder.resolve("refused");
        Object[] arguments = Stream.concat(
                        Stream.of("--corpus", corpus, "--out", out.resolve("o"), "--bed-out", out.resolve("b")),
                        Arrays.stream(more))
                .toArray();
        ToolRun run = ToolRun.of(new SplitTool(), arguments);
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.errors()).hasSize(1).first().asString().contains(message);
        if (Files.exists(out)) {
            assertThat(out).isEmptyDirectory();
        }
    }

    private ToolRun run(Path corpus, Object... more) {
        Path out = folder.resolve("out");
        return ToolRun.of(
                new SplitTool(),
                Stream.concat(
                                Stream.of(
                                        "--corpus",
                                        corpus,
                                        "--out",
                                        out.resolve("split"),
                                        "--bed-out",
                                        out.resolve("corpus.bed.gz")),
                                Arrays.stream(more))
                        .toArray());
    }

    private Map<String, byte[]> contents() throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private Path write(WindowTable table) throws IOException {
        Path file = folder.resolve("corpus.windows.safetensors");
        table.write(file);
        return file;
    }

    private static Map<String, Byte> parts(WindowTable table, byte[] codes) {
        Map<String, Byte> parts = new HashMap<>();
        for (int row = 0; row < table.size(); row++) {
            parts.put(table.sampleName(row) + ":" + table.peak(row), codes[row]);
        }
        return parts;
    }

    private static boolean overlaps(String[] fields, String contig, int start, int end) {
        return fields[0].equals(contig) && Integer.parseInt(fields[1]) < end && Integer.parseInt(fields[2]) >= start;
    }

    private static List<String> lines(Path gzip) throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(gzip)), StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
