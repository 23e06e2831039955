package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Invariances and brute force on small sets with many ties. */
final class RankPropertiesTest {

    /** Labels and scores of the same rows. */
    private static final class Sample {
        final boolean[] positive;
        final double[] scores;

        Sample(boolean[] positive, double[] scores) {
            this.positive = positive;
            this.scores = scores;
        }

        BinaryScores binary() {
            return BinaryScores.of(positive, scores);
        }
    }

    @Provide
    Arbitrary<Sample> samples() {
        return Combinators.combine(
                        Arbitraries.integers().between(2, 60),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.longs())
                .as(RankPropertiesTest::sample);
    }

    private static Sample sample(int rows, int levels, long seed) {
        Random random = new Random(seed);
        boolean[] positive = new boolean[rows];
        double[] scores = new double[rows];
        for (int i = 0; i < rows; i++) {
            positive[i] = i == 0 || (i > 1 && random.nextBoolean());
            scores[i] = random.nextInt(levels + 1) / (double) levels;
        }
        return new Sample(positive, scores);
    }

    @Property
    void auc_is_the_share_of_pairs_in_the_right_order(@ForAll("samples") Sample sample) {
        double won = 0;
        long pairs = 0;
        for (int i = 0; i < sample.scores.length; i++) {
            for (int j = 0; j < sample.scores.length; j++) {
                if (sample.positive[i] && !sample.positive[j]) {
                    double difference = sample.scores[i] - sample.scores[j];
                    won += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
                    pairs++;
                }
            }
        }
        assertThat(RankMetrics.rocAuc(sample.binary()).orElseThrow()).isCloseTo(won / pairs, within(1e-15));
    }

    @Property
    void rank_metrics_do_not_change_under_a_rising_transform(@ForAll("samples") Sample sample) {
        double[] transformed = sample.scores.clone();
        for (int i = 0; i < transformed.length; i++) {
            transformed[i] = Math.exp(5 * transformed[i]) - 3;
        }
        BinaryScores other = BinaryScores.of(sample.positive, transformed);
        assertThat(RankMetrics.rocAuc(other)).isEqualTo(RankMetrics.rocAuc(sample.binary()));
        assertThat(RankMetrics.averagePrecision(other)).isEqualTo(RankMetrics.averagePrecision(sample.binary()));
        assertThat(BestF1.of(other).orElseThrow().f1())
                .isEqualTo(BestF1.of(sample.binary()).orElseThrow().f1());
    }

    @Property
    void reversing_the_scores_turns_auc_into_its_complement(@ForAll("samples") Sample sample) {
        double[] reversed = sample.scores.clone();
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = -reversed[i];
        }
        double auc = RankMetrics.rocAuc(sample.binary()).orElseThrow();
        double other =
                RankMetrics.rocAuc(BinaryScores.of(sample.positive, reversed)).orElseThrow();
        assertThat(auc + other).isCloseTo(1, within(1e-15));
    }

    @Property
    void no_observed_threshold_beats_the_best_f1_and_no_larger_one_equals_it(@ForAll("samples") Sample sample) {
        BinaryScores scores = sample.binary();
        BestF1 best = BestF1.of(scores).orElseThrow();
        int tied = 0;
        for (int i = 0; i < scores.groups(); i++) {
            double f1 = scores.confusionAt(scores.scoreAt(i)).f1();
            assertThat(f1).isLessThanOrEqualTo(best.f1());
            if (f1 == best.f1()) {
                tied++;
                assertThat(scores.scoreAt(i)).isBetween(best.lowestTiedThreshold(), best.threshold());
            }
        }
        assertThat(best.tiedThresholds()).isEqualTo(tied);
        assertThat(scores.confusionAt(best.threshold()).f1()).isEqualTo(best.f1());
    }

    @Property
    void the_order_of_rows_does_not_matter(@ForAll("samples") Sample sample, @ForAll long seed) {
        Random random = new Random(seed);
        boolean[] positive = sample.positive.clone();
        double[] scores = sample.scores.clone();
        for (int i = scores.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double score = scores[i];
            scores[i] = scores[j];
            scores[j] = score;
            boolean label = positive[i];
            positive[i] = positive[j];
            positive[j] = label;
        }
        BinaryScores shuffled = BinaryScores.of(positive, scores);
        assertThat(RankMetrics.rocAuc(shuffled)).isEqualTo(RankMetrics.rocAuc(sample.binary()));
        assertThat(RankMetrics.averagePrecision(shuffled)).isEqualTo(RankMetrics.averagePrecision(sample.binary()));
        assertThat(Loss.brier(shuffled).mean(shuffled))
                .isEqualTo(Loss.brier(sample.binary()).mean(sample.binary()));
    }

    @Property
    void the_area_under_the_thinned_roc_curve_stays_within_the_tolerance(@ForAll("samples") Sample sample) {
        OperatingCurve roc = OperatingCurve.roc(sample.binary());
        int[] kept = Thinning.keep(roc.size(), roc::x, roc::y, 0.01);
        double area = 0;
        for (int k = 1; k < kept.length; k++) {
            area += (roc.x(kept[k]) - roc.x(kept[k - 1])) * (roc.y(kept[k]) + roc.y(kept[k - 1])) / 2;
        }
        assertThat(area)
                .isCloseTo(RankMetrics.rocAuc(sample.binary()).orElseThrow(), within(0.01 * Math.sqrt(2) + 1e-12));
    }
}
