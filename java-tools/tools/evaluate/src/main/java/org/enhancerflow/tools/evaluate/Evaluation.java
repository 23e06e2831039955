package org.enhancerflow.tools.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.enhancerflow.artifacts.Calibration;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.statistics.BestF1;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Bootstrap;
import org.enhancerflow.statistics.ResamplingDesign;
import org.enhancerflow.statistics.Softmax;
import org.enhancerflow.statistics.TemperatureScaling;
import org.enhancerflow.statistics.TemperatureScaling.Temperature;
import org.jspecify.annotations.Nullable;

/**
 * The measurement itself. Validation gives the temperature and the threshold; the test windows are scored with both and
 * decide nothing.
 *
 * @param metrics values on the test windows
 * @param curves curves on the test windows
 * @param calibration what validation chose
 * @param temperature how the temperature came about
 */
record Evaluation(Metrics metrics, Curves curves, Calibration calibration, Temperature temperature) {
    /** Without a positive window in validation no threshold is better than another. */
    private static final double NEUTRAL_THRESHOLD = 0.5;

    /**
     * Measures; both tables must have the subject's positive label among their labels, and at least one row.
     *
     * @param neighbours ways in which test windows are alike, for intervals that draw them together
     */
    static Evaluation of(
            Subject subject,
            LabelledLogits validation,
            LabelledLogits test,
            Resampling resampling,
            List<Neighbours> neighbours) {
        List<String> labels = validation.labels();
        int positive = labels.indexOf(subject.positiveLabel());
        Temperature temperature = TemperatureScaling.fit(validation.logits(), validation.classes(), labels.size());
        double t = temperature.value();
        BinaryScores ofValidation = BinaryScores.of(validation.is(positive), validation.logOdds(positive, t));
        double threshold = BestF1.of(ofValidation)
                .map(best -> Softmax.probability(best.threshold()))
                .orElse(NEUTRAL_THRESHOLD);
        BinaryScores scores = scores(test, positive, t);
        MetricTable table = MetricTable.whole(scores, threshold);
        double[][] distribution = distribution(scores, table, resampling);
        Map<String, Estimate> values = table.estimates(scores, distribution);
        Optional<MacroTable> macro = labels.size() > 2
                ? Optional.of(MacroTable.of(test.logits(), test.classes(), labels.size()))
                : Optional.empty();
        macro.ifPresent(means -> values.putAll(means.estimates(new ResamplingDesign.Rows(), resampling)));
        List<Metrics.Grouped> grouped = new ArrayList<>();
        for (Neighbours each : neighbours) {
            Map<String, Estimate> ofGroups = table.estimates(scores, each.groups(), resampling);
            macro.ifPresent(means -> ofGroups.putAll(means.estimates(each.groups(), resampling)));
            grouped.add(new Metrics.Grouped(each.unit(), each.groups().count(), ofGroups));
        }
        Metrics metrics = new Metrics(
                subject.model(),
                subject.replicateOf(),
                subject.testSet(),
                subject.positiveLabel(),
                labels,
                validation.size(),
                test.size(),
                scores.positives(),
                t,
                threshold,
                values,
                grouped,
                optimism(scores, threshold));
        Curves curves = CurvePoints.of(subject, scores, threshold, distribution, table.size());
        return new Evaluation(
                metrics, curves, new Calibration(t, threshold, labels, subject.positiveLabel()), temperature);
    }

    /** The same with what the model says of the windows' other strand. */
    Evaluation with(Strata.ReverseComplement strands) {
        Map<String, Estimate> values = new LinkedHashMap<>(metrics.values());
        values.put("strand_flip_rate", strands.flipRate());
        values.put("strand_difference", strands.meanDifference());
        return new Evaluation(metrics.withValues(values), curves, calibration, temperature);
    }

    /** Rows grouped by their log odds, each group scored by its probability. */
    static BinaryScores scores(LabelledLogits table, int positive, double temperature) {
        return BinaryScores.of(table.is(positive), table.logOdds(positive, temperature))
                .withScores(Softmax::probability);
    }

    /** Metrics and bands from the same resamples; empty arrays without resamples. */
    private static double[][] distribution(BinaryScores scores, MetricTable table, Resampling resampling) {
        int size = table.size() + CurvePoints.SIZE;
        if (!resampling.possible(scores)) {
            return new double[size][0];
        }
        double[] ofTable = new double[table.size()];
        return Bootstrap.of(scores)
                .distribution(
                        new ResamplingDesign.Rows(),
                        resampling.resamples(),
                        resampling.seed(),
                        size,
                        (resampled, into) -> {
                            table.measure(resampled, ofTable);
                            System.arraycopy(ofTable, 0, into, 0, ofTable.length);
                            CurvePoints.measure(resampled.get(0), into, ofTable.length);
                        });
    }

    private static Metrics.@Nullable Optimism optimism(BinaryScores scores, double threshold) {
        Optional<BestF1> best = BestF1.of(scores);
        return best.map(b -> new Metrics.Optimism(
                        b.threshold(),
                        b.f1(),
                        b.f1() - scores.confusionAt(threshold).f1()))
                .orElse(null);
    }
}
