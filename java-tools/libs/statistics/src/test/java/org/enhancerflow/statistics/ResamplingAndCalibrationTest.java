package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ResamplingAndCalibrationTest {
    @Test
    void equal_seeds_give_equal_intervals_and_other_seeds_others() {
        BinaryScores scores = noisy(300, 7);
        assertThat(interval(scores, 200, 1)).isEqualTo(interval(scores, 200, 1)).isNotEqualTo(interval(scores, 200, 2));
    }

    @Test
    void the_bootstrap_interval_of_auc_agrees_with_delong() {
        int rows = 2000;
        boolean[] positive = new boolean[rows];
        double[] scores = new double[rows];
        fill(new Random(3), positive, scores);
        double auc = RankMetrics.rocAuc(BinaryScores.of(positive, scores)).orElseThrow();
        double half = Normal.Z_95 * Math.sqrt(DeLong.variance(positive, scores).orElseThrow());
        Interval interval = interval(BinaryScores.of(positive, scores), 2000, 5);
        assertThat(interval.low()).isCloseTo(auc - half, within(0.1 * half));
        assertThat(interval.high()).isCloseTo(auc + half, within(0.1 * half));
    }

    @Test
    void the_interval_of_a_perfect_ranking_is_a_point() {
        BinaryScores perfect = BinaryScores.of(new boolean[] {true, true, false}, new double[] {3, 2, 1});
        assertThat(interval(perfect, 50, 1)).isEqualTo(new Interval(1, 1));
    }

    @Test
    void a_single_class_cannot_be_resampled() {
        BinaryScores one = BinaryScores.of(new boolean[2], new double[] {1, 2});
        assertThatThrownBy(() -> interval(one, 10, 1)).hasMessageContaining("rows of both classes");
    }

    @Test
    void a_resample_keeps_the_rows_of_each_class_and_draws_the_same_ones_for_every_model() {
        int rows = 400;
        boolean[] positive = new boolean[rows];
        double[] scores = new double[rows];
        fill(new Random(9), positive, scores);
        double[] turned = Arrays.stream(scores).map(x -> -x).toArray();
        BinaryScores first = BinaryScores.of(positive, scores);
        BinaryScores second = BinaryScores.of(positive, turned);
        Bootstrap.of(List.of(first, second)).distribution(new ResamplingDesign.Rows(), 50, 3, 0, (models, into) -> {
            BinaryScores a = models.get(0);
            BinaryScores b = models.get(1);
            long positives = 0;
            for (int g = 0; g < a.groups(); g++) {
                positives += a.positivesAt(g);
                assertThat(b.positivesAt(b.groups() - 1 - g)).isEqualTo(a.positivesAt(g));
                assertThat(b.negativesAt(b.groups() - 1 - g)).isEqualTo(a.negativesAt(g));
            }
            assertThat(positives).isEqualTo(first.positives()).isEqualTo(a.positives());
        });
    }

    @Test
    void rows_of_a_group_stay_together() {
        boolean[] positive = {true, true, false, false, true, false};
        double[] scores = {6, 5, 4, 3, 2, 1};
        ResamplingDesign groups = ResamplingDesign.Groups.of(new long[] {7, 9, 7, 9, 5, 5});
        Bootstrap.of(BinaryScores.of(positive, scores)).distribution(groups, 100, 3, 0, (models, into) -> {
            BinaryScores drawn = models.get(0);
            assertThat(drawn.positivesAt(0)).isEqualTo(drawn.negativesAt(2));
            assertThat(drawn.positivesAt(1)).isEqualTo(drawn.negativesAt(3));
            assertThat(drawn.positivesAt(4)).isEqualTo(drawn.negativesAt(5));
            assertThat(drawn.size()).isEqualTo(6);
            assertThat(drawn.positives()).isEqualTo(3);
        });
    }

    @Test
    void repeating_every_row_narrows_the_interval_by_row_and_not_the_one_by_group() {
        int rows = 300;
        int copies = 9;
        boolean[] positive = new boolean[rows];
        double[] scores = new double[rows];
        fill(new Random(4), positive, scores);
        boolean[] positives = new boolean[rows * copies];
        double[] repeated = new double[rows * copies];
        long[] group = new long[rows * copies];
        for (int i = 0; i < repeated.length; i++) {
            positives[i] = positive[i / copies];
            repeated[i] = scores[i / copies];
            group[i] = i / copies;
        }
        BinaryScores many = BinaryScores.of(positives, repeated);
        double once = width(interval(BinaryScores.of(positive, scores), 1000, 1));
        double byRow = width(interval(many, 1000, 1));
        double byGroup = width(Bootstrap.interval(
                        Bootstrap.of(many).distribution(ResamplingDesign.Groups.of(group), 1000, 1, 1, AUC)[0])
                .orElseThrow());
        assertThat(byRow).isCloseTo(once / 3, within(0.05 * once));
        assertThat(byGroup).isCloseTo(once, within(0.15 * once));
    }

    @Test
    void an_interval_needs_nearly_all_resamples_to_be_defined() {
        double[] values = new double[100];
        Arrays.setAll(values, i -> i < 4 ? Double.NaN : i);
        assertThat(Bootstrap.interval(values)).isPresent();
        values[4] = Double.NaN;
        values[5] = Double.NaN;
        assertThat(Bootstrap.interval(values)).isEmpty();
        assertThat(Bootstrap.pOfNoDifference(values)).isEmpty();
    }

    @Test
    void a_difference_that_never_changes_sign_has_the_least_p_value() {
        double[] above = new double[999];
        Arrays.fill(above, 0.1);
        assertThat(Bootstrap.pOfNoDifference(above).orElseThrow()).isCloseTo(0.002, within(1e-12));
        assertThat(Bootstrap.pOfNoDifference(new double[999]).orElseThrow()).isEqualTo(1);
    }

    @Test
    void mcnemar_equals_the_binomial_test() {
        // scipy.stats.binomtest(10, 40).pvalue, (0, 5) and (1, 1)
        assertThat(new McNemar(10, 30).p()).isCloseTo(0.0022214337732293643, within(1e-15));
        assertThat(new McNemar(0, 5).p()).isEqualTo(0.0625);
        assertThat(new McNemar(1, 1).p()).isEqualTo(1);
        assertThat(new McNemar(0, 0).p()).isEqualTo(1);
        // scipy.stats.chi2.sf((|6000 - 6300| - 1) ** 2 / 12300, 1)
        assertThat(new McNemar(6000, 6300).p()).isCloseTo(0.007017930840846824, within(1e-14));
        boolean[] positive = {true, true, false, false};
        assertThat(McNemar.of(
                        positive, new boolean[] {true, false, true, false}, new boolean[] {false, false, false, true}))
                .isEqualTo(new McNemar(2, 1));
    }

    @Test
    void operating_points_are_the_best_that_hold_the_other_side() {
        boolean[] positive = {true, false, true, true, false, true};
        BinaryScores scores = BinaryScores.of(positive, new double[] {6, 5, 4, 3, 2, 1});
        assertThat(OperatingPoints.recallAtPrecision(scores, 0.75)).isEqualTo(0.75);
        assertThat(OperatingPoints.recallAtPrecision(scores, 0.8)).isEqualTo(0.25);
        assertThat(OperatingPoints.precisionAtRecall(scores, 0.5)).isEqualTo(0.75);
        assertThat(OperatingPoints.precisionAtRecall(scores, 1)).isEqualTo(4 / 6.0);
        assertThat(OperatingPoints.recallAtPrecision(BinaryScores.of(new boolean[2], new double[2]), 0.5))
                .isNaN();
    }

    @Test
    void curves_on_a_grid_are_the_curves() {
        boolean[] positive = {true, false, true, false};
        BinaryScores scores = BinaryScores.of(positive, new double[] {4, 3, 2, 1});
        double[] grid = new double[3];
        OperatingCurve.truePositiveRates(scores, grid, 0, 2);
        assertThat(grid).containsExactly(0.5, 1, 1);
        OperatingCurve.precisions(scores, grid, 0, 2);
        assertThat(grid).containsExactly(1, 1, 2 / 3.0);
        OperatingCurve steps = OperatingCurve.precisionRecallSteps(scores);
        double area = 0;
        for (int i = 1; i < steps.size(); i++) {
            area += (steps.x(i) - steps.x(i - 1)) * (steps.y(i) + steps.y(i - 1)) / 2;
        }
        assertThat(area).isCloseTo(RankMetrics.averagePrecision(scores).orElseThrow(), within(1e-15));
    }

    @Test
    void wilsons_interval_equals_statsmodels() {
        // statsmodels.stats.proportion.proportion_confint(8, 10, method="wilson")
        assertThat(Interval.wilson(8, 10).low()).isCloseTo(0.4901624715, within(1e-9));
        assertThat(Interval.wilson(8, 10).high()).isCloseTo(0.9433178485, within(1e-9));
        assertThat(Interval.wilson(0, 3).low()).isCloseTo(0, within(1e-15));
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

    private static final Bootstrap.Measures AUC =
            (models, into) -> into[0] = RankMetrics.rocAuc(models.get(0)).orElse(Double.NaN);

    private static Interval interval(BinaryScores scores, int resamples, long seed) {
        double[][] values = Bootstrap.of(scores).distribution(new ResamplingDesign.Rows(), resamples, seed, 1, AUC);
        return Bootstrap.interval(values[0]).orElseThrow();
    }

    private static double width(Interval interval) {
        return interval.high() - interval.low();
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
