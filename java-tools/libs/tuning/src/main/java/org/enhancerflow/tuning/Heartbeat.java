package org.enhancerflow.tuning;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Gives signs of life for the trials of one worker while they run, on one thread that ends with the last of them. */
final class Heartbeat {
    private static final int BEATS_PER_LEASE = 4;
    private static final long SHORTEST_MILLIS = 100;

    private final StudyStorage storage;
    private final long intervalMillis;
    private final ScheduledThreadPoolExecutor timer;

    Heartbeat(StudyStorage storage, Duration lease) {
        this.storage = storage;
        this.intervalMillis = Math.max(SHORTEST_MILLIS, lease.toMillis() / BEATS_PER_LEASE);
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "heartbeat");
            thread.setDaemon(true);
            return thread;
        });
        timer.setKeepAliveTime(1, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Beats for a trial until that is closed, or the trial is found finished. */
    Beating start(int number) {
        Beating beating = new Beating();
        beating.task.set(timer.scheduleWithFixedDelay(
                () -> beat(number, beating), intervalMillis, intervalMillis, TimeUnit.MILLISECONDS));
        return beating;
    }

    private void beat(int number, Beating beating) {
        try {
            if (!storage.beat(number)) {
                beating.close();
            }
        } catch (IOException e) {
            // The next one may come through. If the trouble stays, the trial's own next write meets it and says so.
            return;
        }
    }

    /** The beats of one trial. */
    static final class Beating implements AutoCloseable {
        private final AtomicReference<@Nullable ScheduledFuture<?>> task = new AtomicReference<>();

        @Override
        public void close() {
            ScheduledFuture<?> running = task.get();
            if (running != null) {
                running.cancel(false);
            }
        }
    }
}
