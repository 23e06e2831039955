package org.enhancerflow.tuning;

/** Which way a study's value gets better. */
public enum Direction {
    /** Smaller is better. */
    MINIMIZE(1),
    /** Larger is better. */
    MAXIMIZE(2);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    /** Number that stands for it in Optuna's journal. */
    int code() {
        return code;
    }

    /** Whether {@code value} beats {@code other}; equal values do not beat each other. */
    public boolean isBetter(double value, double other) {
        return this == MAXIMIZE ? value > other : value < other;
    }
}
