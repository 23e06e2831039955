package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code calibration.json}: what validation says about a model's scores.
 *
 * @param temperature logits are divided by it before the softmax
 * @param threshold a window is called positive when its calibrated score is at least this
 * @param labels order of the model's outputs
 * @param positiveLabel the class the threshold applies to
 */
public record Calibration(double temperature, double threshold, List<String> labels, String positiveLabel) {
    public Calibration {
        labels = List.copyOf(labels);
    }

    /** Reads the file. */
    public static Calibration read(Path file) throws IOException {
        return Json.read(file, Calibration.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
