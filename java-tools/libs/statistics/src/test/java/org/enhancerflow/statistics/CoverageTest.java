package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/**
 * Whether 95 % intervals cover the truth in 95 % of simulated sets. Scores are normal, positives shifted by D, so that every
 * truth is known. The long form, 1,000 sets of 1,000 resamples, runs with {@code -Denhancerflow.coverage=1000}; its figures
 * are printed and stand in docs/performance.md.
 */
final class CoverageTest {
    private static final int SHORT_FORM = 200;
    private static final int SETS = Integer.getInteger("enhancerflow.coverage", SHORT_FORM);
    private static final int RESAMPLES = SETS > SHORT_FORM ? 1000 : 400;
    private static final int ROWS_OF_A_CLASS = 500;
    private static final double SHIFT = 1;
    private static final double THRESHOLD = 0.3;

    /** What 95 % may look like: 93 to 97 % of 1,000 sets; of the short form's few, three standard errors more. */
    private static final double SLACK = SETS >= 1000 ? 0.02 : 0.02 + 3 * Math.sqrt(0.95 * 0.05 / SETS);

    private static Map<String, ToDoubleFunction<BinaryScores>> metrics() {
        Map<String, ToDoubleFunction<BinaryScores>> metrics = new LinkedHashMap<>();
        metrics.put("ROC-AUC", s -> RankMetrics.rocAuc(s).orElseThrow());
        metrics.put("average precision", s -> RankMetrics.averagePrecision(s).orElseThrow());
        metrics.put("precision", s -> s.confusionAt(THRESHOLD).precision());
        metrics.put("recall", s -> s.confusionAt(THRESHOLD).recall());
        metrics.put("specificity", s -> s.confusionAt(THRESHOLD).specificity());
        metrics.put("F1", s -> s.confusionAt(THRESHOLD).f1());
        metrics.put("accuracy", s -> s.confusionAt(THRESHOLD).accuracy());
        metrics.put("balanced accuracy", s -> s.confusionAt(THRESHOLD).balancedAccuracy());
        metrics.put("Matthews correlation", s -> s.confusionAt(THRESHOLD).matthews());
        return metrics;
    }

    /** The same of endless rows, half of them positive: counts of a fine grid of scores stand for the densities. */
    private static Map<String, Double> truths() {
        int points = 200_000;
        int half = points / 2;
        boolean[] positive = new boolean[points];
        double[] scores = new double[points];
        for (int i = 0; i < half; i++) {
            double quantile = quantile((i + 0.5) / half);
            scores[i] = quantile;
            scores[half + i] = quantile + SHIFT;
            positive[half + i] = true;
        }
        BinaryScores whole = BinaryScores.of(positive, scores);
        Map<String, Double> truths = new LinkedHashMap<>();
        metrics().forEach((name, metric) -> truths.put(name, metric.applyAsDouble(whole)));
        return truths;
    }

    /** Standard normal quantile by bisection on the tail. */
    private static double quantile(double share) {
        double size = share < 0.5 ? share : 1 - share;
        double low = 0;
        double high = 8;
        for (int i = 0; i < 50; i++) {
            double middle = (low + high) / 2;
            if (Normal.twoSidedTail(middle) / 2 > size) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return share < 0.5 ? -low : low;
    }

    @Test
    void intervals_by_row_cover_the_truth_of_independent_rows() {
        Map<String, Double> truths = truths();
        assertThat(truths.get("ROC-AUC")).isCloseTo(1 - Normal.twoSidedTail(SHIFT / Math.sqrt(2)) / 2, within(1e-5));
        Map<String, Double> coverage = coverage(truths, seed -> {
            Random random = new Random(seed);
            boolean[] positive = new boolean[2 * ROWS_OF_A_CLASS];
            double[] scores = new double[positive.length];
            for (int i = 0; i < scores.length; i++) {
                positive[i] = i % 2 == 0;
                scores[i] = random.nextGaussian() + (positive[i] ? SHIFT : 0);
            }
            return new Sample(BinaryScores.of(positive, scores), new ResamplingDesign.Rows());
        });
        coverage.forEach((name, share) -> assertThat(share).as(name).isBetween(0.95 - SLACK, 0.95 + SLACK));
    }

    @Test
    void intervals_by_locus_cover_the_truth_of_alike_neighbours_and_those_by_row_do_not() {
        Map<String, Double> truths = truths();
        Map<String, Double> byLocus = coverage(truths, seed -> alike(seed, true));
        Map<String, Double> byRow = coverage(truths, seed -> alike(seed, false));
        byLocus.forEach((name, share) -> assertThat(share).as(name).isBetween(0.95 - SLACK, 0.95 + SLACK));
        assertThat(byRow.get("ROC-AUC")).isLessThan(0.85);
    }

    /** Loci of five rows of one class whose scores share four fifths of their variance. */
    private static Sample alike(long seed, boolean byLocus) {
        Random random = new Random(seed);
        int loci = 400;
        int rows = 5;
        boolean[] positive = new boolean[loci * rows];
        double[] scores = new double[positive.length];
        long[] locus = new long[positive.length];
        for (int l = 0; l < loci; l++) {
            boolean ofPositives = random.nextBoolean();
            double shared = random.nextGaussian() * Math.sqrt(0.8);
            for (int i = l * rows; i < (l + 1) * rows; i++) {
                locus[i] = l;
                positive[i] = ofPositives;
                scores[i] = shared + random.nextGaussian() * Math.sqrt(0.2) + (positive[i] ? SHIFT : 0);
            }
        }
        return new Sample(
                BinaryScores.of(positive, scores),
                byLocus ? ResamplingDesign.Groups.of(locus) : new ResamplingDesign.Rows());
    }

    private record Sample(BinaryScores scores, ResamplingDesign design) {}

    private static Map<String, Double> coverage(Map<String, Double> truths, LongFunction<Sample> sampler) {
        Map<String, ToDoubleFunction<BinaryScores>> metrics = metrics();
        Map<String, Double> covered = new LinkedHashMap<>();
        for (int set = 0; set < SETS; set++) {
            Sample sample = sampler.apply(1000L + set);
            double[][] values = Bootstrap.of(sample.scores())
                    .distribution(sample.design(), RESAMPLES, set, metrics.size(), (models, into) -> {
                        int at = 0;
                        for (ToDoubleFunction<BinaryScores> metric : metrics.values()) {
                            into[at++] = metric.applyAsDouble(models.get(0));
                        }
                    });
            int at = 0;
            for (String name : metrics.keySet()) {
                Interval interval = Bootstrap.interval(values[at++]).orElseThrow();
                double truth = truths.getOrDefault(name, Double.NaN);
                boolean inside = interval.low() <= truth && truth <= interval.high();
                covered.merge(name, inside ? 1.0 / SETS : 0, Double::sum);
            }
        }
        System.out.println(SETS + " sets of " + RESAMPLES + " resamples: " + covered);
        return covered;
    }
}
