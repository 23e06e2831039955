package org.enhancerflow.tools.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Bootstrap;
import org.enhancerflow.statistics.Confusion;
import org.enhancerflow.statistics.Interval;
import org.enhancerflow.statistics.OperatingCurve;
import org.enhancerflow.statistics.Reliability;
import org.enhancerflow.statistics.Thinning;

/** Curves as points to draw. Their number depends on their shape and not on the number of windows. */
final class CurvePoints {
    /** A quarter of a pixel of a curve 500 pixels wide. */
    private static final double TOLERANCE = 0.0005;

    private static final int BAND_STEPS = 100;
    private static final int SWEEP_STEPS = 200;

    /** Measures of the bands: rates by false positive rate, then precisions by recall. */
    static final int SIZE = 2 * (BAND_STEPS + 1);

    private CurvePoints() {}

    /** The bands' measures from a place of the array on. */
    static void measure(BinaryScores scores, double[] into, int at) {
        OperatingCurve.truePositiveRates(scores, into, at, BAND_STEPS);
        OperatingCurve.precisions(scores, into, at + BAND_STEPS + 1, BAND_STEPS);
    }

    /**
     * All curves.
     *
     * @param scores grouped by log odds, scored by probability
     * @param threshold the one chosen on validation, which the sweep must hold
     * @param distribution of the bands' measures, from {@code at} on; without resamples there are no bands
     */
    static Curves of(Subject subject, BinaryScores scores, double threshold, double[][] distribution, int at) {
        List<Curves.Bin> bins = Reliability.of(scores, Reliability.BINS).bins().stream()
                .map(CurvePoints::bin)
                .toList();
        return new Curves(
                subject.model(),
                subject.testSet(),
                TOLERANCE,
                points(OperatingCurve.roc(scores)),
                points(OperatingCurve.precisionRecallSteps(scores)),
                band(distribution, at),
                band(distribution, at + BAND_STEPS + 1),
                bins,
                sweep(scores, threshold));
    }

    private static Curves.Bin bin(Reliability.Bin bin) {
        Interval share = Interval.wilson(bin.positives(), bin.count());
        return new Curves.Bin(bin.meanScore(), bin.fractionPositive(), bin.count(), share.low(), share.high());
    }

    private static List<Curves.Point> points(OperatingCurve curve) {
        List<Curves.Point> points = new ArrayList<>();
        for (int i : Thinning.keep(curve.size(), curve::x, curve::y, TOLERANCE)) {
            double threshold = curve.threshold(i);
            points.add(
                    new Curves.Point(curve.x(i), curve.y(i), Double.isInfinite(threshold) ? null : (Double) threshold));
        }
        return points;
    }

    private static List<Curves.Band> band(double[][] distribution, int at) {
        List<Curves.Band> band = new ArrayList<>();
        for (int step = 0; step <= BAND_STEPS; step++) {
            double x = (double) step / BAND_STEPS;
            Bootstrap.interval(distribution[at + step])
                    .ifPresent(interval -> band.add(new Curves.Band(x, interval.low(), interval.high())));
        }
        return band;
    }

    /** Even steps from 0 to 1, scores at even shares of the windows, one half, and the chosen threshold. */
    private static Curves.Sweep sweep(BinaryScores scores, double threshold) {
        TreeSet<Double> thresholds = new TreeSet<>(List.of(0.5, threshold));
        for (int step = 0; step <= SWEEP_STEPS; step++) {
            thresholds.add((double) step / SWEEP_STEPS);
        }
        long seen = 0;
        long next = 0;
        for (int i = 0; i < scores.groups(); i++) {
            seen += scores.positivesAt(i) + (long) scores.negativesAt(i);
            if (seen * SWEEP_STEPS >= next * scores.size()) {
                thresholds.add(scores.scoreAt(i));
                next = seen * SWEEP_STEPS / scores.size() + 1;
            }
        }
        List<Long> truePositives = new ArrayList<>();
        List<Long> falsePositives = new ArrayList<>();
        for (double each : thresholds) {
            Confusion confusion = scores.confusionAt(each);
            truePositives.add(confusion.truePositives());
            falsePositives.add(confusion.falsePositives());
        }
        return new Curves.Sweep(List.copyOf(thresholds), truePositives, falsePositives);
    }
}
