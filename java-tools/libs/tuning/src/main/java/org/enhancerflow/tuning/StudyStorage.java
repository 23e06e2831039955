package org.enhancerflow.tuning;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one study's trials are kept. Any number of workers may use one study at once, each through its own instance; an
 * instance may be used by several threads.
 *
 * <p>The contract, for every implementation: numbers count up from 0 without gaps and never name two trials; what a method
 * has written when it returns is seen by every later {@link #trials()} of any worker; about a finished trial nothing
 * changes any more (the first finish wins, later writes have no effect); a crash at any moment loses at most the write
 * under way, whole.
 */
public interface StudyStorage {
    /** Which way the study's value gets better. */
    Direction direction();

    /** Starts a trial, RUNNING, and gives its number. */
    int create(NewTrial trial) throws IOException;

    /** Notes a value at a step; a second report for a step replaces the first. */
    void report(int number, long step, double value) throws IOException;

    /**
     * Sets a note.
     *
     * @param value text, whole number, number, truth value, null, list or map of these
     */
    void setAttribute(int number, String key, @Nullable Object value) throws IOException;

    /**
     * Ends a trial.
     *
     * @param state COMPLETE (needs a value), PRUNED or FAIL
     * @param value not NaN; null for a trial without value
     * @return false if the trial had been finished already, perhaps by another worker; nothing changes then
     */
    boolean finish(int number, TrialState state, @Nullable Double value) throws IOException;

    /** All trials, by number. */
    List<StudyTrial> trials() throws IOException;

    /** Refuses what no storage takes, so that all refuse alike. */
    static void checkFinish(TrialState state, @Nullable Double value) {
        if (!state.isFinished()) {
            throw new IllegalArgumentException(state + " is no end");
        }
        if (value == null ? state == TrialState.COMPLETE : value.isNaN()) {
            throw new IllegalArgumentException(state + " with value " + value);
        }
    }
}
