package org.enhancerflow.tools.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Bootstrap;
import org.enhancerflow.statistics.Confusion;
import org.enhancerflow.statistics.Interval;
import org.enhancerflow.statistics.Loss;
import org.enhancerflow.statistics.OperatingPoints;
import org.enhancerflow.statistics.RankMetrics;
import org.enhancerflow.statistics.Reliability;
import org.enhancerflow.statistics.ResamplingDesign;

/**
 * The metrics of {@code metrics.json} by name, in its order. Windows are grouped by log odds, which tie nothing that differs,
 * and scored by probability. Not a number stands for undefined, which the file writes as null.
 */
final class MetricTable implements Bootstrap.Measures {
    /** Log loss clips at 2⁻⁵², as scikit-learn does for doubles. */
    private static final double EPSILON = Math.ulp(1.0);

    private final Map<String, ToDoubleFunction<BinaryScores>> metrics;

    private MetricTable(Map<String, ToDoubleFunction<BinaryScores>> metrics) {
        this.metrics = metrics;
    }

    /** All of them. */
    static MetricTable whole(BinaryScores scores, double threshold) {
        Map<String, ToDoubleFunction<BinaryScores>> metrics = new LinkedHashMap<>();
        ranks(metrics);
        metrics.put("f1", at(threshold, Confusion::f1));
        metrics.put("precision", at(threshold, Confusion::precision));
        metrics.put("recall", at(threshold, Confusion::recall));
        metrics.put("specificity", at(threshold, Confusion::specificity));
        metrics.put("accuracy", at(threshold, Confusion::accuracy));
        metrics.put("balanced_accuracy", at(threshold, Confusion::balancedAccuracy));
        metrics.put("mcc", at(threshold, Confusion::matthews));
        Loss brier = Loss.brier(scores);
        metrics.put("brier", brier::mean);
        Loss logarithmic = Loss.logarithmic(scores, EPSILON);
        metrics.put("log_loss", logarithmic::mean);
        metrics.put("ece", s -> Reliability.of(s, Reliability.BINS).expectedCalibrationError());
        for (double held : new double[] {0.8, 0.9}) {
            metrics.put("recall_at_precision_" + held, s -> OperatingPoints.recallAtPrecision(s, held));
        }
        for (double held : new double[] {0.8, 0.9}) {
            metrics.put("precision_at_recall_" + held, s -> OperatingPoints.precisionAtRecall(s, held));
        }
        return new MetricTable(metrics);
    }

    /** Those that parts of a test set are compared by. */
    static MetricTable brief(double threshold) {
        Map<String, ToDoubleFunction<BinaryScores>> metrics = new LinkedHashMap<>();
        ranks(metrics);
        metrics.put("f1", at(threshold, Confusion::f1));
        metrics.put("precision", at(threshold, Confusion::precision));
        metrics.put("recall", at(threshold, Confusion::recall));
        metrics.put("specificity", at(threshold, Confusion::specificity));
        metrics.put("accuracy", at(threshold, Confusion::accuracy));
        metrics.put("mcc", at(threshold, Confusion::matthews));
        return new MetricTable(metrics);
    }

    private static void ranks(Map<String, ToDoubleFunction<BinaryScores>> metrics) {
        metrics.put("pr_auc", s -> RankMetrics.averagePrecision(s).orElse(Double.NaN));
        metrics.put("roc_auc", s -> RankMetrics.rocAuc(s).orElse(Double.NaN));
    }

    private static ToDoubleFunction<BinaryScores> at(double threshold, ToDoubleFunction<Confusion> metric) {
        return scores -> metric.applyAsDouble(scores.confusionAt(threshold));
    }

    int size() {
        return metrics.size();
    }

    @Override
    public void measure(List<BinaryScores> resampled, double[] into) {
        int at = 0;
        for (ToDoubleFunction<BinaryScores> metric : metrics.values()) {
            into[at++] = metric.applyAsDouble(resampled.get(0));
        }
    }

    /** Values with 95 % intervals, where both classes are there to resample. */
    Map<String, Estimate> estimates(BinaryScores scores, ResamplingDesign design, Resampling resampling) {
        return estimates(
                scores,
                resampling.possible(scores)
                        ? Bootstrap.of(scores)
                                .distribution(design, resampling.resamples(), resampling.seed(), size(), this)
                        : new double[size()][0]);
    }

    /** Values with 95 % intervals from a distribution whose first measures are these metrics. */
    Map<String, Estimate> estimates(BinaryScores scores, double[][] distribution) {
        Map<String, Estimate> values = new LinkedHashMap<>();
        int at = 0;
        for (Map.Entry<String, ToDoubleFunction<BinaryScores>> metric : metrics.entrySet()) {
            values.put(metric.getKey(), estimate(metric.getValue().applyAsDouble(scores), distribution[at++]));
        }
        return values;
    }

    /** A value with the 95 % interval of a distribution, where both are defined. */
    static Estimate estimate(double value, double[] distribution) {
        Optional<Interval> interval = Bootstrap.interval(distribution);
        return Double.isNaN(value) || interval.isEmpty()
                ? Estimate.of(value)
                : new Estimate(value, interval.get().low(), interval.get().high());
    }
}
