package org.enhancerflow.statistics;

/** Proper scoring rules of probabilities of the positive class. Scores must lie in [0, 1]. */
public final class ProbabilityMetrics {
    private ProbabilityMetrics() {}

    /**
     * Brier score: the mean of (p - y)².
     *
     * @throws IllegalArgumentException when there are no rows or a score is outside [0, 1]
     */
    public static double brier(BinaryScores scores) {
        requireProbabilities(scores);
        Sum sum = new Sum();
        for (int i = 0; i < scores.groups(); i++) {
            double p = scores.scoreAt(i);
            sum.add(scores.positivesAt(i) * (1 - p) * (1 - p) + scores.negativesAt(i) * p * p);
        }
        return sum.value() / scores.size();
    }

    /**
     * Log loss in nats: the mean of -ln p(true class), p clipped to [epsilon, 1 - epsilon] so that a score of exactly
     * 0 or 1 on the wrong side costs a finite amount. Scikit-learn's default was 1e-15 and is now 2⁻⁵².
     *
     * @throws IllegalArgumentException when there are no rows or a score is outside [0, 1]
     */
    public static double logLoss(BinaryScores scores, double epsilon) {
        requireProbabilities(scores);
        Sum sum = new Sum();
        for (int i = 0; i < scores.groups(); i++) {
            double p = Math.min(Math.max(scores.scoreAt(i), epsilon), 1 - epsilon);
            if (scores.positivesAt(i) > 0) {
                sum.add(-Math.log(p) * scores.positivesAt(i));
            }
            if (scores.negativesAt(i) > 0) {
                sum.add(-Math.log(1 - p) * scores.negativesAt(i));
            }
        }
        return sum.value() / scores.size();
    }

    static void requireProbabilities(BinaryScores scores) {
        if (scores.groups() == 0) {
            throw new IllegalArgumentException("no rows");
        }
        double highest = scores.scoreAt(0);
        double lowest = scores.scoreAt(scores.groups() - 1);
        if (lowest < 0 || highest > 1) {
            throw new IllegalArgumentException("scores from " + lowest + " to " + highest + " are not probabilities");
        }
    }
}
