package org.enhancerflow.tools.dedup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.SafetensorsFile;
import org.enhancerflow.artifacts.SequenceId;
import org.enhancerflow.artifacts.WindowFiles;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.testkit.Corpora;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A corpus made in parts. */
class PartsTest {
    private static final List<String> LABELS = List.of("a", "b", "c");

    @TempDir
    Path folder;

    @Property(tries = 60)
    void joinedPartsAreTheWholeByteByByte(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 200) int rows,
            @ForAll @IntRange(min = 1, max = 120) int sequences,
            @ForAll @IntRange(min = 1, max = 3) int classes,
            @ForAll @IntRange(min = 1, max = 12) int parts,
            @ForAll boolean shuffled,
            @ForAll boolean forward,
            @ForAll boolean keep,
            @ForAll boolean balance)
            throws IOException {
        Path place = Files.createTempDirectory("parts");
        try {
            WindowTable ordered = Corpora.random(seed, rows, sequences, LABELS.subList(0, classes));
            Case drawn = new Case(
                    place,
                    bySample(shuffled ? Corpora.shuffle(ordered, seed) : ordered, place),
                    rules(forward, keep),
                    balance ? List.of("--balance", "--seed", "7") : List.of());
            drawn.assertEqual(parts, seed);
        } finally {
            delete(place);
        }
    }

    @Test
    void morePartsThanSequencesAndThanAByteCounts() throws IOException {
        List<Path> windows = bySample(Corpora.random(3, 400, 150, LABELS), folder);
        new Case(folder, windows, List.of(), List.of("--balance")).assertEqual(300, 5);
    }

    @Test
    void manyWindowsPassThroughTheBuffersWhole() throws IOException {
        List<Path> windows = bySample(Corpora.random(4, 60_000, 40_000, LABELS), folder);
        new Case(folder, windows, List.of(), List.of("--balance")).assertEqual(3, 6);
    }

    @Test
    void aPartHoldsTheSequencesOfItsRangeUnderTheWholesHeader() throws IOException {
        List<Path> windows = bySample(Corpora.random(5, 300, 100, LABELS), folder);
        Path second = part(folder, windows, List.of(), 2, 4);
        try (WindowFiles part = WindowFiles.openParts(List.of(second))) {
            assertThat(part.headers().get(0).samples()).containsExactly("s1", "s2", "s3");
            assertThat(part.headers().get(0).labels()).isEqualTo(LABELS);
            assertThat(part.size()).isPositive();
            long[] ids = part.ids();
            for (int row = 0; row < part.size(); row++) {
                assertThat(ids[2 * row] >>> 62).isOne();
            }
        }
    }

    @Test
    void aCorpusHasNoTraceOfParts() throws IOException {
        Path out = folder.resolve("corpus");
        List<Path> parts = List.of(part(folder, bySample(Corpora.random(6, 50, 50, LABELS), folder), List.of(), 1, 1));
        assertThat(dedup("--parts", parts, "--out", out).exit()).isZero();
        try (SafetensorsFile file = SafetensorsFile.open(out)) {
            assertThat(file.metadata()).containsOnlyKeys("windows");
        }
    }

    @Test
    void partsThatAreNotAllOfOneCorpusAreRefusedInOneLine() throws IOException {
        List<Path> windows = bySample(Corpora.random(7, 100, 50, LABELS), folder);
        Path one = part(folder, windows, List.of(), 1, 3);
        Path two = part(folder, windows, List.of(), 2, 3);
        Path three = part(folder, windows, List.of(), 3, 3);
        Path other = folder.resolve("other");
        Files.createDirectory(other);
        Path twoOfFour = part(other, windows, List.of(), 2, 4);
        Path otherRules = part(other, windows, List.of("--strand", "forward"), 2, 3);
        Path otherWindows = part(other, windows.subList(0, 1), List.of(), 2, 3);
        refused(65, "part 2/3 is not", "--parts", one, three);
        refused(65, "is part 2/3, as", "--parts", one, two, copy(two), three);
        refused(65, "is part 2/4, but " + one + " is part 1/3", "--parts", one, twoOfFour, three);
        refused(65, "--strand differs", "--parts", one, otherRules, three);
        refused(65, "another run", "--parts", one, otherWindows, three);
        refused(65, "has no manifest beside it", "--parts", windows.get(0));
        refused(65, "is a part of a corpus", "--windows", one);
        refused(2, "--shard is '0/3'", "--windows", windows, "--shard", "0/3");
        refused(2, "--shard is '4/3'", "--windows", windows, "--shard", "4/3");
        refused(2, "do not go with --shard", "--windows", windows, "--shard", "1/3", "--balance");
        refused(2, "--strand does not go with --parts", "--parts", one, two, three, "--strand", "both");
        refused(2, "--windows does not go with --parts", "--parts", one, two, three, "--windows", windows);
        refused(65, "stands before the one above it", "--parts", one, backwards(two), three);
        byte[] whole = Files.readAllBytes(two);
        Files.write(two, Arrays.copyOf(whole, whole.length - 4));
        refused(65, two.toString(), "--parts", one, two, three);
    }

    @Test
    void whereNothingIsLeftTheJoinSaysSo() throws IOException {
        WindowTable table = Corpora.random(8, 40, 1, LABELS);
        List<Path> windows = bySample(table, folder);
        List<Path> parts = List.of(part(folder, windows, List.of(), 1, 2), part(folder, windows, List.of(), 2, 2));
        refused(65, "no window is left", "--parts", parts);
    }

    private void refused(int exit, String message, Object... arguments) {
        Path out = folder.resolve("refused");
        ToolRun run = dedup(
                Stream.concat(Stream.of(arguments), Stream.of("--out", out)).toArray());
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.errors()).hasSize(1).first().asString().contains(message);
        assertThat(out).doesNotExist();
    }

    private Path copy(Path part) throws IOException {
        Path out = folder.resolve("copy");
        Files.copy(Manifest.besides(part), Manifest.besides(out));
        return Files.copy(part, out);
    }

    /** The same rows, the last one first, under a manifest that says nothing of outputs. */
    private Path backwards(Path part) throws IOException {
        Path out = folder.resolve("backwards");
        try (WindowFiles file = WindowFiles.openParts(List.of(part))) {
            int[] rows = IntStream.range(0, file.size())
                    .map(row -> file.size() - 1 - row)
                    .toArray();
            WindowMerge merge = WindowMerge.of(List.of(part), file);
            file.writePart(out, merge.header(), merge.labels(), merge.samples(), rows, file.part(0));
        }
        Manifest says = Manifest.read(Manifest.besides(part));
        new Manifest(
                        says.tool(),
                        says.version(),
                        says.arguments(),
                        says.seed(),
                        says.inputs(),
                        List.of(),
                        says.counts(),
                        says.values())
                .write(Manifest.besides(out));
        return out;
    }

    /** Lists among the arguments are taken apart. */
    private static ToolRun dedup(Object... arguments) {
        return ToolRun.of(
                new DedupTool(),
                Stream.of(arguments)
                        .flatMap(each -> each instanceof List<?> list ? list.stream() : Stream.of(each))
                        .toList());
    }

    private static List<String> rules(boolean forward, boolean keep) {
        return List.of("--strand", forward ? "forward" : "both", "--cross-class", keep ? "keep" : "drop");
    }

    private static Path part(Path place, List<Path> windows, List<String> rules, int index, int count) {
        Path out = place.resolve("part-" + index + "-" + count + String.join("", rules) + windows.size());
        ToolRun run = dedup("--windows", windows, rules, "--shard", index + "/" + count, "--out", out);
        assertThat(run.exit()).as(run.err()).isZero();
        return out;
    }

    /** A file for each sample, whose header names that sample alone and the labels in another order. */
    private static List<Path> bySample(WindowTable table, Path place) throws IOException {
        List<Path> files = new ArrayList<>();
        int labels = table.header().labels().size();
        List<String> turned = new ArrayList<>(table.header().labels());
        Collections.reverse(turned);
        for (int sample = 0; sample < 3; sample++) {
            String name = table.header().samples().get(sample);
            WindowHeader header = new WindowHeader(
                    table.header().contigs(),
                    turned,
                    List.of(name),
                    table.header().windowSize(),
                    table.header().referenceDigest());
            WindowTable.Builder rows = WindowTable.builder(header, table.size());
            for (int row = 0; row < table.size(); row++) {
                if (table.sample(row) == sample) {
                    SequenceId id = table.id(row);
                    rows.add(
                                    table.contig(row),
                                    table.start(row),
                                    table.length(row),
                                    table.summit(row),
                                    labels - 1 - table.label(row),
                                    0,
                                    table.peak(row),
                                    table.score(row),
                                    id)
                            .reversed(table.reversed(row));
                }
            }
            Path file = place.resolve(name + ".windows.safetensors");
            rows.build().write(file);
            files.add(file);
        }
        return files;
    }

    /** One corpus, made at once and in parts. */
    private record Case(Path place, List<Path> windows, List<String> rules, List<String> balance) {

        void assertEqual(int count, long seed) throws IOException {
            Path whole = place.resolve("whole");
            Path joined = place.resolve("joined");
            List<Path> parts = new ArrayList<>();
            IntStream.rangeClosed(1, count).forEach(index -> parts.add(part(place, windows, rules, index, count)));
            Collections.shuffle(parts, new Random(seed));
            ToolRun once = dedup("--windows", windows, rules, balance, "--out", whole, "--clusters-out", tsv(whole));
            ToolRun join = dedup("--parts", parts, balance, "--out", joined, "--clusters-out", tsv(joined));
            assertThat(join.exit()).as(join.err()).isEqualTo(once.exit());
            if (once.exit() != 0) {
                assertThat(join.err()).contains("no window is left");
                return;
            }
            assertThat(joined).hasSameBinaryContentAs(whole);
            assertThat(tsv(joined)).hasSameBinaryContentAs(tsv(whole));
            Manifest expected = Manifest.read(Manifest.besides(whole));
            Manifest manifest = Manifest.read(Manifest.besides(joined));
            assertThat(manifest.counts().entrySet())
                    .containsExactlyElementsOf(expected.counts().entrySet());
            assertThat(manifest.values()).isEqualTo(expected.values());
            assertThat(manifest.seed()).isEqualTo(expected.seed());
            assertThat(manifest.inputs()).isEqualTo(expected.inputs());
            assertThat(join.err()).isEqualTo(once.err());
        }

        private static Path tsv(Path corpus) {
            return corpus.resolveSibling(corpus.getFileName() + ".tsv");
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
