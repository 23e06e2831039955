package org.enhancerflow.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.genome.CanonicalSequence;
import org.enhancerflow.kit.CommandLineRunner;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SimulateToolTest {
    private Path folder = Path.of("");
    private Path defaults = Path.of("");

    private record Outcome(int status, String err) {}

    private static Outcome run(String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        int status = CommandLineRunner.run(new SimulateTool(), stream, stream, args);
        return new Outcome(status, err.toString(StandardCharsets.UTF_8));
    }

    private static Path simulate(Path out, String... more) {
        List<String> args = new ArrayList<>(List.of("--out", out.toString()));
        args.addAll(List.of(more));
        assertThat(run(args.toArray(String[]::new)).status()).isZero();
        return out;
    }

    private static Map<String, String> content(Path folder) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                content.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return content;
    }

    @BeforeAll
    void simulateTheDefaults(@TempDir Path temporary) {
        folder = temporary;
        defaults = simulate(folder.resolve("defaults"));
    }

    @Test
    void countsEqualARecountFromTheFiles() throws IOException {
        assertCounts(defaults);
        assertCounts(simulate(folder.resolve("dense"), "--genome-mb", "1", "--peaks", "6000", "--seed", "5"));
        assertCounts(simulate(folder.resolve("sparse"), "--genome-mb", "1", "--peaks", "100", "--seed", "6"));
    }

    private static void assertCounts(Path data) throws IOException {
        Truth truth = Json.read(data.resolve("truth.json"), Truth.class);
        Recount recount = new Recount(data);
        assertThat(Map.ofEntries(
                        Map.entry("peaks", truth.peaks()),
                        Map.entry("off_canonical_contigs", truth.offCanonicalContigs()),
                        Map.entry("past_contig_end", truth.pastContigEnd()),
                        Map.entry("with_n", truth.withN()),
                        Map.entry("all_n", truth.allN()),
                        Map.entry("dropped_for_n", truth.droppedForN()),
                        Map.entry("extracted", truth.extracted()),
                        Map.entry("within_class_duplicates", truth.withinClassDuplicates()),
                        Map.entry("reverse_complement_duplicates", truth.reverseComplementDuplicates()),
                        Map.entry("cross_class_removed", truth.crossClassRemoved()),
                        Map.entry("survivors", truth.survivors())))
                .isEqualTo(withZeros(recount.counts));
        assertThat(truth.peaks().values().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(truth.parameters().peaks());
        truth.contigs().forEach(contig -> assertThat(recount.genome.getOrDefault(contig.name(), ""))
                .hasSize((int) contig.length()));
        assertThat(recount.genome).hasSameSizeAs(truth.contigs());
    }

    private static Map<String, Map<String, Long>> withZeros(Map<String, Map<String, Long>> counts) {
        counts.computeIfAbsent("off_canonical_contigs", key -> new TreeMap<>());
        counts.values().forEach(byLabel -> Dataset.LABELS.forEach(label -> byLabel.putIfAbsent(label, 0L)));
        return counts;
    }

    @Test
    void everyKindOfDuplicateIsThere() throws IOException {
        Truth truth = Json.read(defaults.resolve("truth.json"), Truth.class);
        for (Map<String, Long> counts : List.of(
                truth.offCanonicalContigs(),
                truth.pastContigEnd(),
                truth.allN(),
                truth.withinClassDuplicates(),
                truth.reverseComplementDuplicates(),
                truth.crossClassRemoved())) {
            assertThat(counts).containsOnlyKeys("normal", "tumour");
            assertThat(counts.values()).allSatisfy(count -> assertThat(count).isPositive());
        }
        assertThat(truth.droppedForN().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isGreaterThan(truth.allN().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
    }

    @Test
    void theTableListsExactlyTheSurvivingSequencesWithTheirIds() throws IOException {
        Recount recount = new Recount(defaults);
        CanonicalSequence canonical = new CanonicalSequence();
        Map<String, Set<String>> listed = new TreeMap<>();
        for (String[] row : rows(defaults)) {
            String sequence = recount.window(row[0], Long.parseLong(row[1]));
            byte[] bases = sequence.getBytes(StandardCharsets.US_ASCII);
            assertThat(row[4]).isEqualTo(canonical.id(bases, 0, bases.length).hex());
            assertThat(Long.parseLong(row[2]) - Long.parseLong(row[1])).isEqualTo(1000);
            listed.computeIfAbsent(row[3], label -> new HashSet<>()).add(Recount.canonical(sequence));
        }
        assertThat(listed).isEqualTo(recount.surviving);
    }

    private static List<String[]> rows(Path data) throws IOException {
        return Files.readAllLines(data.resolve("truth.tsv")).stream()
                .skip(1)
                .map(line -> line.split("\t", -1))
                .toList();
    }

    @Test
    void theOracleIsGoodButNotPerfectAndShortWordsDoNotGoFar() throws IOException {
        Truth truth = Json.read(defaults.resolve("truth.json"), Truth.class);
        assertThat(truth.oracleRocAuc()).isBetween(0.85, 0.95);

        Recount recount = new Recount(defaults);
        Map<String, String[]> byId = new TreeMap<>();
        rows(defaults).forEach(row -> byId.putIfAbsent(row[4], row));
        List<String[]> rows = List.copyOf(byId.values());
        List<String> sequences = rows.stream()
                .map(row -> recount.window(row[0], Long.parseLong(row[1])))
                .toList();
        boolean[] tumour = new boolean[rows.size()];
        double[] oracle = new double[rows.size()];
        for (int i = 0; i < oracle.length; i++) {
            tumour[i] = rows.get(i)[3].equals("tumour");
            oracle[i] = Double.parseDouble(rows.get(i)[5]);
        }
        assertThat(pairwiseAuc(oracle, tumour)).isCloseTo(truth.oracleRocAuc(), within(1e-6));

        FiveMerRegression.Result result = FiveMerRegression.evaluate(sequences, tumour, oracle);
        assertThat((result.regression() - 0.5) / (result.oracle() - 0.5))
                .as("how far 5-mers go: " + result)
                .isLessThan(0.6);
    }

    private static double pairwiseAuc(double[] scores, boolean[] tumour) {
        double wins = 0;
        long pairs = 0;
        for (int i = 0; i < scores.length; i++) {
            for (int j = 0; j < scores.length; j++) {
                if (tumour[i] && !tumour[j]) {
                    pairs++;
                    wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                }
            }
        }
        return wins / pairs;
    }

    @Test
    void theOracleStaysInRangeForOtherSeeds() throws IOException {
        for (int seed = 1; seed <= 3; seed++) {
            Path data = simulate(folder.resolve("seed" + seed), "--seed", String.valueOf(seed));
            assertThat(Json.read(data.resolve("truth.json"), Truth.class).oracleRocAuc())
                    .isBetween(0.85, 0.95);
        }
    }

    @Test
    void theSameSeedGivesTheSameBytesAndAnotherSeedOthers() throws IOException {
        Map<String, String> first = content(defaults);
        assertThat(first).hasSize(10);
        assertThat(content(simulate(folder.resolve("again")))).isEqualTo(first);
        Map<String, String> other = content(simulate(folder.resolve("other"), "--seed", "43"));
        for (String file : List.of("genome.fa", "tumour_1.narrowPeak", "normal_3.narrowPeak", "truth.tsv")) {
            assertThat(other.get(file)).isNotEqualTo(first.get(file));
        }
        assertThat(folder.resolve("defaults.manifest.json")).exists();
    }

    @Test
    void theSamplesheetNamesEveryFileBesideIt() throws IOException {
        List<String> lines = Files.readAllLines(defaults.resolve("samplesheet.csv"));
        assertThat(lines.get(0)).isEqualTo("sample,label,peaks");
        assertThat(lines)
                .hasSize(7)
                .contains("tumour_1,tumour,tumour_1.narrowPeak", "normal_3,normal,normal_3.narrowPeak");
        for (String line : lines.subList(1, lines.size())) {
            assertThat(defaults.resolve(line.split(",", -1)[2])).isNotEmptyFile();
        }
    }

    @Test
    void peaksHoldTheirSummits() throws IOException {
        Recount recount = new Recount(defaults);
        for (String line : Files.readAllLines(defaults.resolve("tumour_2.narrowPeak"))) {
            String[] fields = line.split("\t", -1);
            assertThat(fields).hasSize(10);
            long start = Long.parseLong(fields[1]);
            long end = Long.parseLong(fields[2]);
            assertThat(start).isNotNegative();
            assertThat(end)
                    .isLessThanOrEqualTo(
                            recount.genome.getOrDefault(fields[0], "").length());
            assertThat(start + Long.parseLong(fields[9])).isBetween(start, end - 1);
        }
    }

    @Test
    void badArgumentsAreOneLineAndTwo() {
        String out = folder.resolve("bad").toString();
        assertOneLine(run(), 2, "missing --out");
        assertOneLine(run("--out", out, "--genome-mb", "0"), 2, "--genome-mb is '0'");
        assertOneLine(run("--out", out, "--peaks", "many"), 2, "--peaks is 'many'");
        assertOneLine(run("--out", out, "--peaks", "99"), 2, "--peaks is '99'");
        assertOneLine(run("--out", out, "--seed", "-1"), 2, "--seed is '-1'");
        assertOneLine(run("--out", out, "--genome-mb", "1", "--peaks", "10001"), 2, "room for 10000 peaks");
        assertThat(folder.resolve("bad")).doesNotExist();
    }

    private static void assertOneLine(Outcome outcome, int status, String part) {
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err()).contains(part);
        assertThat(outcome.status()).isEqualTo(status);
    }

    @Test
    void aFileInTheWayOfTheOutputsFolderIsAUsersMistake() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        Outcome outcome = run("--out", file.resolve("below").toString());
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.status()).isEqualTo(2);
    }

    @Test
    void anInterruptedRunLeavesNothing() throws Exception {
        Path place = Files.createDirectory(folder.resolve("interrupted"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "--out",
                        place.resolve("out").toString(),
                        "--genome-mb",
                        "2000")
                .redirectErrorStream(true)
                .start();
        while (process.isAlive() && entries(place) == 0) {
            Thread.onSpinWait();
        }
        process.destroy();
        assertThat(process.waitFor()).isEqualTo(143);
        assertThat(entries(place)).isZero();
    }

    private static long entries(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.count();
        }
    }
}
