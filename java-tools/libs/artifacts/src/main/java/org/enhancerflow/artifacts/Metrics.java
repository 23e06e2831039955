package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code metrics.json}: how one model did on one test set. Threshold and temperature come from validation.
 *
 * @param model the model's name
 * @param replicateOf the name that runs share which differ in the seed alone; the model's own name for a single run
 * @param testSet the test set's name
 * @param positiveLabel the class that scores speak of
 * @param labels all classes, in the order of the model's outputs
 * @param validationWindows windows the threshold and temperature were chosen on
 * @param testWindows windows the values are measured on
 * @param positives test windows of the positive class
 * @param temperature logits were divided by it
 * @param threshold a window is called positive when its score is at least this
 * @param values by name: pr_auc (average precision), roc_auc, f1, precision, recall, specificity, accuracy,
 *     balanced_accuracy, mcc, brier, log_loss, ece, recall_at_precision_0.8 and 0.9, precision_at_recall_0.8 and 0.9; for
 *     more than two classes also macro_roc_auc, macro_pr_auc, macro_precision, macro_recall, macro_f1; where the other strand was asked
 *     also strand_flip_rate and strand_difference. Intervals resample windows one by one within their class
 * @param grouped the same values with intervals that resample neighbours together, so that they do not count twice; empty
 *     where windows have no place or there are too few groups
 * @param optimism what a threshold chosen on the test windows themselves would have claimed; null without positives
 */
public record Metrics(
        String model,
        String replicateOf,
        String testSet,
        String positiveLabel,
        List<String> labels,
        long validationWindows,
        long testWindows,
        long positives,
        double temperature,
        double threshold,
        Map<String, Estimate> values,
        List<Grouped> grouped,
        @Nullable Optimism optimism) {
    public Metrics {
        labels = List.copyOf(labels);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        grouped = List.copyOf(grouped);
    }

    /**
     * Values with intervals from groups drawn whole.
     *
     * @param unit what a group is: {@code locus} or {@code chromosome}
     * @param groups how many of them the test set has
     * @param values as {@link Metrics#values()}, in the same order, without those of the strands
     */
    public record Grouped(String unit, long groups, Map<String, Estimate> values) {
        public Grouped {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * The best F1 on the test windows themselves, which no honest choice of threshold reaches.
     *
     * @param threshold the score that reaches it
     * @param f1 the F1 there
     * @param gain by how much it lies above the F1 at the threshold chosen on validation
     */
    public record Optimism(double threshold, double f1, double gain) {}

    /** The same with other values. */
    public Metrics withValues(Map<String, Estimate> others) {
        return new Metrics(
                model,
                replicateOf,
                testSet,
                positiveLabel,
                labels,
                validationWindows,
                testWindows,
                positives,
                temperature,
                threshold,
                others,
                grouped,
                optimism);
    }

    /** The same under another name of the test set. */
    public Metrics withTestSet(String name) {
        return new Metrics(
                model,
                replicateOf,
                name,
                positiveLabel,
                labels,
                validationWindows,
                testWindows,
                positives,
                temperature,
                threshold,
                values,
                grouped,
                optimism);
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
