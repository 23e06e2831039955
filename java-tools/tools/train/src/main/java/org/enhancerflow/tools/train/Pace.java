package org.enhancerflow.tools.train;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** How fast training has gone since its start or the last evaluation, by wall clock; evaluations are left out. */
final class Pace {

    private final double operations;
    private final double peak;
    private final LongSupplier clock;
    private long since;
    private long until;
    private long rows;

    /**
     * Starts the clock.
     *
     * @param operations of training on one sequence
     * @param peak operations per second that the device reaches at best
     * @param clock nanoseconds
     */
    Pace(double operations, double peak, LongSupplier clock) {
        this.operations = operations;
        this.peak = peak;
        this.clock = clock;
        restart();
    }

    /** Begins anew. */
    void restart() {
        since = clock.getAsLong();
        until = since;
        rows = 0;
    }

    /** A step is done. */
    void stepped(int sequences) {
        until = clock.getAsLong();
        rows += sequences;
    }

    /** Sequences per second, and the operations per second they take as a share of the device's peak; empty before the first step. */
    Map<String, Double> values() {
        return until <= since
                ? Map.of()
                : new TreeMap<>(Map.of("speed/sequences_per_second", rate(), "speed/share_of_peak", share()));
    }

    /** The same in words, after a comma; empty before the first step. */
    String text() {
        return until <= since
                ? ""
                : String.format(Locale.ROOT, ", %,.1f sequences/s, %.1f %% of peak", rate(), 100 * share());
    }

    /** Operations per second as a share of the device's peak; 0 before the first step. */
    double share() {
        return rate() * operations / peak;
    }

    private double rate() {
        return until <= since ? 0 : rows / ((until - since) / 1e9);
    }
}
