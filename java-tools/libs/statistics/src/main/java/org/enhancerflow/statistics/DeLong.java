package org.enhancerflow.statistics;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * Variance of ROC-AUCs and the paired test of two models on the same rows (DeLong, DeLong, Clarke-Pearson: Comparing the
 * Areas under Two or More Correlated Receiver Operating Characteristic Curves, Biometrics 44, 1988). O(n log n).
 */
public final class DeLong {
    private DeLong() {}

    /**
     * A paired comparison.
     *
     * @param aucA ROC-AUC of the first model
     * @param aucB ROC-AUC of the second
     * @param varianceA variance of the first's AUC
     * @param varianceB variance of the second's AUC
     * @param covariance covariance of the two
     */
    public record Comparison(double aucA, double aucB, double varianceA, double varianceB, double covariance) {

        /** AUC of the first less AUC of the second. */
        public double difference() {
            return aucA - aucB;
        }

        /** Variance of the difference. */
        public double varianceOfDifference() {
            return varianceA + varianceB - 2 * covariance;
        }

        /** The difference in standard errors; empty when its variance is 0, as for a model against itself. */
        public OptionalDouble z() {
            double variance = varianceOfDifference();
            return variance > 0 ? OptionalDouble.of(difference() / Math.sqrt(variance)) : OptionalDouble.empty();
        }

        /** Two-sided p value of no difference; empty where {@link #z()} is. */
        public OptionalDouble p() {
            OptionalDouble z = z();
            return z.isPresent() ? OptionalDouble.of(Normal.twoSidedTail(z.getAsDouble())) : z;
        }

        /** Normal 95 % interval of the first model's AUC, not clipped to [0, 1]. */
        public Interval intervalA() {
            double half = Normal.Z_95 * Math.sqrt(varianceA);
            return new Interval(aucA - half, aucA + half);
        }
    }

    /** Variance of one model's ROC-AUC; empty when a class has fewer than two rows. */
    public static OptionalDouble variance(boolean[] positive, double[] scores) {
        Components components = Components.of(positive, scores);
        return components.defined() ? OptionalDouble.of(components.covariance(components)) : OptionalDouble.empty();
    }

    /**
     * Compares two models scored on the same rows in the same order.
     *
     * @throws IllegalArgumentException when a class has fewer than two rows or the lengths differ
     */
    public static Comparison compare(boolean[] positive, double[] scoresA, double[] scoresB) {
        Components a = Components.of(positive, scoresA);
        Components b = Components.of(positive, scoresB);
        if (!a.defined()) {
            throw new IllegalArgumentException("DeLong's test needs two rows of each class");
        }
        return new Comparison(a.auc(), b.auc(), a.covariance(a), b.covariance(b), a.covariance(b));
    }

    /** Per positive row the share of negatives below it (V10), per negative row the share of positives above it (V01); ties one half. */
    private static final class Components {
        private final double[] ofPositives;
        private final double[] ofNegatives;

        private Components(double[] ofPositives, double[] ofNegatives) {
            this.ofPositives = ofPositives;
            this.ofNegatives = ofNegatives;
        }

        static Components of(boolean[] positive, double[] scores) {
            if (positive.length != scores.length) {
                throw new IllegalArgumentException(positive.length + " labels for " + scores.length + " scores");
            }
            double[] positives = of(positive, scores, true);
            double[] negatives = of(positive, scores, false);
            double[] sortedPositives = sorted(positives);
            double[] sortedNegatives = sorted(negatives);
            double[] v10 = new double[positives.length];
            for (int i = 0; i < v10.length; i++) {
                v10[i] = shareBelow(sortedNegatives, positives[i]);
            }
            double[] v01 = new double[negatives.length];
            for (int j = 0; j < v01.length; j++) {
                v01[j] = 1 - shareBelow(sortedPositives, negatives[j]);
            }
            return new Components(v10, v01);
        }

        private static double[] of(boolean[] positive, double[] scores, boolean wanted) {
            double[] chosen = new double[scores.length];
            int count = 0;
            for (int i = 0; i < scores.length; i++) {
                if (positive[i] == wanted) {
                    chosen[count++] = scores[i] + 0.0;
                }
            }
            return Arrays.copyOf(chosen, count);
        }

        private static double[] sorted(double[] values) {
            double[] copy = values.clone();
            Arrays.sort(copy);
            return copy;
        }

        /** Share of the sorted values below {@code value}, ties counting one half. */
        private static double shareBelow(double[] sorted, double value) {
            int below = firstAtLeast(sorted, value);
            int end = below;
            if (end < sorted.length && sorted[end] == value) {
                end = firstAtLeast(sorted, Math.nextUp(value));
            }
            return (below + (end - below) / 2.0) / sorted.length;
        }

        private static int firstAtLeast(double[] sorted, double value) {
            int low = 0;
            int high = sorted.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (sorted[middle] < value) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }

        boolean defined() {
            return ofPositives.length > 1 && ofNegatives.length > 1;
        }

        double auc() {
            return Sum.mean(ofPositives);
        }

        double covariance(Components other) {
            return covariance(ofPositives, other.ofPositives) / ofPositives.length
                    + covariance(ofNegatives, other.ofNegatives) / ofNegatives.length;
        }

        private static double covariance(double[] x, double[] y) {
            double meanX = Sum.mean(x);
            double meanY = Sum.mean(y);
            Sum sum = new Sum();
            for (int i = 0; i < x.length; i++) {
                sum.add((x[i] - meanX) * (y[i] - meanY));
            }
            return sum.value() / (x.length - 1);
        }
    }
}
