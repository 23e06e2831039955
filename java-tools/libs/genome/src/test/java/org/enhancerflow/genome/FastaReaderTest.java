package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import htsjdk.samtools.util.BlockCompressedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.enhancerflow.artifacts.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastaReaderTest {
    @TempDir
    Path folder;

    @Test
    void plainGzipAndBgzipReadAlike() throws IOException {
        String fasta = ">a\n" + "acgtN".repeat(50_000) + "\n>b x\nGG\n";
        Path plain = TestFiles.write(folder.resolve("p"), fasta);
        Path gzip = Files.write(folder.resolve("g"), TestFiles.gzip(fasta));
        Path bgzip = folder.resolve("b");
        try (BlockCompressedOutputStream out = new BlockCompressedOutputStream(bgzip.toFile())) {
            out.write(fasta.getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(read(gzip)).isEqualTo(read(plain));
        assertThat(read(bgzip)).isEqualTo(read(plain));
        assertThat(read(plain)).startsWith("[a]acgtN").endsWith("[b]GG");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                   | holds no sequence
                    '\\n\\n'               | holds no sequence
                    ACGT\\n               | :1: bases come before the first '>' line
                    >\\nAC\\n              | :1: the record has no name
                    > a\\nAC\\n            | :1: the record has no name
                    >a\\n>b\\nAC\\n         | :2: the record before this line has no bases
                    >a\\nAC\\n>a\\nAC\\n     | :3: 'a' occurs twice
                    >a\\nAC\\nAXC\\n        | :3: 'X' is not a base
                    >a\\nAC\\nAUC\\n        | :3: 'U' (RNA) is not a base
                    >a\\nAC-G\\n           | :2: '-' is not a base
                    >a\\nA\\0G\\n           | :2: byte 0x00 is not a base
                    >a\\nA G\\n            | :2: byte 0x20 is not a base
                    >a\\nA\\rG\\n           | :2: holds a carriage return inside a line
                    >a                   | :1: the file ends in a header line
                    >a\\n                 | the record before this line has no bases
                    >a<b\\nAC\\n           | :1: 'a<b' is no valid name
                    """)
    void badFastaIsRefusedNamingTheLine(String text, String message) {
        String fasta = text.replace("\\n", "\n").replace("\\0", "\0").replace("\\r", "\r");
        Path file = TestFiles.write(folder.resolve("bad.fa"), fasta);
        assertThatThrownBy(() -> read(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("bad.fa");
    }

    @Test
    void truncatedGzipIsRefused() throws IOException {
        byte[] whole = TestFiles.gzip(">a\n" + "ACGTTGCAAC".repeat(1_000) + "\n");
        Path cut = Files.write(folder.resolve("cut.fa.gz"), Arrays.copyOf(whole, whole.length - 9));
        assertThatThrownBy(() -> read(cut))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("compressed data end too early");
    }

    @Test
    void bgzipWithoutItsEndMarkerIsRefused() throws IOException {
        Path bgzip = folder.resolve("b.fa.gz");
        try (BlockCompressedOutputStream out = new BlockCompressedOutputStream(bgzip.toFile())) {
            out.write(">a\nACGT\n".getBytes(StandardCharsets.US_ASCII));
        }
        byte[] whole = Files.readAllBytes(bgzip);
        Files.write(bgzip, Arrays.copyOf(whole, whole.length - 28));
        assertThatThrownBy(() -> read(bgzip)).hasMessageContaining("compressed data end too early");
    }

    @Test
    void damagedGzipAndOtherPackingsAreRefused() throws IOException {
        byte[] whole = TestFiles.gzip(">a\n" + "ACGTTGCAAC".repeat(1_000) + "\n");
        whole[whole.length - 6] ^= 0x55;
        Path damaged = Files.write(folder.resolve("d.fa.gz"), whole);
        assertThatThrownBy(() -> read(damaged)).hasMessageContaining("compressed data are damaged");
        Path zip = TestFiles.write(folder.resolve("z.fa"), "PK\3\4rest");
        assertThatThrownBy(() -> read(zip)).hasMessageContaining("unpack it");
        assertThatThrownBy(() -> read(folder.resolve("none"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> read(folder)).hasMessageContaining("is a folder");
    }

    private static String read(Path file) throws IOException {
        StringBuilder seen = new StringBuilder();
        FastaReader.read(file, new FastaReader.Handler() {
            @Override
            public void record(String name, long line) {
                seen.append('[').append(name).append(']');
            }

            @Override
            public void bases(byte[] buffer, int offset, int length) {
                seen.append(new String(buffer, offset, length, StandardCharsets.US_ASCII));
            }
        });
        return seen.toString();
    }
}
