package org.enhancerflow.tools.split;

import static org.assertj.core.api.Assertions.assertThat;

import htsjdk.samtools.util.BlockCompressedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BgzfLinesTest {

    @Property(tries = 50)
    void anyLinesComeBackByGzipAndFromTheirPointers(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3000) int lines)
            throws IOException {
        Random random = new Random(seed);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        List<byte[]> written = new ArrayList<>();
        List<Long> pointers = new ArrayList<>();
        try (BgzfLines out = new BgzfLines(file, counted(random).code())) {
            for (int i = 0; i < lines; i++) {
                byte[] line = new byte[1 + random.nextInt(300)];
                random.nextBytes(line);
                if (i % 3 > 0) {
                    Arrays.fill(line, (byte) 'a');
                }
                out.line(line, line.length);
                pointers.add(out.pointer(line.length));
                if (i % 3 > 0 && line.length > 4) {
                    out.literals(line, 0, 1);
                    int repeated = Math.min(258, line.length - 1);
                    out.repeat(repeated, 1);
                    out.literals(line, 1 + repeated, line.length);
                } else {
                    out.literals(line, 0, line.length);
                }
                text.write(line);
                written.add(line);
            }
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file.toByteArray()))) {
            assertThat(in.readAllBytes()).isEqualTo(text.toByteArray());
        }
        try (BlockCompressedInputStream in = new BlockCompressedInputStream(
                new htsjdk.samtools.seekablestream.ByteArraySeekableStream(file.toByteArray()))) {
            int line = random.nextInt(lines);
            in.seek(pointers.get(line));
            assertThat(in.readNBytes(written.get(line).length)).isEqualTo(written.get(line));
        }
    }

    @Test
    void lengthsAndDistancesHaveTheSymbolsOfRfc1951() {
        assertThat(List.of(3, 10, 11, 12, 13, 18, 19, 130, 131, 257, 258).stream()
                        .map(DeflateCode::lengthSymbol))
                .containsExactly(257, 264, 265, 265, 266, 268, 269, 280, 281, 284, 285);
        assertThat(List.of(1, 4, 5, 6, 7, 9, 24576, 24577, 32768).stream().map(DeflateCode::distanceSymbol))
                .containsExactly(0, 3, 4, 4, 5, 6, 28, 29, 29);
    }

    @Test
    void theCodeIsCompleteAndNoWordIsLongerThan15Bits() {
        long[] counts = new long[DeflateCode.SYMBOLS];
        long weight = 1;
        for (int symbol = 0; symbol < 60; symbol++) {
            counts[symbol] = weight;
            weight = weight * 3 / 2 + 1;
        }
        int[] lengths = DeflateCode.lengths(counts);
        assertThat(Arrays.stream(lengths)).allMatch(length -> length >= 1 && length <= 15);
        assertThat(Arrays.stream(lengths)
                        .mapToLong(length -> 1L << (15 - length))
                        .sum())
                .isEqualTo(1 << 15);
    }

    private static DeflateCode.Counter counted(Random random) {
        DeflateCode.Counter counter = new DeflateCode.Counter();
        byte[] sample = new byte[5000];
        random.nextBytes(sample);
        counter.literals(sample, 0, sample.length);
        counter.repeat(258, 1);
        return counter;
    }
}
