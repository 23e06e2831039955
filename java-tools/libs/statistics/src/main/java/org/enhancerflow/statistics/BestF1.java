package org.enhancerflow.statistics;

import java.util.Optional;

/**
 * The highest F1 that any threshold reaches. Candidates are the observed scores; F1 is compared as a ratio of integers, so
 * that equal values tie exactly. Of tied thresholds the largest is taken: it calls the fewest rows positive.
 *
 * @param f1 the highest F1
 * @param threshold the largest threshold that reaches it
 * @param lowestTiedThreshold the smallest threshold that reaches it
 * @param tiedThresholds how many observed scores reach it
 */
public record BestF1(double f1, double threshold, double lowestTiedThreshold, int tiedThresholds) {

    /**
     * Searches all observed scores.
     *
     * @return empty when there are no positives, where F1 is 0 at every threshold and none is better than another
     */
    public static Optional<BestF1> of(BinaryScores scores) {
        if (scores.positives() == 0) {
            return Optional.empty();
        }
        // F1 = 2 TP / (2 TP + FP + FN) = 2 TP / (called positive + positives)
        long bestTruePositives = 0;
        long bestDenominator = 1;
        int first = 0;
        int last = 0;
        int tied = 0;
        long truePositives = 0;
        long called = 0;
        for (int i = 0; i < scores.groups(); i++) {
            truePositives += scores.positivesAt(i);
            called += scores.positivesAt(i) + (long) scores.negativesAt(i);
            long denominator = called + scores.positives();
            int order = Long.compare(truePositives * bestDenominator, bestTruePositives * denominator);
            if (order > 0) {
                bestTruePositives = truePositives;
                bestDenominator = denominator;
                first = i;
                tied = 0;
            }
            if (order >= 0) {
                last = i;
                tied++;
            }
        }
        double f1 = 2.0 * bestTruePositives / bestDenominator;
        return Optional.of(new BestF1(f1, scores.scoreAt(first), scores.scoreAt(last), tied));
    }
}
