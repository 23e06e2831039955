package org.enhancerflow.tools.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.OperatingCurve;
import org.enhancerflow.statistics.ResamplingDesign;
import org.enhancerflow.statistics.Softmax;
import org.enhancerflow.statistics.TemperatureScaling.Outcome;
import org.junit.jupiter.api.Test;

final class EvaluationTest {
    private static final Subject SUBJECT = new Subject("model", "model", "test", "tumour");
    private static final Resampling RESAMPLING = new Resampling(200, 7);

    /** Rows whose log odds are exact for their labels, times a factor. */
    private static LabelledLogits exact(int rows, double factor, long seed) {
        Random random = new Random(seed);
        int[] classes = new int[rows];
        double[] logits = new double[2 * rows];
        for (int i = 0; i < rows; i++) {
            double odds = random.nextGaussian() * 2;
            classes[i] = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
            logits[2 * i + 1] = odds * factor;
        }
        return new LabelledLogits(List.of("normal", "tumour"), new int[rows], classes, logits);
    }

    @Test
    void temperature_undoes_over_confidence() {
        Evaluation evaluation = Evaluation.of(SUBJECT, exact(20_000, 3, 1), exact(5_000, 3, 2), RESAMPLING, List.of());
        assertThat(evaluation.temperature().outcome()).isEqualTo(Outcome.FITTED);
        assertThat(evaluation.calibration().temperature()).isCloseTo(3, within(0.15));
        assertThat(value(evaluation, "ece").value()).isLessThan(0.03);
    }

    @Test
    void test_windows_decide_neither_temperature_nor_threshold() {
        LabelledLogits validation = exact(500, 1, 1);
        Evaluation one = Evaluation.of(SUBJECT, validation, exact(300, 1, 2), RESAMPLING, List.of());
        Evaluation two = Evaluation.of(SUBJECT, validation, exact(900, 5, 3), RESAMPLING, List.of());
        assertThat(one.calibration()).isEqualTo(two.calibration());
        assertThat(one.metrics().threshold()).isEqualTo(one.calibration().threshold());
    }

    @Test
    void every_value_lies_within_its_interval() {
        Evaluation evaluation = Evaluation.of(SUBJECT, exact(500, 1, 1), exact(500, 1, 2), RESAMPLING, List.of());
        assertThat(evaluation.metrics().values())
                .containsOnlyKeys(
                        "pr_auc",
                        "roc_auc",
                        "f1",
                        "precision",
                        "recall",
                        "specificity",
                        "accuracy",
                        "balanced_accuracy",
                        "mcc",
                        "brier",
                        "log_loss",
                        "ece",
                        "recall_at_precision_0.8",
                        "recall_at_precision_0.9",
                        "precision_at_recall_0.8",
                        "precision_at_recall_0.9");
        // Calibration error of a resample is biased upwards; every other metric's interval holds its value.
        evaluation.metrics().values().forEach((key, estimate) -> {
            if (!key.equals("ece")) {
                assertThat(estimate.value()).as(key).isBetween(estimate.low(), estimate.high());
            }
        });
    }

    @Test
    void means_over_more_than_two_classes_have_intervals_too() {
        Random random = new Random(8);
        int[] classes = random.ints(400, 0, 3).toArray();
        double[] logits = new double[3 * classes.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = random.nextGaussian() + (classes[i / 3] == i % 3 ? 1 : 0);
        }
        LabelledLogits three =
                new LabelledLogits(List.of("enhancer", "normal", "tumour"), new int[classes.length], classes, logits);
        Neighbours fives = new Neighbours(
                "locus",
                ResamplingDesign.Groups.of(
                        IntStream.range(0, 400).mapToLong(i -> i / 5).toArray()));
        Evaluation evaluation = Evaluation.of(SUBJECT, three, three, RESAMPLING, List.of(fives));
        Map<String, Estimate> whole = evaluation.metrics().values();
        Map<String, Estimate> grouped = evaluation.metrics().grouped().get(0).values();
        for (String key : List.of("macro_roc_auc", "macro_pr_auc", "macro_precision", "macro_recall", "macro_f1")) {
            for (Map<String, Estimate> values : List.of(whole, grouped)) {
                Estimate estimate = Objects.requireNonNull(values.get(key));
                assertThat(estimate.value()).as(key).isBetween(estimate.low(), estimate.high());
            }
        }
    }

