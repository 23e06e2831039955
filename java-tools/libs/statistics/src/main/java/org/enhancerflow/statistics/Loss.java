package org.enhancerflow.statistics;

import java.util.function.DoubleUnaryOperator;

/**
 * A loss that is a mean over rows: what one row costs depends on its score and class alone. Costs are computed once by score,
 * so that the mean of a resample of the same scores is a sum of products.
 */
public final class Loss {
    private final double[] ofPositive;
    private final double[] ofNegative;

    private Loss(BinaryScores scores, DoubleUnaryOperator positive, DoubleUnaryOperator negative) {
        if (scores.groups() == 0) {
            throw new IllegalArgumentException("no rows");
        }
        double highest = scores.scoreAt(0);
        double lowest = scores.scoreAt(scores.groups() - 1);
        if (lowest < 0 || highest > 1) {
            throw new IllegalArgumentException("scores from " + lowest + " to " + highest + " are not probabilities");
        }
        ofPositive = new double[scores.groups()];
        ofNegative = new double[scores.groups()];
        for (int i = 0; i < ofPositive.length; i++) {
            ofPositive[i] = positive.applyAsDouble(scores.scoreAt(i));
            ofNegative[i] = negative.applyAsDouble(scores.scoreAt(i));
        }
    }

    /**
     * Brier score: (p - y)².
     *
     * @throws IllegalArgumentException when there are no rows or a score is outside [0, 1]
     */
    public static Loss brier(BinaryScores scores) {
        return new Loss(scores, p -> (1 - p) * (1 - p), p -> p * p);
    }

    /**
     * Log loss in nats: -ln p(true class), p clipped to [epsilon, 1 - epsilon] so that a score of exactly 0 or 1 on the
     * wrong side costs a finite amount. Scikit-learn's default was 1e-15 and is now 2⁻⁵².
     *
     * @throws IllegalArgumentException when there are no rows or a score is outside [0, 1]
     */
    public static Loss logarithmic(BinaryScores scores, double epsilon) {
        DoubleUnaryOperator clipped = p -> Math.min(Math.max(p, epsilon), 1 - epsilon);
        return new Loss(scores, p -> -Math.log(clipped.applyAsDouble(p)), p -> -Math.log(1 - clipped.applyAsDouble(p)));
    }

    /** Mean over the rows, or over those of a resample of the same scores. */
    public double mean(BinaryScores scores) {
        Sum sum = new Sum();
        for (int i = 0; i < ofPositive.length; i++) {
            sum.add(scores.positivesAt(i) * ofPositive[i] + scores.negativesAt(i) * ofNegative[i]);
        }
        return sum.value() / scores.size();
    }
}
