package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Scale;
import org.enhancerflow.artifacts.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeakReaderTest {
    @TempDir
    Path folder;

    @Test
    void everyFormIsRead() throws IOException {
        assertThat(read("chr1\t10\t20\tn\t0\t.\t9.5\t-1\t-1\t3\n")).containsExactly("1 chr1 10 20 3 9.5");
        assertThat(read("chr1\t10\t20\tn\t0\t.\t9.5\t-1\t-1\t-1\n")).containsExactly("1 chr1 10 20 -1 9.5");
        assertThat(read("chr1\t10\t20\tn\t7\t.\t9.5\t-1\t-1\t3" + "\t1".repeat(10) + "\n"))
                .containsExactly("1 chr1 10 20 3 9.5");
        assertThat(read("chr1\t10\t20\tn\t7\t.\t9.5\t2\t3\n")).containsExactly("1 chr1 10 20 -1 9.5");
        assertThat(read("chr1\t10\t20\tn\t7\t.\t10\t20\t255,0,0\n")).containsExactly("1 chr1 10 20 -1 7.0");
        assertThat(read("chr1\t10\t20\tn\t7\t.\t10\t20\t0\t1\t5\t0\n")).containsExactly("1 chr1 10 20 -1 7.0");
        assertThat(read("chr1\t10\t20\n")).containsExactly("1 chr1 10 20 -1 0.0");
        assertThat(read("chr1 10   20 n\n")).containsExactly("1 chr1 10 20 -1 0.0");
        assertThat(read("chr1\t10\t20\tn\t.\n")).containsExactly("1 chr1 10 20 -1 0.0");
    }

    @Test
    void commentsHeadersBlankLinesAndCarriageReturnsAreSkippedButCounted() throws IOException {
        assertThat(
                        read(
                                "\u00ef\u00bb\u00bf# c\r\ntrack name=x\r\nbrowser position chr1\r\n\r\n \t\r\nchr1\t1\t2\r\ntrackA\t1\t2"))
                .containsExactly("6 chr1 1 2 -1 0.0", "7 trackA 1 2 -1 0.0");
    }

    @Test
    void gzipIsRead() throws IOException {
        Path file = Files.write(folder.resolve("x"), TestFiles.gzip("chr1\t1\t2\n".repeat(30_000)));
        assertThat(read(file)).hasSize(30_000).last().isEqualTo("30000 chr1 1 2 -1 0.0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                                      | holds no peaks
                    '# only a comment\\n'                    | holds no peaks
                    chr1\\t1\\n                               | :1: has 2 columns
                    word\\n                                  | :1: has 1 column
                    chr1\\t1\\t2\\nchr1\\t1\\t2\\tx\\n             | :2: has 4 columns, the lines before it 3
                    chr1\\tx\\t2\\n                            | :1: chromStart is not a whole number: 'x'
                    chr1\\t1\\t2.5\\n                          | :1: chromEnd is not a whole number: '2.5'
                    chr1\\t\\t2\\n                             | :1: chromStart is not a whole number: ''
                    chr1\\t9999999999999999999\\t2\\n          | :1: chromStart is not a whole number
                    chr1\\t-5\\t2\\n                           | :1: chromStart is negative
                    chr1\\t5\\t2\\n                            | :1: chromStart 5 is not before chromEnd 2
                    chr1\\t5\\t5\\n                            | :1: chromStart 5 is not before chromEnd 5
                    \\t5\\t6\\n                                | :1: the contig's name is empty
                    c\\t1\\t9\\tn\\t0\\t.\\t1\\t1\\t1\\t9\\n           | :1: summit 9 lies outside the peak of 8 bases
                    c\\t1\\t9\\tn\\t0\\t.\\t1\\t1\\t1\\t-2\\n          | :1: summit -2 lies outside
                    c\\t1\\t9\\tn\\t0\\t.\\t1\\t1\\t1\\tx\\n           | :1: summit is not a whole number: 'x'
                    c\\t1\\t9\\tn\\t0\\t.\\tbig\\t1\\t1\\t3\\n         | :1: signalValue is not a number: 'big'
                    c\\t1\\t9\\tn\\t0\\t.\\t1\\t1\\t1\\t1\\t1\\t1\\t1\\n | :1: has 13 columns
                    c\\0\\t1\\t9\\n                            | :1: holds a NUL byte
                    """)
    void badPeaksAreRefusedNamingTheLine(String text, String message) {
        String peaks = text.replace("\\n", "\n").replace("\\t", "\t").replace("\\0", "\0");
        assertThatThrownBy(() -> read(peaks))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("peaks.bed")
                .hasMessageContaining(message);
    }

    @Test
    void endlessLineIsRefused() {
        assertThatThrownBy(() -> read("x".repeat(3 << 20)))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(":1: is longer than");
    }

    @Property
    void decimalsAreRoundedAsJavaRoundsThem(@ForAll @Scale(6) java.math.BigDecimal value) {
        byte[] text = value.toPlainString().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(AsciiNumbers.parseFloat(text, 0, text.length)).isEqualTo(value.floatValue());
    }

    @Property
    void wholeNumbersComeBack(@ForAll int value) {
        byte[] text = Integer.toString(value).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        assertThat(AsciiNumbers.parseLong(text, 0, text.length)).isEqualTo(value);
    }

    @Test
    void realFilesParse() throws IOException {
        Path other = TestFiles.shared("data/narrowpeak_other");
        assertThat(read(other.resolve("CTCF_HCT116_ENCFF091ODJ_hg38_chr10.narrowPeak")))
                .hasSize(209);
        assertThat(read(other.resolve("MACS3_CTCF_chr22_50k.narrowPeak"))).hasSize(730);
        assertThat(read(other.resolve("idr_peak1_sub.narrowPeak"))).isNotEmpty();
        assertThat(read(other.resolve("RAMPAGE_summit_minus1_trackline_first2000.narrowPeak")))
                .hasSize(1_999)
                .first()
                .isEqualTo("2 chr20 236059 236061 -1 9.0");
    }

    private List<String> read(String text) throws IOException {
        return read(TestFiles.write(folder.resolve("peaks.bed"), text));
    }

    private static List<String> read(Path file) throws IOException {
        List<String> found = new ArrayList<>();
        try (PeakReader reader = PeakReader.open(file)) {
            while (reader.next()) {
                found.add(reader.line() + " " + reader.contig() + " " + reader.start() + " " + reader.end() + " "
                        + reader.summitOffset() + " " + reader.score());
            }
        }
        return found;
    }

    @Test
    void realPeaksWithSummitsAtTheirEndAreRead() throws IOException {
        Path folder = TestFiles.shared("data/narrowpeak_hg19_genomewide");
        long peaks = 0;
        long atEnd = 0;
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path file : walk.filter(each -> each.toString().endsWith(".narrowPeak.gz"))
                    .sorted()
                    .toList()) {
                try (PeakReader reader = PeakReader.open(file)) {
                    while (reader.next()) {
                        peaks++;
                        atEnd += reader.summitOffset() == reader.end() - reader.start() ? 1 : 0;
                    }
                }
            }
        }
        assertThat(peaks).isEqualTo(478_359);
        assertThat(atEnd).isEqualTo(51);
    }
}
