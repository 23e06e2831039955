package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code curves.json}: a model's curves on one test set, ready to draw with straight lines between the points.
 *
 * @param tolerance no point of the whole curve lies further than this from the line drawn
 * @param roc x false positive rate, y true positive rate, from (0, 0) to (1, 1), by falling threshold
 * @param precisionRecall x recall, y precision, by falling threshold: the steps whose area is average precision
 * @param rocBand 95 % interval of the true positive rate at false positive rates from 0 to 1; empty without resamples
 * @param precisionRecallBand 95 % interval of the precision at recalls from 0 to 1; empty without resamples
 * @param calibration x mean score, y share of positives, of the bins that hold windows
 * @param sweep counts by threshold
 */
public record Curves(
        String model,
        String testSet,
        double tolerance,
        List<Point> roc,
        List<Point> precisionRecall,
        List<Band> rocBand,
        List<Band> precisionRecallBand,
        List<Bin> calibration,
        Sweep sweep) {
    public Curves {
        roc = List.copyOf(roc);
        precisionRecall = List.copyOf(precisionRecall);
        rocBand = List.copyOf(rocBand);
        precisionRecallBand = List.copyOf(precisionRecallBand);
        calibration = List.copyOf(calibration);
    }

    /** A point of a curve and the threshold it belongs to; the threshold above every score is null in JSON. */
    public record Point(double x, double y, @Nullable Double threshold) {}

    /** A 95 % interval of y at one x. */
    public record Band(double x, double low, double high) {}

    /** A bin of the calibration curve; low and high are the 95 % interval (Wilson's) of the share of positives. */
    public record Bin(double meanScore, double positiveShare, long count, double low, double high) {}

    /**
     * Exact counts at thresholds from 0 to 1: with the positives and windows of metrics.json the whole table of confusion
     * follows. Every list has one entry per threshold.
     *
     * @param thresholds rising
     * @param truePositives positive windows with at least that score
     * @param falsePositives other windows with at least that score
     */
    public record Sweep(List<Double> thresholds, List<Long> truePositives, List<Long> falsePositives) {
        public Sweep {
            thresholds = List.copyOf(thresholds);
            truePositives = List.copyOf(truePositives);
            falsePositives = List.copyOf(falsePositives);
        }
    }

    /** Reads the file. */
    public static Curves read(Path file) throws IOException {
        return Json.read(file, Curves.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
