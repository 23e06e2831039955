package org.enhancerflow.tools.extract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.enhancerflow.testkit.GenomeBuilder;
import org.enhancerflow.testkit.ToolRun;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every mistake of a user's: one line that says what and where, the right exit status, nothing written. */
class ExtractRefusalsTest {
    private static final String GOOD = "chr1\t1000\t1100\tp\t0\t.\t1\t1\t1\t50\n";

    @TempDir
    Path folder;

    private Path reference = Path.of("unset");
    private int files;

    @BeforeEach
    void writeReference() throws IOException {
        reference = GenomeBuilder.seeded(1)
                .contig("chr1", 5_000)
                .contig("chr2", 2_000)
                .writeReference(folder.resolve("ref"));
    }

    @Test
    void badPeaksAreRefusedNamingFileAndLine() throws IOException {
        badPeaks(":2: has 2 columns", GOOD + "chr1\t5\n");
        badPeaks(":2: chromStart 50 is not before chromEnd 40", GOOD + GOOD.replace("1000\t1100", "50\t40"));
        badPeaks(":1: chromStart is negative", GOOD.replace("1000", "-1000"));
        badPeaks(":1: chromStart is not a whole number: '1e3'", GOOD.replace("1000", "1e3"));
        badPeaks(":1: summit 500 lies outside", GOOD.replace("\t50\n", "\t500\n"));
        badPeaks(":2: the peak ends at 9100, beyond the end of chr1 (5000 bases)", GOOD + GOOD.replace("1100", "9100"));
        badPeaks("holds no peaks", "track name=x\n# nothing\n\n");
        badPeaks("holds no peaks", "");
        badPeaks("holds a NUL byte", "chr1\0\t1\t2\n");
        badPeaks("none of its contigs (chr8, chr9) is in the reference (chr1, chr2)", "chr8\t1\t2\nchr9\t1\t2\n");
        badPeaks("no window is left", "chr1\t1000\t1100\n", "--blacklist", file("chr1\t0\t5000\n"));
        badPeaks(":1: the peak has no summit", "chr1\t1000\t1100\n", "--no-summit", "error");
    }

    @Test
    void peaksThatAreNoTextAreRefused() throws IOException {
        byte[] whole = gzip(GOOD.repeat(500).getBytes(StandardCharsets.US_ASCII));
        badFile("compressed data end too early", Arrays.copyOf(whole, whole.length / 2));
        byte[] flipped = whole.clone();
        flipped[whole.length - 6] ^= 0x55;
        badFile("compressed data are damaged", flipped);
        badFile("is packed as zip", "PK\3\4rest".getBytes(StandardCharsets.US_ASCII));
        byte[] binary = new byte[4_096];
        new java.util.Random(1).nextBytes(binary);
        binary[0] = 'B';
        badFile(":1: ", binary);
        badFile(":1: is longer than", oneLineOfAGigabyte());
    }

    @Test
    void hintAtLiftOverIsGivenForAnotherAssembly() throws IOException {
        ToolRun run = run(file(GOOD.replace("1100", "1110000")));
        assertThat(run.err()).contains("another assembly").contains("--chain");
    }

    @Test
    void badHelpersAreRefused() throws IOException {
        refused(65, "is not a chain file", "--chain", file("chain x\n"));
        refused(65, "holds no peaks", "--blacklist", file(""));
        refused(65, ":1: has 1 column", "--blacklist", file("chr1\n"));
        refused(2, "names 'chr9'", "--contigs", "chr1,chr9");
        refused(2, "names ''", "--contigs", "chr1,");
    }

    @Test
    void badReferencesAreRefused() throws IOException {
        Path fasta = reference.resolve("genome.fa");
        Files.writeString(fasta, Files.readString(fasta).substring(0, 3_000));
        refused(65, "was changed after its index was made");
        Files.delete(reference.resolve("genome.fa.seal.json"));
        refused(65, "its seal genome.fa.seal.json is missing");
        Files.delete(reference.resolve("genome.fa.fai"));
        refused(65, "its index genome.fa.fai is missing");
        Files.delete(fasta);
        refused(65, "there is no such FASTA file");
    }

    @Test
    void referenceWithoutChromosomesAsksForContigs() throws IOException {
        reference = GenomeBuilder.seeded(1).contig("scaffold_1", 900).writeReference(folder.resolve("other"));
        refused(65, "pass --contigs all");
    }

    @Test
    void wrongUsageIsRefused() throws IOException {
        refused(2, "give a whole number", "--window", "0");
        refused(2, "give a whole number", "--window", "big");
        refused(2, "give a number from", "--max-n", "1.5");
        refused(2, "choose one of pad, drop", "--edge", "clip");
        refused(2, "choose one of midpoint, drop, error", "--no-summit", "x");
        refused(2, "give a whole number", "--min-peaks", "-1");
        refused(2, "goes with --sequences", "--label-column", "x");
        Path good = file(GOOD);
        Object[] end = {"--reference", reference, "--out", folder.resolve("refused/out")};
        check(2, "equally often", "--peaks", good, good, "--sample", "s", "--label", "l", end);
        check(2, "is given twice", "--peaks", good, good, "--sample", "s", "s", "--label", "l", "m", end);
        check(2, "--sample is 'a b'", "--peaks", good, "--sample", "a b", "--label", "l", end);
        check(2, "--label is 'x/y'", "--peaks", good, "--sample", "s", "--label", "x/y", end);
        check(2, "either --peaks or --sequences", "--sample", "s", "--label", "l", end);
        check(2, "does not exist", "--peaks", folder.resolve("none"), "--sample", "s", "--label", "l", end);
        check(2, "missing --reference", "--peaks", good, "--sample", "s", "--label", "l", "--out", end[3]);
    }

