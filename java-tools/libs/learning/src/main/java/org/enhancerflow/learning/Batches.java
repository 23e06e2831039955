package org.enhancerflow.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.RandomStream;

/**
 * Rows of a token store as batches. Which rows make a training step follows from seed and step alone, so a resumed run sees the rows it
 * would have seen.
 */
final class Batches {

    /** Rows that run together at most: more gain no speed on a CPU, and cost memory. */
    private static final int MICRO = 16;

    private final TokenStore store;
    private final boolean padding;
    private long epoch = -1;
    private int[] order = new int[0];

    /** @param padding whether rows of different length may share a batch */
    Batches(TokenStore store, boolean padding) {
        this.store = store;
        this.padding = padding;
    }

    /** The batches of one training step, from 1; together they hold {@code batchSize} rows, fewer at an epoch's end. */
    List<Batch> step(long step, int batchSize, long seed) {
        long perEpoch = (store.size() + batchSize - 1L) / batchSize;
        arrange((step - 1) / perEpoch, seed);
        int from = (int) ((step - 1) % perEpoch * batchSize);
        return together(Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize)), MICRO);
    }

    private void arrange(long wanted, long seed) {
        if (wanted != epoch) {
            order = java.util.stream.IntStream.range(0, store.size()).toArray();
            RandomStream.of(seed, "order of epoch " + wanted).shuffle(order);
            epoch = wanted;
        }
    }

    /** Groups rows into batches of at most {@code limit}: of one length each, or padded as little as possible. */
    private List<Batch> together(int[] rows, int limit) {
        List<Batch> batches = new ArrayList<>();
        for (int[] group : groups(rows, limit)) {
            batches.add(batch(group));
        }
        return batches;
    }

    /** Rows by length, then by the order given, cut where a group is full or, without padding, where the length changes. */
    private List<int[]> groups(int[] rows, int limit) {
        int[] sorted = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingInt(store::length))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> groups = new ArrayList<>();
        int from = 0;
        for (int i = 1; i <= sorted.length; i++) {
            boolean full = i - from == limit;
            boolean changes = i < sorted.length && !padding && store.length(sorted[i]) != store.length(sorted[from]);
            if (i == sorted.length || full || changes) {
                groups.add(Arrays.copyOfRange(sorted, from, i));
                from = i;
            }
        }
        return groups;
    }

    /** All rows in groups for scoring; the same store always gives the same groups. */
    List<int[]> scoringGroups() {
        return groups(java.util.stream.IntStream.range(0, store.size()).toArray(), MICRO);
    }

    /** Some rows as one batch, padded to the longest. */
    Batch batch(int[] rows) {
        int length = 1;
        for (int row : rows) {
            length = Math.max(length, store.length(row));
        }
        long[] ids = new long[rows.length * length];
        Arrays.fill(ids, store.header().padId());
        int[] lengths = new int[rows.length];
        long[] labels = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            store.copy(rows[i], ids, i * length);
            lengths[i] = store.length(rows[i]);
            labels[i] = store.label(rows[i]);
        }
        return new Batch(ids, lengths, length, labels);
    }
}
