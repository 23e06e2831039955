package org.enhancerflow.tools.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OracleTest {
    private static final Motif SHORT = Motif.of("S", "AC", 0.9, 0.7);
    private static final Motif LONG = Motif.of("L", "GTA", 0.8, 0.95, 0.6);

    /** Frequent elements, so that short windows hold many readings with elements cut at both ends. */
    private static final Grammar TINY = Grammar.onBothStrands(
            List.of(
                    Element.pair("S-1-L", SHORT, LONG, 1, List.of(0.1, 0.3)),
                    Element.pair("L-2-S", LONG, SHORT, 2, List.of(0.25, 0.05)),
                    Element.single("S", SHORT, List.of(0.1, 0.2))),
            1);

    private static final double GC = 0.42;

    private static Randomness random(int number) {
        return Randomness.of(7, Randomness.Part.TEST, number);
    }

    @Test
    void equalsTheSumOverAllReadingsOnShortWindows() {
        for (int length = 1; length <= 9; length++) {
            for (int repeat = 0; repeat < 20; repeat++) {
                byte[] bases = randomWindow(length, random(100 * length + repeat));
                double expected = Math.log(enumerate(bases, 1)) - Math.log(enumerate(bases, 0));
                assertThat(new Oracle(TINY).logLikelihoodRatio(bases, GC))
                        .as(Arrays.toString(bases))
                        .isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void enumeratedProbabilitiesOfAllWindowsSumToOne() {
        for (int label = 0; label < 2; label++) {
            double sum = 0;
            for (int code = 0; code < 4 * 4 * 4 * 4; code++) {
                byte[] bases = {
                    (byte) (code & 3), (byte) ((code >> 2) & 3), (byte) ((code >> 4) & 3), (byte) (code >> 6)
                };
                sum += enumerate(bases, label);
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void drawnSequencesHaveTheProbabilitiesTheOracleAssumes() {
        int draws = 400_000;
        int length = 5;
        int[] seen = new int[1 << (2 * length)];
        Randomness random = random(1);
        byte[] bases = new byte[length + 4];
        for (int i = 0; i < draws; i++) {
            TINY.draw(bases, 2, 2 + length, 1, GC, random);
            int code = 0;
            for (int k = 0; k < length; k++) {
                code = (code << 2) | bases[2 + k];
            }
            seen[code]++;
        }
        double chiSquare = 0;
        for (int code = 0; code < seen.length; code++) {
            byte[] window = new byte[length];
            for (int k = 0; k < length; k++) {
                window[k] = (byte) ((code >> (2 * (length - 1 - k))) & 3);
            }
            double expected = draws * enumerate(window, 1);
            chiSquare += (seen[code] - expected) * (seen[code] - expected) / expected;
        }
        // 1,023 degrees of freedom: mean 1,023, standard deviation 45.
        assertThat(chiSquare).isBetween(800.0, 1250.0);
    }

    @Test
    void readsBothStrandsAlike() {
        Oracle oracle = new Oracle(Grammar.standard());
        for (int i = 0; i < 20; i++) {
            byte[] bases = new byte[300];
            Grammar.standard().draw(bases, 0, bases.length, i % 2, GC, random(i));
            byte[] reversed = new byte[bases.length];
            for (int k = 0; k < bases.length; k++) {
                reversed[bases.length - 1 - k] = (byte) (3 - bases[k]);
            }
            assertThat(oracle.logLikelihoodRatio(reversed, GC))
                    .isCloseTo(oracle.logLikelihoodRatio(bases, GC), within(1e-9));
        }
    }

    @Test
    void unknownBasesAreSummedOut() {
        byte[] hidden = {0, 4, 2, 3, 0, 1};
        double[] sum = new double[2];
        for (byte base = 0; base < 4; base++) {
            byte[] seen = hidden.clone();
            seen[1] = base;
            sum[0] += enumerate(seen, 0);
            sum[1] += enumerate(seen, 1);
        }
        assertThat(new Oracle(TINY).logLikelihoodRatio(hidden, GC))
                .isCloseTo(Math.log(sum[1]) - Math.log(sum[0]), within(1e-12));
        assertThat(new Oracle(TINY).logLikelihoodRatio(new byte[] {4, 4, 4, 4}, GC))
                .isCloseTo(0, within(1e-12));
    }

    @Test
    void oneOracleScoresWindowsOfAnyLengthInAnyOrder() {
        Oracle oracle = new Oracle(TINY);
        byte[] large = randomWindow(50, random(3));
        byte[] small = randomWindow(6, random(4));
        double expected = new Oracle(TINY).logLikelihoodRatio(small, GC);
        oracle.logLikelihoodRatio(large, GC);
        assertThat(oracle.logLikelihoodRatio(small, GC)).isEqualTo(expected);
    }

    private static byte[] randomWindow(int length, Randomness random) {
        byte[] bases = new byte[length];
        for (int i = 0; i < length; i++) {
            bases[i] = (byte) random.below(random.chance(0.2) ? 5 : 4);
        }
        return bases;
    }

    /** The probability of the window, by listing every row of words that covers it, with no sharing of work. */
    private static double enumerate(byte[] bases, int label) {
        double total = 0;
        for (Word word : words(label)) {
            // A word covers the first base at each of its positions equally often.
            for (int cut = 0; cut < word.columns().size(); cut++) {
                total += word.rate() / TINY.meanLength(label) * rest(bases, -cut, word, label);
            }
        }
        return total;
    }

    private static double rest(byte[] bases, int at, Word word, int label) {
        double probability = 1;
        for (int i = 0; i < word.columns().size(); i++) {
            int place = at + i;
            if (place >= 0 && place < bases.length && bases[place] < 4) {
                probability *= word.columns().get(i).get(bases[place]);
            }
        }
        int next = at + word.columns().size();
        if (next >= bases.length) {
            return probability;
        }
        double sum = 0;
        for (Word following : words(label)) {
            sum += following.rate() * rest(bases, next, following, label);
        }
        return probability * sum;
    }

    private record Word(double rate, List<List<Double>> columns) {}

    private static List<Word> words(int label) {
        double[] p = Background.probabilities(GC);
        List<Double> background = List.of(p[0], p[1], p[2], p[3]);
        List<Word> words = new ArrayList<>();
        words.add(new Word(TINY.backgroundRate(label), List.of(background)));
        for (Element element : TINY.elements()) {
            List<List<Double>> columns = new ArrayList<>();
            for (int i = 0; i < element.length(); i++) {
                columns.add(background);
            }
            for (Element.Part part : element.parts()) {
                for (int i = 0; i < part.motif().length(); i++) {
                    Motif motif = part.motif();
                    columns.set(
                            part.offset() + i,
                            List.of(motif.weight(i, 0), motif.weight(i, 1), motif.weight(i, 2), motif.weight(i, 3)));
                }
            }
            words.add(new Word(element.rates().get(label), columns));
        }
        return words;
    }
}
