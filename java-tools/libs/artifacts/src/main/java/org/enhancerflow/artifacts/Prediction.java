package org.enhancerflow.artifacts;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer for one window.
 *
 * @param name the window's name
 * @param contig contig, or the record's name where there are no coordinates
 * @param start 0-based
 * @param end one past the last base
 * @param label the true label, where it is known
 * @param scores probability per class, in the order of the file's labels
 * @param logits logit per class, in the same order
 */
public record Prediction(
        String name,
        String contig,
        long start,
        long end,
        @Nullable String label,
        List<Double> scores,
        List<Double> logits) {
    public Prediction {
        scores = List.copyOf(scores);
        logits = List.copyOf(logits);
    }
}
