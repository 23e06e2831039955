package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class ResamplingAndCalibrationTest {
    private static final List<ToDoubleFunction<BinaryScores>> AUC =
            List.of(scores -> RankMetrics.rocAuc(scores).orElseThrow());

    @Test
    void equal_seeds_give_equal_intervals_and_other_seeds_others() {
        BinaryScores scores = noisy(300, 7);
        assertThat(StratifiedBootstrap.intervals(scores, AUC, 200, 1))
                .isEqualTo(StratifiedBootstrap.intervals(scores, AUC, 200, 1))
                .isNotEqualTo(StratifiedBootstrap.intervals(scores, AUC, 200, 2));
    }

    @Test
    void the_bootstrap_interval_of_auc_agrees_with_delong() {
        int rows = 2000;
        boolean[] positive = new boolean[rows];
        double[] scores = new double[rows];
        fill(new Random(3), positive, scores);
        double auc = RankMetrics.rocAuc(BinaryScores.of(positive, scores)).orElseThrow();
        double half = Normal.Z_95 * Math.sqrt(DeLong.variance(positive, scores).orElseThrow());
        Interval interval = StratifiedBootstrap.intervals(BinaryScores.of(positive, scores), AUC, 2000, 5)
                .get(0);
        assertThat(interval.low()).isCloseTo(auc - half, within(0.1 * half));
        assertThat(interval.high()).isCloseTo(auc + half, within(0.1 * half));
    }

    @Test
    void the_interval_of_a_perfect_ranking_is_a_point() {
        BinaryScores perfect = BinaryScores.of(new boolean[] {true, true, false}, new double[] {3, 2, 1});
        assertThat(StratifiedBootstrap.intervals(perfect, AUC, 50, 1)).containsExactly(new Interval(1, 1));
    }

    @Test
    void a_single_class_cannot_be_resampled() {
        BinaryScores one = BinaryScores.of(new boolean[2], new double[] {1, 2});
        assertThatThrownBy(() -> StratifiedBootstrap.intervals(one, AUC, 10, 1))
                .hasMessageContaining("rows of both classes");
    }

    @Test
    void scaling_the_logits_scales_the_temperature() {
        Random random = new Random(11);
        boolean[] positive = new boolean[500];
        double[] logits = new double[500];
        fill(random, positive, logits);
        double one = TemperatureScaling.fit(positive, logits).value();
        for (int i = 0; i < logits.length; i++) {
            logits[i] *= 8;
        }
        assertThat(TemperatureScaling.fit(positive, logits).value()).isCloseTo(8 * one, within(1e-8 * one));
    }

    @Test
    void two_classes_and_their_log_odds_have_one_temperature() {
        boolean[] positive = {true, false, true, false, true};
        double[] odds = {2, 1, -0.5, -3, 0.25};
        double[] pairs = new double[10];
        int[] labels = new int[5];
        for (int i = 0; i < 5; i++) {
            pairs[2 * i] = 4 - odds[i] / 2;
            pairs[2 * i + 1] = 4 + odds[i] / 2;
            labels[i] = positive[i] ? 1 : 0;
        }
        assertThat(TemperatureScaling.fit(pairs, labels, 2).value())
                .isCloseTo(TemperatureScaling.fit(positive, odds).value(), within(1e-10));
    }

    @Test
    void a_root_is_found_to_the_last_digits() {
        assertThat(Brent.root(x -> x * x * x - 2, 0, 4, 1e-15)).isCloseTo(Math.cbrt(2), within(1e-14));
        assertThat(Brent.root(x -> Math.exp(-x) - 1e-9, 0, 1000, 1e-15)).isCloseTo(-Math.log(1e-9), within(1e-12));
        assertThatThrownBy(() -> Brent.root(x -> x * x + 1, -1, 1, 1e-15)).hasMessageContaining("no change of sign");
    }

    @Test
    void normal_tails_equal_tabulated_values() {
        assertThat(Normal.twoSidedTail(0)).isEqualTo(1);
        assertThat(Normal.twoSidedTail(Normal.Z_95)).isCloseTo(0.05, within(1e-14));
        assertThat(Normal.twoSidedTail(-3)).isCloseTo(0.0026997960632601866, within(1e-15));
        assertThat(Normal.twoSidedTail(6)).isCloseTo(1.973175290075396e-9, within(1e-20));
    }

    private static BinaryScores noisy(int rows, long seed) {
        boolean[] positive = new boolean[rows];
        double[] scores = new double[rows];
        fill(new Random(seed), positive, scores);
        return BinaryScores.of(positive, scores);
    }

    private static void fill(Random random, boolean[] positive, double[] scores) {
        for (int i = 0; i < scores.length; i++) {
            positive[i] = i % 2 == 0;
            scores[i] = random.nextGaussian() + (positive[i] ? 0.5 : -0.5);
        }
    }
}
