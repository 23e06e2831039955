package org.enhancerflow.tuning;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gives signs of life for the trials of one worker while they run, on one thread that ends when none has run for a while. A
 * trial that is shorter than the interval never wakes that thread.
 */
final class Heartbeat {
    private static final int BEATS_PER_LEASE = 4;
    private static final long SHORTEST_MILLIS = 100;

    private final StudyStorage storage;
    private final long intervalMillis;
    private final ScheduledThreadPoolExecutor timer;
    private final Set<Beating> open = new LinkedHashSet<>();
    private @Nullable ScheduledFuture<?> ticking;

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

    /** Beats for a trial until that is closed, or the trial is found finished; for the first time within the interval. */
    synchronized Beating start(int number) {
        Beating beating = new Beating(number);
        open.add(beating);
        if (ticking == null) {
            ticking = timer.scheduleWithFixedDelay(this::tick, intervalMillis, intervalMillis, TimeUnit.MILLISECONDS);
        }
        return beating;
    }

    private void tick() {
        for (Beating beating : running()) {
            try {
                if (isOpen(beating) && !storage.beat(beating.number)) {
                    beating.close();
                }
            } catch (IOException e) {
                // The next one may come through. If the trouble stays, the trial's own next write meets it and says so.
                return;
            }
        }
    }

    private synchronized List<Beating> running() {
        if (open.isEmpty() && ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
        return List.copyOf(open);
    }

    private synchronized boolean isOpen(Beating beating) {
        return open.contains(beating);
    }

    private synchronized void close(Beating beating) {
        open.remove(beating);
    }

    /** The beats of one trial. */
    final class Beating implements AutoCloseable {
        private final int number;

        private Beating(int number) {
            this.number = number;
        }

        @Override
        public void close() {
            Heartbeat.this.close(this);
        }
    }
}
