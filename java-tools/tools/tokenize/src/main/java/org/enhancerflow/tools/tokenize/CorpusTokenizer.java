package org.enhancerflow.tools.tokenize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.artifacts.WindowShard;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.Bases;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.WindowSequences;
import org.enhancerflow.tokenizers.Tokenizer;

/**
 * Encodes the rows of a corpus on several threads and hands them on in the corpus's order. Rows travel in batches, a few
 * for each thread at a time, so memory does not grow with the corpus.
 */
final class CorpusTokenizer {
    private static final int BATCH_ROWS = 256;
    private static final int BATCHES_PER_THREAD = 4;

    private final Reference reference;
    private final WindowTable windows;
    private final long firstRow;
    private final Path corpus;
    private final Tokenizer tokenizer;
    private final int maxTokens;
    private final Set<Split> bothStrands;
    private final int threads;

    /**
     * Encodes a corpus, or a part of it.
     *
     * @param shard the rows, and where in the corpus they begin
     */
    CorpusTokenizer(
            Reference reference,
            WindowShard shard,
            Path corpus,
            Tokenizer tokenizer,
            int maxTokens,
            Set<Split> bothStrands,
            int threads) {
        this.reference = reference;
        this.windows = shard.windows();
        this.firstRow = shard.first();
        this.corpus = corpus;
        this.tokenizer = tokenizer;
        this.maxTokens = maxTokens;
        this.bothStrands = Set.copyOf(bothStrands);
        this.threads = threads;
    }

    /** Ids of consecutive rows, whole; of the other strand too, empty where it is not stored. */
    private record Batch(int firstRow, List<int[]> forward, List<int[]> reverse) {}

    /**
     * Writes every row to its split's store.
     *
     * @param onRows told the number of rows after each batch
     */
    CorpusStatistics run(Map<Split, TokenStoreWriter> stores, LongConsumer onRows) throws IOException {
        CorpusStatistics statistics =
                new CorpusStatistics(windows.header().labels(), tokenizer.vocabularySize(), tokenizer.unknownId());
        ExecutorService workers = Executors.newFixedThreadPool(threads);
        try {
            Queue<Future<Batch>> underWay = new ArrayDeque<>();
            int next = 0;
            while (next < windows.size() || !underWay.isEmpty()) {
                while (next < windows.size() && underWay.size() < threads * BATCHES_PER_THREAD) {
                    int from = next;
                    int to = Math.min(windows.size(), from + BATCH_ROWS);
                    underWay.add(workers.submit(() -> encode(from, to)));
                    next = to;
                }
                Batch batch = await(underWay.remove());
                write(batch, stores, statistics);
                onRows.accept(batch.forward().size());
            }
        } finally {
            workers.shutdownNow();
        }
        return statistics;
    }

    private Batch encode(int from, int to) throws IOException {
        WindowSequences sequences = WindowSequences.of(reference, windows, corpus);
        List<int[]> forward = new ArrayList<>(to - from);
        List<int[]> reverse = new ArrayList<>(to - from);
        for (int row = from; row < to; row++) {
            byte[] bases = sequences.bases(row);
            forward.add(tokenizer.encode(bases));
            boolean both = bothStrands.contains(windows.split(row));
            reverse.add(both ? tokenizer.encode(Bases.reverseComplement(bases)) : new int[0]);
        }
        return new Batch(from, forward, reverse);
    }

    private void write(Batch batch, Map<Split, TokenStoreWriter> stores, CorpusStatistics statistics)
            throws IOException {
        for (int i = 0; i < batch.forward().size(); i++) {
            int row = batch.firstRow() + i;
            Split split = windows.split(row);
            int[] whole = batch.forward().get(i);
            int[] kept = tokenizer.truncate(whole, maxTokens);
            statistics.of(split, windows.label(row)).add(whole, kept.length < whole.length);
            TokenStoreWriter store = store(stores, split);
            if (bothStrands.contains(split)) {
                int[] other = tokenizer.truncate(batch.reverse().get(i), maxTokens);
                store.add(kept, other, windows.label(row), firstRow + row);
            } else {
                store.add(kept, windows.label(row), firstRow + row);
            }
        }
    }

    private static TokenStoreWriter store(Map<Split, TokenStoreWriter> stores, Split split) {
        TokenStoreWriter store = stores.get(split);
        if (store == null) {
            throw new IllegalArgumentException("no store is given for the split " + split.label());
        }
        return store;
    }

    private static Batch await(Future<Batch> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while sequences were encoded", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IOException io) {
                throw io;
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            if (cause instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(cause);
        }
    }
}
