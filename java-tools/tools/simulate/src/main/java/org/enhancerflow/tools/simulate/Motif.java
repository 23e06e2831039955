package org.enhancerflow.tools.simulate;

import java.util.Arrays;

/** A position weight matrix. */
final class Motif {
    private static final String LETTERS = "ACGT";

    private final String name;
    private final double[][] weights;

    private Motif(String name, double[][] weights) {
        this.name = name;
        this.weights = weights;
    }

    /** A matrix from a consensus and, per position, the consensus base's probability; the other three share the rest. */
    static Motif of(String name, String consensus, double... conservation) {
        double[][] weights = new double[consensus.length()][LETTERS.length()];
        for (int i = 0; i < weights.length; i++) {
            Arrays.fill(weights[i], (1 - conservation[i]) / 3);
            weights[i][LETTERS.indexOf(consensus.charAt(i))] = conservation[i];
        }
        return new Motif(name, weights);
    }

    /** What the truth file calls it. */
    String name() {
        return name;
    }

    /** Positions. */
    int length() {
        return weights.length;
    }

    /** Probability of a base (0-3 for A, C, G, T) at a 0-based position. */
    double weight(int position, int base) {
        return weights[position][base];
    }

    /** A base drawn at a position. */
    int draw(int position, Randomness random) {
        return random.weighted(weights[position]);
    }

    /** The same matrix on the other strand. */
    Motif reverseComplement() {
        int n = length();
        double[][] reversed = new double[n][LETTERS.length()];
        for (int i = 0; i < n; i++) {
            for (int base = 0; base < LETTERS.length(); base++) {
                reversed[n - 1 - i][3 - base] = weights[i][base];
            }
        }
        return new Motif(name, reversed);
    }

    /** Whether both have the same weights, whatever their names. */
    boolean sameWeights(Motif other) {
        return Arrays.deepEquals(weights, other.weights);
    }
}
