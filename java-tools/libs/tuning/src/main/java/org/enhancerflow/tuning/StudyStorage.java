package org.enhancerflow.tuning;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
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
public interface StudyStorage extends Closeable {
    /** The study's name. */
    String name();

    /** Which way the study's value gets better. */
    Direction direction();

    /** Chooses what the next trial starts with. */
    interface Chooser {
        /**
         * The next trial, or null for none.
         *
         * @param history the study as it stands right before the trial starts
         */
        @Nullable
        NewTrial choose(StudyHistory history);
    }

    /**
     * Starts a trial, RUNNING. Choosing and starting are one step: no other worker's trial starts in between, so two workers
     * never choose from the same history, nor claim the same waiting trial.
     *
     * @return the trial's number; empty if the chooser chose none
     */
    OptionalInt start(Chooser chooser) throws IOException;

    /** Starts a trial that depends on no other, RUNNING, and gives its number. */
    default int create(NewTrial trial) throws IOException {
        return start(history -> trial).orElseThrow();
    }

    /**
     * Puts a trial into the line, WAITING: the next worker takes it before it thinks of its own.
     *
     * @param wishes values that the training uses, by parameter; what is left out the sampler chooses
     * @return its number
     */
    int enqueue(Map<String, ?> wishes) throws IOException;

    /** Notes a value at a step; a second report for a step replaces the first. */
    void report(int number, long step, double value) throws IOException;

    /**
     * Sets a note.
     *
     * @param value text, whole number, number, truth value, null, list or map of these
     */
    void setAttribute(int number, String key, @Nullable Object value) throws IOException;

    /**
     * Sets a note that belongs to the method of search, not to people: {@link StudyTrial#systemAttributes}.
     *
     * @param value as for {@link #setAttribute}
     */
    void setSystemAttribute(int number, String key, @Nullable Object value) throws IOException;

    /**
     * Ends a trial.
     *
     * @param state COMPLETE (needs a value), PRUNED or FAIL
     * @param value not NaN; null for a trial without value
     * @param attributes notes to set in the same step
     * @return false if the trial had been finished already, perhaps by another worker; nothing changes then
     */
    boolean finish(int number, TrialState state, @Nullable Double value, Map<String, ?> attributes) throws IOException;

    /** Ends a trial without a further note. */
    default boolean finish(int number, TrialState state, @Nullable Double value) throws IOException {
        return finish(number, state, value, Map.of());
    }

    /**
     * A sign of life of a RUNNING trial's worker, as is everything it writes about the trial.
     *
     * @return whether the trial is still RUNNING
     */
    boolean beat(int number) throws IOException;

    /**
     * Numbers of RUNNING trials of whose workers nothing has been heard for this time. It is measured on one clock, the
     * asking worker's or the server's, so clocks need not agree; a worker that has just joined may have to wait the whole
     * time before it knows.
     */
    Set<Integer> silent(Duration time) throws IOException;

    /** All trials, by number. */
    List<StudyTrial> trials() throws IOException;

    /** The study as it stands. */
    default StudyHistory history() throws IOException {
        return new StudyHistory(name(), direction(), trials());
    }

    /** Gives back what this instance holds open; the study stays. */
    @Override
    default void close() throws IOException {}

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
