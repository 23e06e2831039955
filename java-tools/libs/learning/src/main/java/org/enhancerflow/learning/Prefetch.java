package org.enhancerflow.learning;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.enhancerflow.engine.Batch;
import org.jspecify.annotations.Nullable;

/** Makes the batches of the next step on a thread of its own while the device works on this one. */
final class Prefetch implements AutoCloseable {

    /** Makes a step's batches; called by one thread at a time. */
    @FunctionalInterface
    interface Source {
        List<Batch> step(long step, int limit);
    }

    private record Made(long step, int limit, CompletableFuture<List<Batch>> batches) {}

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread worker = new Thread(task, "batches");
        worker.setDaemon(true);
        return worker;
    });
    private final Source source;
    private final long last;
    private @Nullable Made ahead;

    /** @param last step after which nothing is made ahead */
    Prefetch(Source source, long last) {
        this.source = source;
        this.last = last;
    }

    /** The batches of a step; those of the next one are begun. */
    List<Batch> step(long step, int limit) {
        Made made = ahead != null && ahead.step() == step && ahead.limit() == limit ? ahead : begin(step, limit);
        ahead = step < last ? begin(step + 1, limit) : null;
        try {
            return made.batches().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private Made begin(long step, int limit) {
        return new Made(step, limit, CompletableFuture.supplyAsync(() -> source.step(step, limit), thread));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
