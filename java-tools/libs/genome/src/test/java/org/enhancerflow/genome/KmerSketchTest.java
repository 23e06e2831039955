package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KmerSketchTest {

    @Property(tries = 100)
    void bothStrandsHaveOneSample(@ForAll long seed) {
        byte[] bases = random(seed, 700);
        assertThat(sample(bases, 0, 700))
                .isEqualTo(sample(Bases.reverseComplement(bases), 0, 700))
                .isNotEmpty();
    }

    @Test
    void sampleOfAStretchIsPartOfTheWholesAndOfAboutTheAskedSize() {
        byte[] bases = random(3, 20_000);
        double total = 0;
        for (int start = 0; start < 19_000; start += 1000) {
            int[] window = sample(bases, start, 1000);
            total += window.length;
            int[] shifted = sample(bases, start + 300, 700);
            assertThat(window).contains(shifted);
        }
        assertThat(total / 19).isBetween(25.0, 39.0);
    }

    @Test
    void kmersWithUnknownBasesAreLeftOut() {
        assertThat(sample("N".repeat(500).getBytes(StandardCharsets.US_ASCII), 0, 500))
                .isEmpty();
        assertThat(sample(random(1, 20), 0, 20)).isEmpty();
    }

    private static int[] sample(byte[] bases, int offset, int length) {
        KmerSketch sketch = new KmerSketch(32, 1000);
        sketch.take(bases, offset, length);
        return Arrays.copyOf(sketch.values(), sketch.size());
    }

    private static byte[] random(long seed, int length) {
        Random random = new Random(seed);
        byte[] bases = new byte[length];
        for (int i = 0; i < length; i++) {
            bases[i] = (byte) "ACGT".charAt(random.nextInt(4));
        }
        return bases;
    }
}
