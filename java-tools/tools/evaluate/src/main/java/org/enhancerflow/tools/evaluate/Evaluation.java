package org.enhancerflow.tools.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.enhancerflow.artifacts.Calibration;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.statistics.BestF1;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.OperatingCurve;
import org.enhancerflow.statistics.Reliability;
import org.enhancerflow.statistics.TemperatureScaling;
import org.enhancerflow.statistics.TemperatureScaling.Temperature;

/**
 * The measurement itself. Validation gives the temperature and the threshold; the test windows are scored with both and
 * decide nothing.
 *
 * @param metrics values on the test windows
 * @param curves curves on the test windows
 * @param calibration what validation chose
 * @param temperature how the temperature came about
 * @param bestTestF1 the F1 that the best threshold on test itself would have claimed; 0 without positives
 */
record Evaluation(Metrics metrics, Curves curves, Calibration calibration, Temperature temperature, double bestTestF1) {
    /** Without a positive window in validation no threshold is better than another. */
    private static final double NEUTRAL_THRESHOLD = 0.5;

    /** Measures; both tables must have the subject's positive label among their labels, and at least one row. */
    static Evaluation of(Subject subject, LabelledLogits validation, LabelledLogits test, Resampling resampling) {
        List<String> labels = validation.labels();
        int positive = labels.indexOf(subject.positiveLabel());
        Temperature temperature = TemperatureScaling.fit(validation.logits(), validation.classes(), labels.size());
        double t = temperature.value();
        double threshold = BestF1.of(logOdds(validation, positive, t))
                .map(best -> LabelledLogits.probability(best.threshold()))
                .orElse(NEUTRAL_THRESHOLD);
        BinaryScores odds = logOdds(test, positive, t);
        BinaryScores probabilities = probabilities(test, positive, t);
        Metrics metrics = new Metrics(
                subject.model(),
                subject.testSet(),
                subject.positiveLabel(),
                labels,
                validation.size(),
                test.size(),
                odds.positives(),
                t,
                threshold,
                MetricValues.of(odds, probabilities, threshold, resampling));
        Calibration calibration = new Calibration(t, threshold, labels, subject.positiveLabel());
        double best = BestF1.of(odds).map(BestF1::f1).orElse(0.0);
        return new Evaluation(metrics, curves(subject, odds, probabilities), calibration, temperature, best);
    }

    private static BinaryScores logOdds(LabelledLogits table, int positive, double temperature) {
        return BinaryScores.of(table.is(positive), table.logOdds(positive, temperature));
    }

    private static BinaryScores probabilities(LabelledLogits table, int positive, double temperature) {
        double[] scores = table.logOdds(positive, temperature);
        Arrays.setAll(scores, row -> LabelledLogits.probability(scores[row]));
        return BinaryScores.of(table.is(positive), scores);
    }

    private static Curves curves(Subject subject, BinaryScores logOdds, BinaryScores probabilities) {
        List<Curves.Bin> bins = Reliability.of(probabilities, Reliability.BINS).bins().stream()
                .map(bin -> new Curves.Bin(bin.meanScore(), bin.fractionPositive(), bin.count()))
                .toList();
        return new Curves(
                subject.model(),
                subject.testSet(),
                points(OperatingCurve.roc(logOdds)),
                points(OperatingCurve.precisionRecall(logOdds)),
                bins);
    }

    /** Thresholds as probabilities; the one above every score is null. */
    private static List<Curves.Point> points(OperatingCurve curve) {
        List<Curves.Point> points = new ArrayList<>(curve.size());
        for (int i = 0; i < curve.size(); i++) {
            Double threshold = i == 0 ? null : (Double) LabelledLogits.probability(curve.threshold(i));
            points.add(new Curves.Point(curve.x(i), curve.y(i), threshold));
        }
        return points;
    }
}
