package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code metrics.json}: how one model did on one test set. Threshold and temperature come from validation.
 *
 * @param model the model's name
 * @param testSet the test set's name
 * @param positiveLabel the class that scores speak of
 * @param labels all classes, in the order of the model's outputs
 * @param validationWindows windows the threshold and temperature were chosen on
 * @param testWindows windows the values are measured on
 * @param positives test windows of the positive class
 * @param temperature logits were divided by it
 * @param threshold a window is called positive when its score is at least this
 * @param values by name: pr_auc (average precision), roc_auc, f1, precision, recall, specificity, accuracy,
 *     balanced_accuracy, mcc, brier, log_loss, ece
 */
public record Metrics(
        String model,
        String testSet,
        String positiveLabel,
        List<String> labels,
        long validationWindows,
        long testWindows,
        long positives,
        double temperature,
        double threshold,
        Map<String, Estimate> values) {
    public Metrics {
        labels = List.copyOf(labels);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Reads the file. */
    public static Metrics read(Path file) throws IOException {
        return Json.read(file, Metrics.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
