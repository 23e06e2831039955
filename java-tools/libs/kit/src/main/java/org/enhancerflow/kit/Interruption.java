package org.enhancerflow.kit;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * SIGTERM and SIGINT as a wish that a tool grants at its next safe point. A tool that saves its work asks for one
 * ({@link Run#interruption()}), looks at {@link #requested()} now and then, saves, and throws
 * {@link InterruptedRunException}. The JVM then ends with the signal's own status, 143 or 130. Other tools are ended by
 * the signal at once.
 */
public final class Interruption implements AutoCloseable {
    /** At most one at a time: signals belong to the process, not to an object. */
    private static final AtomicReference<@Nullable Interruption> ACTIVE = new AtomicReference<>();

    private final CountDownLatch saved = new CountDownLatch(1);
    private volatile boolean requested;

    private Interruption() {}

    static Interruption handle() {
        Interruption interruption = new Interruption();
        if (!ACTIVE.compareAndSet(null, interruption)) {
            throw new IllegalStateException("signals are handled already");
        }
        Temporaries.install();
        return interruption;
    }

    /** Runs in the JVM's shutdown, before temporary files are deleted: waits until the tool has saved its work. */
    static void onShutdown() {
        Interruption active = ACTIVE.get();
        if (active != null) {
            active.requested = true;
            try {
                active.saved.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Whether a signal has come. */
    public boolean requested() {
        return requested;
    }

    @Override
    public void close() {
        ACTIVE.compareAndSet(this, null);
        saved.countDown();
    }
}
