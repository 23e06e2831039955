package org.enhancerflow.learning;

import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.RankMetrics;

/**
 * How well logits fit the labels of a token store.
 *
 * @param loss mean cross-entropy, natural logarithm
 * @param prAuc average precision of the positive class; where none is named, the mean over the classes with each in turn as that one
 */
public record Evaluation(double loss, double prAuc) {

    /**
     * Compares logits with labels.
     *
     * @param logits one array per sequence, in the store's order
     * @param positive index of the positive class among the store's labels; empty for each in turn
     */
    public static Evaluation of(TokenStore store, float[][] logits, OptionalInt positive) {
        int[] classes = positive.isPresent()
                ? new int[] {positive.getAsInt()}
                : IntStream.range(0, store.header().labels().size()).toArray();
        double loss = 0;
        for (int row = 0; row < logits.length; row++) {
            loss -= logOdds(logits[row], store.label(row), true);
        }
        double sum = 0;
        int counted = 0;
        for (int label : classes) {
            OptionalDouble precision = averagePrecision(store, logits, label);
            if (precision.isPresent()) {
                sum += precision.getAsDouble();
                counted++;
            }
        }
        return new Evaluation(loss / Math.max(1, logits.length), counted == 0 ? 0 : sum / counted);
    }

    private static OptionalDouble averagePrecision(TokenStore store, float[][] logits, int label) {
        boolean[] positive = new boolean[logits.length];
        double[] scores = new double[logits.length];
        for (int row = 0; row < logits.length; row++) {
            positive[row] = store.label(row) == label;
            scores[row] = logOdds(logits[row], label, false);
        }
        return RankMetrics.averagePrecision(BinaryScores.of(positive, scores));
    }

    /**
     * Logit of a class against the logarithm of the summed exponentials of all classes (its log-probability) or of the others only (its
     * log-odds, which keeps apart what a probability near 1 would tie).
     */
    private static double logOdds(float[] logits, int label, boolean all) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            highest = all || k != label ? Math.max(highest, logits[k]) : highest;
        }
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            sum += all || k != label ? StrictMath.exp(logits[k] - highest) : 0;
        }
        return logits[label] - highest - StrictMath.log(sum);
    }
}
