package org.enhancerflow.learning;

import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.artifacts.Prediction;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.statistics.Softmax;
import org.jspecify.annotations.Nullable;

/** A row of predictions.tsv.gz. EVALUATE and PREDICT both write it, so that equal logits are equal scores. */
public final class WindowAnswer {
    private WindowAnswer() {}

    /**
     * A model's answer for one window, named after its sample and its line in the sample's file.
     *
     * @param window row of the table
     * @param label the true label, where it is known
     * @param logits flat [rows, classes]
     * @param row row of the logits
     * @param classes number of classes
     * @param temperature logits are divided by it before the softmax
     */
    public static Prediction of(
            WindowTable windows,
            int window,
            @Nullable String label,
            double[] logits,
            int row,
            int classes,
            double temperature) {
        List<Double> scores = new ArrayList<>(classes);
        List<Double> raw = new ArrayList<>(classes);
        for (int c = 0; c < classes; c++) {
            scores.add(Softmax.probability(Softmax.logOdds(logits, row, classes, c, temperature)));
            raw.add(logits[row * classes + c]);
        }
        return new Prediction(
                windows.sampleName(window) + ":" + windows.peak(window),
                windows.contigName(window),
                windows.start(window),
                windows.end(window),
                label,
                scores,
                raw);
    }
}
