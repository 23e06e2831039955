package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every set of the golden folder against scikit-learn's values. */
final class GoldenMetricsTest {
    private static final double EXACT = 1e-12;
    private static final double LOGARITHMIC = 1e-9;
    private static final double TEMPERATURE = 1e-4;

    @TestFactory
    Stream<DynamicTest> every_metric_equals_scikit_learn() throws IOException {
        JsonNode sets = Golden.expected();
        List<DynamicTest> tests = new ArrayList<>();
        sets.fieldNames().forEachRemaining(set -> {
            JsonNode expected = sets.get(set);
            if (expected.has("n")) {
                tests.add(DynamicTest.dynamicTest(set, () -> check(expected, Golden.rows(set), 0)));
            }
            if (expected.has("second_score_column")) {
                JsonNode second = expected.get("second_score_column");
                tests.add(DynamicTest.dynamicTest(set + " second", () -> check(second, Golden.rows(set), 1)));
            }
        });
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> delong_equals_the_reference() throws IOException {
        JsonNode sets = Golden.expected();
        List<DynamicTest> tests = new ArrayList<>();
        sets.fieldNames().forEachRemaining(set -> {
            if (sets.get(set).has("delong_a_vs_b")) {
                JsonNode expected = sets.get(set).get("delong_a_vs_b");
                tests.add(DynamicTest.dynamicTest(set, () -> checkDeLong(expected, Golden.rows(set), 1)));
            }
            if (sets.get(set).has("delong_a_vs_itself")) {
                JsonNode expected = sets.get(set).get("delong_a_vs_itself");
                tests.add(DynamicTest.dynamicTest(set, () -> checkDeLong(expected, Golden.rows(set), 0)));
            }
        });
        return tests.stream();
    }

    private static void check(JsonNode expected, Golden.Rows rows, int column) {
        BinaryScores scores = rows.binary(column);
        assertThat(scores.size()).isEqualTo(expected.get("n").asLong());
        assertThat(scores.positives()).isEqualTo(expected.get("positives").asLong());
        assertThat(scores.groups()).isEqualTo(expected.get("distinct_scores").asInt());
        equal(expected, "roc_auc", RankMetrics.rocAuc(scores).orElseThrow(), EXACT);
        equal(expected, "mann_whitney_u", RankMetrics.mannWhitneyU(scores), EXACT);
        equal(
                expected,
                "average_precision",
                RankMetrics.averagePrecision(scores).orElseThrow(),
                EXACT);
        equal(expected, "pr_auc_trapezoid", trapezoid(OperatingCurve.precisionRecall(scores)), EXACT);
        equal(expected, "roc_auc", trapezoid(OperatingCurve.roc(scores)), EXACT);
        BestF1 best = BestF1.of(scores).orElseThrow();
        equal(expected, "best_f1", best.f1(), EXACT);
        equal(expected, "best_f1_threshold", best.threshold(), 0);
        equal(expected, "best_f1_lowest_tied_threshold", best.lowestTiedThreshold(), 0);
        equal(expected, "best_f1_number_of_tied_thresholds", best.tiedThresholds(), 0);
        checkConfusion(expected.get("at_0_5"), scores.confusionAt(0.5));
        checkConfusion(expected.get("at_best"), scores.confusionAt(best.threshold()));
        equal(expected, "brier", Loss.brier(scores).mean(scores), EXACT);
        equal(expected, "log_loss_eps1e_15", Loss.logarithmic(scores, 1e-15).mean(scores), LOGARITHMIC);
        equal(expected, "log_loss_eps1e_7", Loss.logarithmic(scores, 1e-7).mean(scores), LOGARITHMIC);
        equal(
                expected,
                "log_loss_eps_2_220446049250313e_16",
                Loss.logarithmic(scores, Math.ulp(1.0)).mean(scores),
                LOGARITHMIC);
        checkReliability(expected, Reliability.of(scores, Reliability.BINS));
        checkTemperature(expected.get("temperature"), rows, column);
        JsonNode variance = expected.get("delong_var_auc");
        if (variance.isNull()) {
            assertThat(DeLong.variance(rows.positive(), rows.scores(column))).isEmpty();
        } else {
            equal(
                    expected,
                    "delong_var_auc",
                    DeLong.variance(rows.positive(), rows.scores(column)).orElseThrow(),
                    EXACT);
        }
    }

    private static void checkConfusion(JsonNode expected, Confusion confusion) {
        equal(expected, "tp", (double) confusion.truePositives(), 0);
        equal(expected, "fp", (double) confusion.falsePositives(), 0);
        equal(expected, "fn", (double) confusion.falseNegatives(), 0);
        equal(expected, "tn", (double) confusion.trueNegatives(), 0);
        equal(expected, "precision", confusion.precision(), EXACT);
        equal(expected, "recall", confusion.recall(), EXACT);
        equal(expected, "specificity", confusion.specificity(), EXACT);
        equal(expected, "f1", confusion.f1(), EXACT);
        equal(expected, "accuracy", confusion.accuracy(), EXACT);
        equal(expected, "balanced_accuracy", confusion.balancedAccuracy(), EXACT);
        equal(expected, "mcc", confusion.matthews(), EXACT);
    }

    private static void checkReliability(JsonNode expected, Reliability reliability) {
        equal(expected, "ece15", reliability.expectedCalibrationError(), EXACT);
        equal(expected, "mce15", reliability.maximumCalibrationError(), EXACT);
        List<JsonNode> filled = new ArrayList<>();
        expected.get("ece15_bins").forEach(bin -> {
            if (bin.get("count").asLong() > 0) {
                filled.add(bin);
            }
        });
        assertThat(reliability.bins()).hasSameSizeAs(filled);
        for (int i = 0; i < filled.size(); i++) {
            Reliability.Bin bin = reliability.bins().get(i);
            equal(filled.get(i), "bin", bin.index(), 0);
            equal(filled.get(i), "count", (double) bin.count(), 0);
            equal(filled.get(i), "mean_score", bin.meanScore(), EXACT);
            equal(filled.get(i), "fraction_positive", bin.fractionPositive(), EXACT);
        }
    }

    private static void checkTemperature(JsonNode expected, Golden.Rows rows, int column) {
        double[] logits = rows.scores(column);
        for (int i = 0; i < logits.length; i++) {
            double p = Math.min(Math.max(logits[i], 1e-7), 1 - 1e-7);
            logits[i] = Math.log(p / (1 - p));
        }
        TemperatureScaling.Temperature fit = TemperatureScaling.fit(rows.positive(), logits);
        if (expected.get("T").isNull()) {
            assertThat(fit.value()).isEqualTo(1);
            TemperatureScaling.Outcome reason = expected.get("reason").asText().startsWith("separable")
                    ? TemperatureScaling.Outcome.SEPARABLE
                    : TemperatureScaling.Outcome.UNINFORMATIVE;
            assertThat(fit.outcome()).isEqualTo(reason);
        } else {
            double t = expected.get("T").asDouble();
            assertThat(fit.outcome()).isEqualTo(TemperatureScaling.Outcome.FITTED);
            assertThat(fit.value()).isCloseTo(t, within(t * TEMPERATURE));
        }
    }

    private static void checkDeLong(JsonNode expected, Golden.Rows rows, int second) {
        DeLong.Comparison comparison = DeLong.compare(rows.positive(), rows.scores(0), rows.scores(second));
        equal(expected, "auc_a", comparison.aucA(), EXACT);
        equal(expected, "auc_b", comparison.aucB(), EXACT);
        equal(expected, "var_a", comparison.varianceA(), EXACT);
        equal(expected, "var_b", comparison.varianceB(), EXACT);
        equal(expected, "cov_ab", comparison.covariance(), EXACT);
        equal(expected, "var_difference", comparison.varianceOfDifference(), EXACT);
        assertThat(comparison.intervalA().low())
                .isCloseTo(expected.get("ci95_a").get(0).asDouble(), within(EXACT));
        assertThat(comparison.intervalA().high())
                .isCloseTo(expected.get("ci95_a").get(1).asDouble(), within(EXACT));
        if (expected.get("z").isNull()) {
            assertThat(comparison.z()).isEmpty();
            assertThat(comparison.p()).isEmpty();
        } else {
            equal(expected, "z", comparison.z().orElseThrow(), LOGARITHMIC);
            double p = expected.get("p_two_sided").asDouble();
            assertThat(comparison.p().orElseThrow()).isCloseTo(p, within(p * 1e-6));
        }
    }

    /** scikit-learn's auc of the curve; its precision-recall curve ends where recall first reaches 1. */
    private static double trapezoid(OperatingCurve curve) {
        double area = 0;
        for (int i = 1; i < curve.size(); i++) {
            area += (curve.x(i) - curve.x(i - 1)) * (curve.y(i) + curve.y(i - 1)) / 2;
        }
        return area;
    }

    private static void equal(JsonNode expected, String key, double actual, double tolerance) {
        assertThat(actual).as(key).isCloseTo(expected.get(key).asDouble(), within(tolerance));
    }
}