    @Test
    void badSequencesAreRefused() throws IOException {
        Object[] byLabel = {"--label", "l"};
        Object[] byColumn = {"--label-column", "label"};
        badSequences(65, ":2: 'Z' is not a base", ">a\nACZ\n", byLabel);
        badSequences(65, "there is no column 'sequence' among seq, label", "seq,label\nACGT,x\n", byColumn);
        badSequences(65, "there is no column 'label'", "sequence,class\nACGT,x\n", byColumn);
        badSequences(65, ":3: has 1 columns, the header 2", "sequence,label\nACGT,x\nACGT\n", byColumn);
        badSequences(65, ":2: base 3 of the sequence", "sequence,label\nAC-T,x\n", byColumn);
        badSequences(65, ":2: the sequence is empty", "sequence,label\n,x\n", byColumn);
        badSequences(65, ":2: 'a b' is no label", "sequence,label\nACGT,a b\n", byColumn);
        badSequences(65, ":2: a quoted field does not end", "sequence,label\n\"ACGT,x\n", byColumn);
        badSequences(65, "names 'label' twice", "sequence,label,label\nACGT,x,y\n", byColumn);
        badSequences(65, "holds a header but no sequence", "sequence,label\n", byColumn);
        badSequences(65, "is empty", "", byColumn);
        badSequences(65, "more N than --max-n allows", ">a\nNNNN\n", byLabel);
        badSequences(2, "--label-column goes with CSV", ">a\nACGT\n", byColumn);
        badSequences(2, "either --label for each file or --label-column", ">a\nACGT\n");
        badSequences(2, "--window goes with --peaks", ">a\nACGT\n", "--label", "l", "--window", "5");
    }

    private void badSequences(int exit, String message, String text, Object... more) throws IOException {
        Path out = folder.resolve("refused");
        Object[] end = {"--out", out.resolve("out"), "--reference-out", out.resolve("ref")};
        check(exit, message, "--sequences", file(text), "--sample", "s", more, end);
    }

    private void badFile(String message, byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("input" + files++), content);
        ToolRun run = run(file);
        assertThat(run.exit()).as(run.err()).isEqualTo(65);
        assertThat(lastLine(run)).contains(message).contains(file.getFileName().toString());
        nothingIsWritten();
    }

    /** Packed, since members of gzip stand one after the other in a file: 64 of 16 MB each. */
    private static byte[] oneLineOfAGigabyte() throws IOException {
        byte[] member = gzip("x".repeat(16 << 20).getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 64; i++) {
            all.write(member);
        }
        return all.toByteArray();
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private void badPeaks(String message, String text, Object... more) throws IOException {
        Path file = file(text);
        ToolRun run = run(file, more);
        assertThat(run.exit()).as(run.err()).isEqualTo(65);
        assertThat(lastLine(run)).contains(message).contains(file.getFileName().toString());
        nothingIsWritten();
    }

    private void refused(int exit, String message, Object... more) throws IOException {
        ToolRun run = run(file(GOOD), more);
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.errors()).hasSize(1).first().asString().contains(message);
        nothingIsWritten();
    }

    private void check(int exit, String message, Object... arguments) throws IOException {
        List<Object> flat = new ArrayList<>();
        for (Object argument : arguments) {
            if (argument instanceof Object[] several) {
                flat.addAll(List.of(several));
            } else {
                flat.add(argument);
            }
        }
        ToolRun run = ToolRun.of(new ExtractTool(), flat);
        assertThat(run.exit()).as(run.err()).isEqualTo(exit);
        assertThat(run.errors()).hasSize(1).first().asString().contains(message);
        nothingIsWritten();
    }

    private ToolRun run(Path peaks, Object... more) {
        Path out = folder.resolve("refused/out");
        Object[] arguments = Stream.concat(
                        Stream.of(
                                "--peaks",
                                peaks,
                                "--sample",
                                "s",
                                "--label",
                                "l",
                                "--reference",
                                reference,
                                "--out",
                                out),
                        Arrays.stream(more))
                .toArray();
        return ToolRun.of(new ExtractTool(), arguments);
    }

    private void nothingIsWritten() {
        if (Files.exists(folder.resolve("refused"))) {
            assertThat(folder.resolve("refused")).isEmptyDirectory();
        }
    }

    /** Notes may come before; the mistake is one line, the last. */
    private static String lastLine(ToolRun run) {
        List<String> lines = run.errors();
        String last = lines.get(lines.size() - 1);
        assertThat(last.toLowerCase(Locale.ROOT)).startsWith("extract: ");
        return last;
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("input" + files++), text);
    }
}
