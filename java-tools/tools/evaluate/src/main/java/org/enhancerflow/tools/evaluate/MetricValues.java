package org.enhancerflow.tools.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Confusion;
import org.enhancerflow.statistics.Interval;
import org.enhancerflow.statistics.ProbabilityMetrics;
import org.enhancerflow.statistics.RankMetrics;
import org.enhancerflow.statistics.Reliability;
import org.enhancerflow.statistics.StratifiedBootstrap;

/**
 * Every metric of {@code metrics.json}, in its order, with 95 % intervals where both classes are there to resample.
 * Ranks come from log odds, which tie nothing that differs; everything else from probabilities.
 */
final class MetricValues {
    /** Log loss clips at 2⁻⁵², as scikit-learn does for doubles. */
    private static final double EPSILON = Math.ulp(1.0);

    private MetricValues() {}

    static Map<String, Estimate> of(
            BinaryScores logOdds, BinaryScores probabilities, double threshold, Resampling resampling) {
        Map<String, Estimate> values = new LinkedHashMap<>();
        // Rows stand in the same order in both, so that the same seed draws the same rows.
        values.putAll(estimates(logOdds, ranks(), resampling));
        values.putAll(estimates(probabilities, ofProbabilities(threshold), resampling));
        return values;
    }

    private static Map<String, Estimate> estimates(
            BinaryScores scores, Map<String, ToDoubleFunction<BinaryScores>> metrics, Resampling resampling) {
        boolean resample = resampling.resamples() > 0 && scores.positives() > 0 && scores.negatives() > 0;
        List<Interval> intervals = resample
                ? StratifiedBootstrap.intervals(
                        scores, List.copyOf(metrics.values()), resampling.resamples(), resampling.seed())
                : List.of();
        Map<String, Estimate> values = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<String, ToDoubleFunction<BinaryScores>> metric : metrics.entrySet()) {
            Estimate value = Estimate.of(metric.getValue().applyAsDouble(scores));
            if (resample) {
                Interval interval = intervals.get(at++);
                value = new Estimate(value.value(), interval.low(), interval.high());
            }
            values.put(metric.getKey(), value);
        }
        return values;
    }

    /** Not a number stands for undefined, which metrics.json writes as null. */
    private static Map<String, ToDoubleFunction<BinaryScores>> ranks() {
        Map<String, ToDoubleFunction<BinaryScores>> metrics = new LinkedHashMap<>();
        metrics.put("pr_auc", s -> RankMetrics.averagePrecision(s).orElse(Double.NaN));
        metrics.put("roc_auc", s -> RankMetrics.rocAuc(s).orElse(Double.NaN));
        return metrics;
    }

    private static Map<String, ToDoubleFunction<BinaryScores>> ofProbabilities(double threshold) {
        Map<String, ToDoubleFunction<BinaryScores>> metrics = new LinkedHashMap<>();
        metrics.put("f1", at(threshold, Confusion::f1));
        metrics.put("precision", at(threshold, Confusion::precision));
        metrics.put("recall", at(threshold, Confusion::recall));
        metrics.put("specificity", at(threshold, Confusion::specificity));
        metrics.put("accuracy", at(threshold, Confusion::accuracy));
        metrics.put("balanced_accuracy", at(threshold, Confusion::balancedAccuracy));
        metrics.put("mcc", at(threshold, Confusion::matthews));
        metrics.put("brier", ProbabilityMetrics::brier);
        metrics.put("log_loss", s -> ProbabilityMetrics.logLoss(s, EPSILON));
        metrics.put("ece", s -> Reliability.of(s, Reliability.BINS).expectedCalibrationError());
        return metrics;
    }

    private static ToDoubleFunction<BinaryScores> at(double threshold, ToDoubleFunction<Confusion> metric) {
        return scores -> metric.applyAsDouble(scores.confusionAt(threshold));
    }
}
