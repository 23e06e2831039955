package org.enhancerflow.tools.report;

import java.util.List;

/**
 * How a metric is shown.
 *
 * @param key name in metrics.json
 * @param label name on the page
 * @param meaning one line of explanation
 * @param higherIsBetter whether the best value is the highest
 */
record MetricText(String key, String label, String meaning, boolean higherIsBetter) {
    static final List<MetricText> ALL = List.of(
            new MetricText("pr_auc", "PR-AUC", "average precision over all thresholds", true),
            new MetricText(
                    "roc_auc", "ROC-AUC", "chance that a positive scores above a negative; 0.5 is guessing", true),
            new MetricText("f1", "F1", "harmonic mean of precision and recall", true),
            new MetricText("precision", "Precision", "share of called windows that are positive", true),
            new MetricText("recall", "Recall", "share of positive windows that are called", true),
            new MetricText("specificity", "Specificity", "share of negative windows that are not called", true),
            new MetricText("accuracy", "Accuracy", "share of windows called rightly", true),
            new MetricText("balanced_accuracy", "Balanced accuracy", "mean of recall and specificity", true),
            new MetricText("mcc", "MCC", "Matthews correlation; 0 is guessing, 1 perfect", true),
            new MetricText("brier", "Brier score", "mean squared error of the probability; lower is better", false),
            new MetricText("log_loss", "Log loss", "surprise per window in nats; lower is better", false),
            new MetricText(
                    "ece", "Calibration error", "mean gap of score and truth over 15 bins; lower is better", false),
            new MetricText("recall_at_precision_0.8", "Recall at precision 0.8", "highest recall where it holds", true),
            new MetricText("recall_at_precision_0.9", "Recall at precision 0.9", "highest recall where it holds", true),
            new MetricText("precision_at_recall_0.8", "Precision at recall 0.8", "highest precision there", true),
            new MetricText("precision_at_recall_0.9", "Precision at recall 0.9", "highest precision there", true),
            new MetricText("macro_pr_auc", "Macro PR-AUC", "mean over the classes", true),
            new MetricText("macro_roc_auc", "Macro ROC-AUC", "mean over the classes", true),
            new MetricText("macro_f1", "Macro F1", "mean over the classes", true),
            new MetricText("macro_precision", "Macro precision", "mean over the classes", true),
            new MetricText("macro_recall", "Macro recall", "mean over the classes", true),
            new MetricText("strand_flip_rate", "Calls that flip", "share called otherwise on the other strand", false));

    /** The name on the page; the key itself where it is not known. */
    static String labelOf(String key) {
        return ALL.stream()
                .filter(metric -> metric.key().equals(key))
                .map(MetricText::label)
                .findFirst()
                .orElse(Numbers.words(key));
    }
}
