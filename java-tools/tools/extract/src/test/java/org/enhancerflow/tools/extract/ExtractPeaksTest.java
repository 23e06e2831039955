package org.enhancerflow.tools.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.CanonicalSequence;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.RowOrder;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.testkit.GenomeBuilder;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExtractPeaksTest {
    private static final int WINDOW = 100;

    @TempDir
    Path folder;

    private final GenomeBuilder genome = GenomeBuilder.seeded(11)
            .contig("chr1", 5_000)
            .contig("chr2", 1_000)
            .contig("chrUn_1", 1_000)
            .set("chr1", 2_000, "N".repeat(200))
            .copy("chr1", 1_000, 300, "chr2", 400, true);

    private Path reference = Path.of("unset");
    private int files;

    @BeforeEach
    void writeReference() throws IOException {
        reference = genome.writeReference(folder.resolve("ref"));
    }

    @Test
    void windowIsCentredOnTheSummitInReferenceOrderWithItsBasesAndId() throws IOException {
        Path tumour =
                peaks("chr2\t400\t700\tp\t7\t.\t2.5\t1\t1\t150\n# c\nchr1\t1000\t1300\tp\t7\t.\t3.5\t1\t1\t150\n");
        Path normal = peaks("chr1\t1100\t1200\n");
        WindowTable table = extract("--peaks", tumour, normal, "--sample", "b", "a", "--label", "tumour", "normal");
        assertThat(table.header().labels()).containsExactly("normal", "tumour");
        assertThat(table.header().samples()).containsExactly("a", "b");
        assertThat(table.header().windowSize()).isEqualTo(WINDOW);
        assertThat(rows(table))
                .containsExactly(
                        "chr1 1100 100 1150 normal a 1 0.0",
                        "chr1 1100 100 1150 tumour b 3 3.5",
                        "chr2 500 100 550 tumour b 1 2.5");
        assertThat(RowOrder.isSorted(table)).isTrue();
        // chr2's stretch is the inverted copy of chr1's: one id, taken from opposite strands.
        assertThat(table.id(2)).isEqualTo(table.id(0));
        assertThat(table.reversed(2)).isNotEqualTo(table.reversed(0));
        byte[] bases = genome.bases("chr1", 1_100, WINDOW).getBytes(StandardCharsets.US_ASCII);
        assertThat(table.id(0)).isEqualTo(new CanonicalSequence().id(bases, 0, WINDOW));
        try (Reference opened = Reference.open(reference)) {
            assertThat(WindowSequences.of(opened, table, reference).bases(0)).isEqualTo(bases);
        }
    }

    @Test
    void everyRuleIsCounted() throws IOException {
        Path file = peaks(
                """
                chr1	1000	1100	p	0	.	1	1	1	50
                chr1	0	60	p	0	.	1	1	1	20
                chr1	2000	2200	p	0	.	1	1	1	100
                chr1	1960	2060	p	0	.	1	1	1	30
                chr1	1980	2080	p	0	.	1	1	1	60
                chr1	3000	3100	p	0	.	1	1	1	-1
                chrUn_1	100	200	p	0	.	1	1	1	5
                chr7	100	200	p	0	.	1	1	1	5
                2	500	600	p	0	.	1	1	1	50
                chr1	4000	4100	p	0	.	1	1	1	50
                """);
        Path blacklist = Files.writeString(folder.resolve("black.bed"), "chr1\t4090\t4200\nchr9\t1\t5\n");
        Path out = folder.resolve("out");
        ToolRun run = run(out, "--peaks", file, "--sample", "s", "--label", "l", "--blacklist", blacklist);
        assertThat(run.exit()).as(run.err()).isZero();
        Map<String, Long> counts = Manifest.read(Manifest.besides(out)).counts();
        assertThat(counts)
                .containsEntry("peaks_read", 10L)
                .containsEntry("contig_unknown", 1L)
                .containsEntry("contig_not_selected", 1L)
                .containsEntry("no_summit_midpoint", 1L)
                .containsEntry("blacklisted", 1L)
                .containsEntry("edge_padded", 1L)
                .containsEntry("all_n_dropped", 1L)
                .containsEntry("max_n_dropped", 1L)
                .containsEntry("windows_with_n", 2L)
                .containsEntry("windows", 5L);
        assertThat(run.err()).contains("{2=chr2}").contains("[chr7]");
        assertThat(rows(WindowTable.read(out))).contains("chr1 -30 100 20 l s 2 1.0", "chr2 500 100 550 l s 9 1.0");
    }

    @Test
    void otherRulesDropInstead() throws IOException {
        String lines = "chr1\t0\t60\tp\t0\t.\t1\t1\t1\t20\nchr1\t3000\t3100\tp\t0\t.\t1\t1\t1\t-1\n"
                + "chr1\t1000\t1100\tp\t0\t.\t1\t1\t1\t50\nchr1\t2000\t2200\tp\t0\t.\t1\t1\t1\t100\n";
        Path out = folder.resolve("out");
        Object[] arguments = {
            "--peaks",
            peaks(lines),
            "--sample",
            "s",
            "--label",
            "l",
            "--edge",
            "drop",
            "--no-summit",
            "drop",
            "--max-n",
            "1"
        };
        assertThat(run(out, arguments).exit()).isZero();
        assertThat(Manifest.read(Manifest.besides(out)).counts())
                .containsEntry("edge_dropped", 1L)
                .containsEntry("no_summit_dropped", 1L)
                .containsEntry("all_n_dropped", 0L)
                .containsEntry("windows", 2L);
    }

    @Test
    void contigsAreSelectedByNameOfEitherStyle() throws IOException {
        Path file = peaks("chr1\t1000\t1100\nchr2\t500\t600\nchrUn_1\t500\t600\n");
        Object[] sample = {"--peaks", file, "--sample", "s", "--label", "l", "--contigs"};
        assertThat(rows(extract(concat(sample, "2,chrUn_1"))))
                .containsExactly("chr2 500 100 550 l s 2 0.0", "chrUn_1 500 100 550 l s 3 0.0");
        assertThat(extract(concat(sample, "all")).size()).isEqualTo(3);
        assertThat(extract(concat(sample, "canonical")).size()).isEqualTo(2);
    }

    @Test
    void smallSamplesAreLeftOutAndNamed() throws IOException {
        Path small = peaks("chr1\t1000\t1100\n");
        Path large = peaks("chr1\t1000\t1100\nchr1\t1500\t1600\n");
        Path out = folder.resolve("out");
        ToolRun run = run(out, "--peaks", small, large, "--sample", "a", "b", "--label", "x", "y", "--min-peaks", "2");
        assertThat(run.exit()).isZero();
        assertThat(run.err()).contains("sample a is left out: 1 peaks");
        WindowTable table = WindowTable.read(out);
        assertThat(table.header().samples()).containsExactly("b");
        assertThat(table.header().labels()).containsExactly("y");
        assertThat(rows(table)).containsExactly("chr1 1000 100 1050 y b 1 0.0", "chr1 1500 100 1550 y b 2 0.0");
        assertThat(Manifest.read(Manifest.besides(out)).counts()).containsEntry("samples_too_small", 1L);
    }

    @Test
    void batchOfSmallSamplesGivesAnEmptyTable() throws IOException {
        Path small = peaks("chr1\t1000\t1100\n");
        assertThat(extract("--peaks", small, "--sample", "a", "--label", "x", "--min-peaks", "2")
                        .size())
                .isZero();
    }

    @Test
    void summitsAreLiftedThroughAChain() throws IOException {
        Path chain = Files.writeString(
                folder.resolve("x.chain"), "chain 1000 chr1 200 + 50 60 chr2 1000 + 550 560 1\n10\n\n");
        Path out = folder.resolve("out");
        Path file = peaks("1\t20\t80\tp\t0\t.\t1\t1\t1\t32\nchr1\t20\t80\tp\t0\t.\t1\t1\t1\t2\n");
        ToolRun run = run(out, "--peaks", file, "--sample", "s", "--label", "l", "--chain", chain);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(rows(WindowTable.read(out))).containsExactly("chr2 502 100 552 l s 1 1.0");
        assertThat(Manifest.read(Manifest.besides(out)).counts())
                .containsEntry("lifted", 1L)
                .containsEntry("lift_unmapped", 1L);
    }

    @Test
    void orderOfSamplesOnTheCommandLineDoesNotMatter() throws IOException {
        Path a = peaks("chr1\t1000\t1100\nchr1\t900\t1100\n");
        Path b = peaks("chr1\t1000\t1100\n");
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        assertThat(run(one, "--peaks", a, b, "--sample", "a", "b", "--label", "x", "y")
                        .exit())
                .isZero();
        assertThat(run(two, "--peaks", b, a, "--sample", "b", "a", "--label", "y", "x")
                        .exit())
                .isZero();
        assertThat(two).hasSameBinaryContentAs(one);
    }

    private WindowTable extract(Object... arguments) throws IOException {
        Path out = folder.resolve("out" + files++);
        ToolRun run = run(out, arguments);
        assertThat(run.exit()).as(run.err()).isZero();
        return WindowTable.read(out);
    }

    private ToolRun run(Path out, Object... arguments) {
        return ToolRun.of(
                new ExtractTool(), concat(arguments, "--reference", reference, "--window", WINDOW, "--out", out));
    }

    private Path peaks(String text) throws IOException {
        return Files.writeString(folder.resolve("peaks" + files++), text);
    }

    private static Object[] concat(Object[] first, Object... second) {
        List<Object> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(second));
        return all.toArray();
    }

    private static List<String> rows(WindowTable table) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < table.size(); row++) {
            rows.add(String.join(
                    " ",
                    table.contigName(row),
                    String.valueOf(table.start(row)),
                    String.valueOf(table.length(row)),
                    String.valueOf(table.summit(row)),
                    table.labelName(row),
                    table.sampleName(row),
                    String.valueOf(table.peak(row)),
                    String.valueOf(table.score(row))));
        }
        return rows;
    }
}
