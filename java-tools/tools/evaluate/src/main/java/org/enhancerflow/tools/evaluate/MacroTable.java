package org.enhancerflow.tools.evaluate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.statistics.OneAgainstRest;
import org.enhancerflow.statistics.ResamplingDesign;

/** Means over more than two classes, by their names in {@code metrics.json}. */
final class MacroTable {
    /** In the order of {@link org.enhancerflow.statistics.MacroMetrics}. */
    private static final List<String> NAMES =
            List.of("macro_roc_auc", "macro_pr_auc", "macro_precision", "macro_recall", "macro_f1");

    private final OneAgainstRest rows;

    private MacroTable(OneAgainstRest rows) {
        this.rows = rows;
    }

    /**
     * Sorts the rows, once for each class.
     *
     * @param logits flat [rows, classes]
     */
    static MacroTable of(double[] logits, int[] labels, int classes) {
        return new MacroTable(OneAgainstRest.of(logits, labels, classes));
    }

    /** Values with 95 % intervals. */
    Map<String, Estimate> estimates(ResamplingDesign design, Resampling resampling) {
        double[] values = rows.metrics().values();
        double[][] distribution = resampling.resamples() > 0
                ? rows.distribution(design, resampling.resamples(), resampling.seed())
                : new double[values.length][0];
        Map<String, Estimate> estimates = new LinkedHashMap<>();
        for (int m = 0; m < values.length; m++) {
            estimates.put(NAMES.get(m), MetricTable.estimate(values[m], distribution[m]));
        }
        return estimates;
    }
}
