package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code curves.json}: a model's curves on one test set.
 *
 * @param roc x false positive rate, y true positive rate, from (0, 0) to (1, 1)
 * @param precisionRecall x recall, y precision, by descending threshold
 * @param calibration x mean score, y share of positives, of the bins that hold windows
 */
public record Curves(
        String model, String testSet, List<Point> roc, List<Point> precisionRecall, List<Bin> calibration) {
    public Curves {
        roc = List.copyOf(roc);
        precisionRecall = List.copyOf(precisionRecall);
        calibration = List.copyOf(calibration);
    }

    /** A point of a curve and the threshold it belongs to; the threshold above every score is null in JSON. */
    public record Point(double x, double y, @org.jspecify.annotations.Nullable Double threshold) {}

    /** A bin of the calibration curve. */
    public record Bin(double meanScore, double positiveShare, long count) {}

    /** Reads the file. */
    public static Curves read(Path file) throws IOException {
        return Json.read(file, Curves.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