    @Test
    void the_best_f1_on_test_itself_is_never_below_the_honest_one() {
        Evaluation evaluation = Evaluation.of(SUBJECT, exact(100, 1, 1), exact(100, 1, 2), RESAMPLING, List.of());
        Metrics.Optimism optimism = Objects.requireNonNull(evaluation.metrics().optimism());
        assertThat(optimism.gain()).isNotNegative();
        assertThat(optimism.f1())
                .isCloseTo(Objects.requireNonNull(value(evaluation, "f1").value()) + optimism.gain(), within(1e-12));
    }

    @Test
    void curves_are_thinned_within_the_tolerance_they_state() {
        LabelledLogits test = exact(20_000, 1, 2);
        Evaluation evaluation = Evaluation.of(SUBJECT, exact(500, 1, 1), test, new Resampling(20, 1), List.of());
        Curves curves = evaluation.curves();
        assertThat(curves.roc().size()).isBetween(20, 2000);
        double[] odds = test.logOdds(1, evaluation.calibration().temperature());
        OperatingCurve whole = OperatingCurve.roc(BinaryScores.of(test.is(1), odds));
        for (int i = 0; i < whole.size(); i++) {
            assertThat(distance(curves.roc(), whole.x(i), whole.y(i))).isLessThanOrEqualTo(curves.tolerance() + 1e-12);
        }
        assertThat(curves.rocBand()).hasSize(101);
        assertThat(curves.precisionRecallBand()).hasSize(101);
    }

    /** From a point to the nearest of a line's segments. */
    private static double distance(List<Curves.Point> line, double x, double y) {
        double nearest = Double.MAX_VALUE;
        for (int i = 1; i < line.size(); i++) {
            Curves.Point a = line.get(i - 1);
            double dx = line.get(i).x() - a.x();
            double dy = line.get(i).y() - a.y();
            double along = Math.min(1, Math.max(0, ((x - a.x()) * dx + (y - a.y()) * dy) / (dx * dx + dy * dy)));
            nearest = Math.min(nearest, Math.hypot(x - a.x() - along * dx, y - a.y() - along * dy));
        }
        return nearest;
    }

    @Test
    void the_sweep_holds_the_chosen_threshold_with_its_exact_counts() {
        LabelledLogits test = exact(3_000, 1, 2);
        Evaluation evaluation = Evaluation.of(SUBJECT, exact(500, 1, 1), test, new Resampling(0, 1), List.of());
        Curves.Sweep sweep = evaluation.curves().sweep();
        int at = sweep.thresholds().indexOf(evaluation.metrics().threshold());
        double recall = Objects.requireNonNull(value(evaluation, "recall").value());
        assertThat((double) sweep.truePositives().get(at) / evaluation.metrics().positives())
                .isEqualTo(recall);
        assertThat(sweep.thresholds()).isSorted().hasSizeLessThan(500);
        assertThat(sweep.truePositives().get(0) + sweep.falsePositives().get(0)).isEqualTo(3_000);
    }

    @Test
    void areas_of_a_single_class_are_undefined_and_have_no_interval() {
        int[] classes = {1, 1, 1};
        double[] logits = {0, 1, 0, 2, 0, 3};
        LabelledLogits one = new LabelledLogits(List.of("normal", "tumour"), new int[3], classes, logits);
        Evaluation evaluation = Evaluation.of(SUBJECT, exact(50, 1, 1), one, RESAMPLING, List.of());
        assertThat(value(evaluation, "roc_auc")).isEqualTo(new Estimate(null, null, null));
        assertThat(value(evaluation, "pr_auc")).isEqualTo(new Estimate(1.0, null, null));
    }

    @Test
    void without_positives_in_validation_the_threshold_is_one_half() {
        LabelledLogits none =
                new LabelledLogits(List.of("normal", "tumour"), new int[2], new int[2], new double[] {0, -1, 0, -2});
        Evaluation evaluation = Evaluation.of(SUBJECT, none, exact(50, 1, 2), RESAMPLING, List.of());
        assertThat(evaluation.calibration().threshold()).isEqualTo(0.5);
        assertThat(evaluation.temperature().outcome()).isEqualTo(Outcome.SEPARABLE);
    }

