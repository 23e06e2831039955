package org.enhancerflow.engine.cnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.engine.RandomStream;
import org.junit.jupiter.api.Test;

class MotifSeedsTest {

    private static final String LETTERS = "ACGT";

    @Test
    void plantedMotifsAreFoundOnceWhicheverStrandTheyStandOn() {
        List<String> found = MotifSeeds.find(sequences(300, "AGATCAAAG", "GCCATAAAC"), 10, 13).stream()
                .map(MotifSeedsTest::consensus)
                .toList();
        assertThat(found).hasSize(2);
        assertThat(found).anyMatch(text -> holds(text, "AGATCAAA") || holds(text, "GATCAAAG"));
        assertThat(found).anyMatch(text -> holds(text, "GCCATAAA") || holds(text, "CCATAAAC"));
    }

    @Test
    void sequencesWithoutMotifsGiveNone() {
        assertThat(MotifSeeds.find(sequences(300), 10, 13)).isEmpty();
    }

    @Test
    void equalInputGivesEqualMatricesAndTheLimitIsKept() {
        List<byte[]> sequences = sequences(300, "AGATCAAAG", "GCCATAAAC");
        List<double[][]> one = MotifSeeds.find(sequences, 1, 12);
        assertThat(one).hasSize(1);
        assertThat(one.get(0)).hasDimensions(4, 12);
        assertThat(MotifSeeds.find(sequences, 1, 12).get(0)).isDeepEqualTo(one.get(0));
    }

    @Test
    void placesWithoutABaseBreakWords() {
        List<byte[]> sequences = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            sequences.add(new byte[] {0, 1, 2, 3, -1, 0, 1, 2, 3});
        }
        assertThat(MotifSeeds.find(sequences, 10, 13)).isEmpty();
    }

    private static boolean holds(String text, String word) {
        StringBuilder complement = new StringBuilder();
        for (int i = word.length() - 1; i >= 0; i--) {
            complement.append(LETTERS.charAt(3 - LETTERS.indexOf(word.charAt(i))));
        }
        return text.contains(word) || text.contains(complement);
    }

    private static String consensus(double[][] odds) {
        StringBuilder text = new StringBuilder();
        for (int k = 0; k < odds[0].length; k++) {
            int best = 0;
            for (int base = 1; base < 4; base++) {
                best = odds[base][k] > odds[best][k] ? base : best;
            }
            text.append(odds[best][k] > 0.7 ? LETTERS.charAt(best) : '.');
        }
        return text.toString();
    }

    private static List<byte[]> sequences(int count, String... words) {
        RandomStream random = RandomStream.of(9, "sequences");
        List<byte[]> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] bases = new byte[400];
            for (int at = 0; at < bases.length; at++) {
                bases[at] = (byte) random.nextInt(4);
            }
            for (String word : words) {
                boolean turned = random.nextInt(2) == 0;
                int at = random.nextInt(bases.length - word.length());
                for (int k = 0; k < word.length(); k++) {
                    int base = LETTERS.indexOf(word.charAt(turned ? word.length() - 1 - k : k));
                    bases[at + k] = (byte) (turned ? 3 - base : base);
                }
            }
            sequences.add(bases);
        }
        return sequences;
    }
}
