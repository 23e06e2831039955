package org.enhancerflow.tools.train;

import java.time.Duration;

/** Says yes when some time has gone by since it last did. When checkpoints are written has no influence on the result. */
final class Cadence {

    private final long nanos;
    private long last = System.nanoTime();

    Cadence(Duration between) {
        this.nanos = between.toNanos();
    }

    /** Whether a checkpoint is due; the step does not matter. */
    boolean due(long step) {
        long now = System.nanoTime();
        if (now - last < nanos) {
            return false;
        }
        last = now;
        return true;
    }
}
