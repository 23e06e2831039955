package org.enhancerflow.engine.cnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Words that are commoner in a set of sequences than their own parts explain, as starting points of motif detectors. Labels play no part.
 *
 * <p>A word of 8 bases is expected as often as its overlapping parts of 6 and 5 bases say: a Markov chain of order 5, counted on both
 * strands. Words are ranked by 2 (√count - √expected), which has variance 1 for rare and common words alike (Anscombe, Biometrika 1948), and
 * taken in turn, leaving out those that are a shifted, complemented or nearly equal copy of one taken before. Each is then turned into a
 * weight matrix from the places where it occurs with at most one mismatch, flanks included.
 */
final class MotifSeeds {

    static final int WORD = 8;
    private static final int WORDS = 1 << (2 * WORD);
    private static final int MASK = WORDS - 1;

    /** Scores below this are met by chance among the 65,536 words. */
    private static final double SCORE = 5;

    /** Overlapping bases, and mismatches among them, that make two words copies of one motif. */
    private static final int OVERLAP = 6;

    private MotifSeeds() {}

    /**
     * Finds motifs.
     *
     * @param sequences bases 0 to 3 (A C G T), anything else for no base
     * @param limit how many at most
     * @param width positions of each matrix, at least 8
     * @return one matrix [4 × width] of log-odds for each, best first; the word stands in the middle
     */
    static List<double[][]> find(List<byte[]> sequences, int limit, int width) {
        long[] words = count(sequences);
        List<Integer> seeds = choose(words, limit);
        List<double[][]> matrices = new ArrayList<>();
        for (int seed : seeds) {
            matrices.add(matrix(sequences, seed, width));
        }
        return matrices;
    }

    /** Occurrences of every word on both strands. */
    private static long[] count(List<byte[]> sequences) {
        long[] counts = new long[WORDS];
        for (byte[] sequence : sequences) {
            int word = 0;
            int length = 0;
            for (byte base : sequence) {
                length = base >= 0 && base < 4 ? length + 1 : 0;
                word = (word << 2 | (base & 3)) & MASK;
                if (length >= WORD) {
                    counts[word]++;
                    counts[complement(word)]++;
                }
            }
        }
        return counts;
    }

    private static int complement(int word) {
        int reversed = 0;
        for (int i = 0; i < WORD; i++) {
            reversed = reversed << 2 | 3 - (word >> (2 * i) & 3);
        }
        return reversed;
    }

    private static List<Integer> choose(long[] words, int limit) {
        double[] scores = scores(words);
        int[] order = IntStream.range(0, WORDS)
                .filter(word -> scores[word] >= SCORE && word <= complement(word))
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(word -> -scores[word])
                        .thenComparing(word -> word))
                .mapToInt(Integer::intValue)
                .toArray();
        List<Integer> chosen = new ArrayList<>();
        for (int word : order) {
            if (chosen.size() == limit) {
                break;
            }
            if (chosen.stream().noneMatch(other -> alike(word, other) || alike(word, complement(other)))) {
                chosen.add(word);
            }
        }
        return chosen;
    }

    private static double[] scores(long[] words) {
        double[] sixes = new double[WORDS >> 4];
        double[] fives = new double[WORDS >> 6];
        for (int word = 0; word < WORDS; word++) {
            sixes[word >> 4] += words[word];
            fives[word >> 6] += words[word];
        }
        double[] scores = new double[WORDS];
        for (int word = 0; word < WORDS; word++) {
            double expected = sixes[word >> 4]
                    * ratio(sixes[part(word, 1, 6)], fives[part(word, 1, 5)])
                    * ratio(sixes[part(word, 2, 6)], fives[part(word, 2, 5)]);
            scores[word] = 2 * (Math.sqrt((double) words[word]) - Math.sqrt(expected));
        }
        return scores;
    }

    /** The {@code length} bases of a word that follow its first {@code skipped}. */
    private static int part(int word, int skipped, int length) {
        return word >> (2 * (WORD - skipped - length)) & ((1 << (2 * length)) - 1);
    }

    private static double ratio(double six, double five) {
        return five == 0 ? 0 : six / five;
    }

    /** Whether two words agree, but for one base, over an overlap of at least 6. */
    private static boolean alike(int one, int other) {
        for (int shift = 0; WORD - shift >= OVERLAP; shift++) {
            int length = WORD - shift;
            if (mismatches(one >> (2 * shift), other, length) <= 1
                    || mismatches(one, other >> (2 * shift), length) <= 1) {
                return true;
            }
        }
        return false;
    }

    /** Mismatches among the last bases of two words. */
    private static int mismatches(int one, int other, int length) {
        int differences = (one ^ other) & (int) ((1L << (2 * length)) - 1);
        return Integer.bitCount((differences | differences >>> 1) & 0x55555555);
    }

    private static double[][] matrix(List<byte[]> sequences, int seed, int width) {
        double[][] counts = new double[4][width];
        double[] background = new double[4];
        int other = complement(seed);
        int left = (width - WORD) / 2;
        for (byte[] sequence : sequences) {
            int word = 0;
            int length = 0;
            for (int i = 0; i < sequence.length; i++) {
                length = sequence[i] >= 0 && sequence[i] < 4 ? length + 1 : 0;
                word = (word << 2 | (sequence[i] & 3)) & MASK;
                if (length < WORD) {
                    continue;
                }
                background[sequence[i] & 3]++;
                background[3 - (sequence[i] & 3)]++;
                int first = i - WORD + 1;
                if (mismatches(word, seed, WORD) <= 1) {
                    add(counts, sequence, first - left, 1);
                }
                if (mismatches(word, other, WORD) <= 1) {
                    // On the other strand the word's first base is the last one here.
                    add(counts, sequence, i + left, -1);
                }
            }
        }
        return logOdds(counts, background);
    }

    private static void add(double[][] counts, byte[] sequence, int from, int direction) {
        for (int k = 0; k < counts[0].length; k++) {
            int at = from + direction * k;
            if (at >= 0 && at < sequence.length && sequence[at] >= 0 && sequence[at] < 4) {
                counts[direction > 0 ? sequence[at] : 3 - sequence[at]][k]++;
            }
        }
    }

    private static double[][] logOdds(double[][] counts, double[] background) {
        double total = Arrays.stream(background).sum();
        double[][] odds = new double[4][counts[0].length];
        for (int k = 0; k < counts[0].length; k++) {
            double sum = 0;
            for (int base = 0; base < 4; base++) {
                sum += counts[base][k];
            }
            for (int base = 0; base < 4; base++) {
                double share = background[base] / total;
                odds[base][k] = StrictMath.log((counts[base][k] + 4 * share) / (sum + 4) / share);
            }
        }
        return odds;
    }
}