    @Test
    void scores_that_saturate_as_probabilities_still_rank() {
        int[] classes = {0, 1, 0, 1};
        double[] logits = {0, 60, 0, 90, 0, -60, 0, 70};
        LabelledLogits sure = new LabelledLogits(List.of("normal", "tumour"), new int[4], classes, logits);
        Evaluation evaluation = Evaluation.of(SUBJECT, sure, sure, new Resampling(0, 1), List.of());
        assertThat(value(evaluation, "roc_auc").value()).isEqualTo(1.0);
    }

    @Test
    void equal_logits_of_two_positive_labels_give_complements() {
        LabelledLogits table = exact(200, 1, 4);
        for (int row = 0; row < table.size(); row++) {
            assertThat(Softmax.probability(table.logOdds(0, 1.7)[row])
                            + Softmax.probability(table.logOdds(1, 1.7)[row]))
                    .isCloseTo(1, within(1e-15));
        }
    }

    @Test
    void always_positive_calls_everything_and_ranks_nothing() {
        LabelledLogits validation = exact(400, 1, 1);
        LabelledLogits test = exact(400, 1, 2);
        Evaluation baseline = Evaluation.of(
                SUBJECT,
                Baselines.alike(validation, validation),
                Baselines.alike(test, validation),
                new Resampling(0, 1),
                List.of());
        double share = baseline.metrics().positives() / 400.0;
        assertThat(value(baseline, "recall").value()).isEqualTo(1.0);
        assertThat(value(baseline, "specificity").value()).isEqualTo(0.0);
        assertThat(value(baseline, "roc_auc").value()).isEqualTo(0.5);
        assertThat(value(baseline, "pr_auc").value()).isCloseTo(share, within(1e-12));
        assertThat(value(baseline, "f1").value()).isCloseTo(2 * share / (1 + share), within(1e-12));
    }

    @Test
    void a_number_that_separates_the_classes_the_wrong_way_round_is_turned() {
        LabelledLogits table = exact(1000, 1, 6);
        LabelledLogits numbered = numbered(table);
        LabelledLogits baseline = Baselines.ofNumber(numbered, numbered, 1, row -> -table.logit(row, 1));
        Evaluation evaluation = Evaluation.of(SUBJECT, baseline, baseline, new Resampling(0, 1), List.of());
        assertThat(value(evaluation, "roc_auc").value()).isGreaterThan(0.8);
    }

    private static LabelledLogits numbered(LabelledLogits table) {
        int[] windows = new int[table.size()];
        for (int row = 0; row < windows.length; row++) {
            windows[row] = row;
        }
        return new LabelledLogits(table.labels(), windows, table.classes(), table.logits());
    }

    @Test
    void the_logistic_curve_finds_what_made_the_labels() {
        Random random = new Random(3);
        double[] numbers = new double[50_000];
        boolean[] positive = new boolean[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = 0.4 + 0.1 * random.nextGaussian();
            positive[i] = random.nextDouble() < 1 / (1 + Math.exp(-(20 * numbers[i] - 9)));
        }
        LogisticCurve curve = LogisticCurve.fit(numbers, positive);
        assertThat(curve.logit(0.45)).isCloseTo(0, within(0.1));
        assertThat(curve.logit(0.55) - curve.logit(0.45)).isCloseTo(2, within(0.1));
    }

    @Test
    void the_logistic_curve_stays_finite_on_separable_and_on_equal_numbers() {
        boolean[] positive = {false, false, true, true};
        assertThat(LogisticCurve.fit(new double[] {1, 2, 3, 4}, positive).logit(4))
                .isFinite()
                .isPositive();
        assertThat(LogisticCurve.fit(new double[] {2, 2, 2, 2}, positive).logit(2))
                .isCloseTo(0, within(1e-9));
    }

    private static Estimate value(Evaluation evaluation, String key) {
        return evaluation.metrics().values().getOrDefault(key, new Estimate(null, null, null));
    }
}
