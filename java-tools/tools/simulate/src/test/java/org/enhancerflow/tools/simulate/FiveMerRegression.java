package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Logistic regression on standardised counts of 5-mers of both strands, with an L2 penalty chosen on validation. */
final class FiveMerRegression {
    private static final int K = 5;
    private static final int FEATURES = 1 << (2 * K);
    private static final double[] PENALTIES = {0.003, 0.03, 0.3, 3};
    private static final int STEPS = 150;

    private FiveMerRegression() {}

    /** ROC-AUC on the last 15 % of shuffled windows; also what {@code oracle} reaches on the same. */
    record Result(double regression, double oracle) {}

    static Result evaluate(List<String> sequences, boolean[] tumour, double[] oracle) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < tumour.length; i++) {
            order.add(i);
        }
        Collections.shuffle(order, new Random(1));
        int n = order.size();
        List<Integer> train = order.subList(0, n * 70 / 100);
        List<Integer> validation = order.subList(n * 70 / 100, n * 85 / 100);
        List<Integer> test = order.subList(n * 85 / 100, n);
        double[][] features = new double[n][];
        for (int i = 0; i < n; i++) {
            features[i] = counts(sequences.get(i));
        }
        standardise(features, train);
        double best = -1;
        double result = 0;
        for (double penalty : PENALTIES) {
            double[] weights = fit(features, tumour, train, penalty);
            double[] scores = new double[n];
            for (int i = 0; i < n; i++) {
                scores[i] = dot(weights, features[i]);
            }
            double selected = auc(scores, tumour, validation);
            if (selected > best) {
                best = selected;
                result = auc(scores, tumour, test);
            }
        }
        return new Result(result, auc(oracle, tumour, test));
    }

    private static double[] counts(String sequence) {
        double[] counts = new double[FEATURES];
        for (int at = 0; at + K <= sequence.length(); at++) {
            int forward = 0;
            int reverse = 0;
            boolean known = true;
            for (int i = 0; i < K; i++) {
                int base = "ACGT".indexOf(sequence.charAt(at + i));
                known &= base >= 0;
                forward = (forward << 2) | (base & 3);
                reverse |= ((3 - base) & 3) << (2 * i);
            }
            if (known) {
                counts[Math.min(forward, reverse)]++;
            }
        }
        return counts;
    }

    private static void standardise(double[][] features, List<Integer> train) {
        for (int f = 0; f < FEATURES; f++) {
            double sum = 0;
            double squares = 0;
            for (int i : train) {
                sum += features[i][f];
                squares += features[i][f] * features[i][f];
            }
            double mean = sum / train.size();
            double deviation = Math.sqrt(Math.max(0, squares / train.size() - mean * mean));
            for (double[] row : features) {
                row[f] = deviation > 0 ? (row[f] - mean) / deviation : 0;
            }
        }
    }

    /** Gradient descent with momentum on the mean log loss plus penalty / 2 times the squared weights. */
    private static double[] fit(double[][] features, boolean[] tumour, List<Integer> train, double penalty) {
        double[] weights = new double[FEATURES];
        double[] velocity = new double[FEATURES];
        // The Hessian's largest eigenvalue is at most a quarter of the correlation matrix's, some tens here, plus the
        // penalty.
        double rate = 1 / (10 + penalty);
        for (int step = 0; step < STEPS; step++) {
            double[] gradient = new double[FEATURES];
            for (int i : train) {
                double error = 1 / (1 + Math.exp(-dot(weights, features[i]))) - (tumour[i] ? 1 : 0);
                for (int f = 0; f < FEATURES; f++) {
                    gradient[f] += error * features[i][f];
                }
            }
            for (int f = 0; f < FEATURES; f++) {
                velocity[f] = 0.9 * velocity[f] - rate * (gradient[f] / train.size() + penalty * weights[f]);
                weights[f] += velocity[f];
            }
        }
        return weights;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double auc(double[] scores, boolean[] tumour, List<Integer> rows) {
        double[] positives =
                rows.stream().filter(i -> tumour[i]).mapToDouble(i -> scores[i]).toArray();
        double[] negatives = rows.stream()
                .filter(i -> !tumour[i])
                .mapToDouble(i -> scores[i])
                .toArray();
        assert Arrays.stream(scores).allMatch(Double::isFinite);
        return RocAuc.of(positives, negatives);
    }
}
