package org.enhancerflow.tuning;

import org.jspecify.annotations.Nullable;

/** Where a trial stands. */
public enum TrialState {
    /** A worker is at it, or was when it died. */
    RUNNING(0),
    /** Ended with a value. */
    COMPLETE(1),
    /** Stopped early; its value is the last one reported. */
    PRUNED(2),
    /** Ended without a value: the training diverged, or its worker was stopped. */
    FAIL(3),
    /** Enqueued, nobody is at it yet. */
    WAITING(4);

    private final int code;

    TrialState(int code) {
        this.code = code;
    }

    /** Number that stands for it in Optuna's journal. */
    int code() {
        return code;
    }

    /** Inverse of {@link #code()}; null for a number that stands for nothing. */
    static @Nullable TrialState of(int code) {
        for (TrialState state : values()) {
            if (state.code == code) {
                return state;
            }
        }
        return null;
    }

    /** Whether nothing about the trial can change any more. */
    public boolean isFinished() {
        return this == COMPLETE || this == PRUNED || this == FAIL;
    }
}
