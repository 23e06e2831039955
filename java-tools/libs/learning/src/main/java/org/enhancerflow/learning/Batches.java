package org.enhancerflow.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.RandomStream;

/**
 * Rows of a token store as batches. Which rows make a training step follows from seed and step alone, so a resumed run sees the rows it
 * would have seen.
 *
 * <p>The rows of a step are drawn whatever their length, so that a step is an unbiased sample; they run through the model in micro-batches.
 * Those of exactly equal length need neither padding nor a mask; what is left over of lengths that only a few rows have is padded, to the
 * longest of its neighbours in length, and masked.
 */
final class Batches {

    /** Share of padding above which a padded micro-batch takes no further row, once it has enough. */
    private static final double PADDING = 0.02;

    private final TokenStore store;
    private final boolean padding;
    private final Strands strands;
    private long epoch = -1;
    private int[] order = new int[0];

    /** What a step reads of a sequence. */
    enum Strands {
        /** It as it is. */
        GIVEN,
        /** It or its reverse complement, each with a chance of one half. */
        EITHER,
        /** Both: the second half of a batch are the reverse complements of the first. */
        BOTH
    }

    /**
     * Batches of a store.
     *
     * @param padding whether rows of different length may share a batch
     * @param strands what a step reads of a sequence
     */
    Batches(TokenStore store, boolean padding, Strands strands) {
        this.store = store;
        this.padding = padding;
        this.strands = strands;
    }

    /**
     * The micro-batches of one training step; together they hold {@code batchSize} rows, fewer at an epoch's end.
     *
     * @param step from 1
     * @param limit rows of a micro-batch at most; with both strands a pair is two
     */
    List<Batch> step(long step, int batchSize, long seed, int limit) {
        long perEpoch = (store.size() + batchSize - 1L) / batchSize;
        arrange((step - 1) / perEpoch, seed);
        int from = (int) ((step - 1) % perEpoch * batchSize);
        int[] rows = Arrays.copyOfRange(order, from, Math.min(order.length, from + batchSize));
        if (strands == Strands.BOTH) {
            return groups(rows, Math.max(1, limit / 2)).stream()
                    .map(this::pairs)
                    .toList();
        }
        if (strands == Strands.EITHER) {
            RandomStream random = RandomStream.of(seed, "strands of step " + step);
            for (int i = 0; i < rows.length; i++) {
                rows[i] = random.nextInt(2) == 0 ? rows[i] : ~rows[i];
            }
        }
        return groups(rows, limit).stream().map(this::batch).toList();
    }

    private void arrange(long wanted, long seed) {
        if (wanted != epoch) {
            order = IntStream.range(0, store.size()).toArray();
            RandomStream.of(seed, "order of epoch " + wanted).shuffle(order);
            epoch = wanted;
        }
    }

    /**
     * Rows in groups for scoring; the same store, rows and limit always give the same groups.
     *
     * @param rows a row's reverse complement as its bitwise complement
     */
    List<int[]> scoringGroups(int[] rows, int limit) {
        return groups(rows, limit);
    }

    /** Groups of one length each, and after them the padded ones. A row's reverse complement is written as its bitwise complement. */
    private List<int[]> groups(int[] rows, int limit) {
        int[] sorted = Arrays.stream(rows)
                .boxed()
                .sorted(Comparator.comparingInt(this::length))
                .mapToInt(Integer::intValue)
                .toArray();
        int enough = padding ? Math.max(2, limit / 8) : 1;
        List<int[]> groups = new ArrayList<>();
        int[] left = new int[sorted.length];
        int leftOver = 0;
        for (int from = 0, to; from < sorted.length; from = to) {
            to = from + 1;
            while (to < sorted.length && to - from < limit && length(sorted[to]) == length(sorted[from])) {
                to++;
            }
            if (to - from >= enough) {
                groups.add(Arrays.copyOfRange(sorted, from, to));
            } else {
                System.arraycopy(sorted, from, left, leftOver, to - from);
                leftOver += to - from;
            }
        }
        addPadded(groups, Arrays.copyOf(left, leftOver), limit, enough);
        return groups;
    }

    /** Neighbours in length together, until a group is full, or has enough rows and another would cost too much padding. */
    private void addPadded(List<int[]> groups, int[] sorted, int limit, int enough) {
        int from = 0;
        long tokens = 0;
        for (int i = 0; i < sorted.length; i++) {
            int rows = i - from;
            double padded = 1 - (double) (tokens + length(sorted[i])) / ((long) (rows + 1) * length(sorted[i]));
            if (rows == limit || (rows >= enough && padded > PADDING)) {
                groups.add(Arrays.copyOfRange(sorted, from, i));
                from = i;
                tokens = 0;
            }
            tokens += length(sorted[i]);
        }
        if (from < sorted.length) {
            groups.add(Arrays.copyOfRange(sorted, from, sorted.length));
        }
    }

    private int length(int row) {
        if (strands == Strands.BOTH) {
            int sequence = Math.max(row, ~row);
            return Math.max(store.length(sequence), store.reverseComplementLength(sequence));
        }
        return ownLength(row);
    }

    private int ownLength(int row) {
        return row >= 0 ? store.length(row) : store.reverseComplementLength(~row);
    }

    private Batch pairs(int[] rows) {
        int[] both = Arrays.copyOf(rows, 2 * rows.length);
        for (int i = 0; i < rows.length; i++) {
            both[rows.length + i] = ~rows[i];
        }
        return batch(both, true);
    }

    /** Tokens of the longest of some rows; 0 if there are none. */
    int longest(int[] rows) {
        return Arrays.stream(rows).map(this::ownLength).max().orElse(0);
    }

    /** Some rows as one batch, padded to the longest. */
    Batch batch(int[] rows) {
        return batch(rows, false);
    }

    private Batch batch(int[] rows, boolean paired) {
        int length = Math.max(1, longest(rows));
        long[] ids = new long[rows.length * length];
        Arrays.fill(ids, store.header().padId());
        int[] lengths = new int[rows.length];
        long[] labels = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] >= 0) {
                store.copy(rows[i], ids, i * length);
            } else {
                int[] tokens = store.reverseComplementTokens(~rows[i]);
                for (int k = 0; k < tokens.length; k++) {
                    ids[i * length + k] = tokens[k];
                }
            }
            lengths[i] = ownLength(rows[i]);
            labels[i] = store.label(Math.max(rows[i], ~rows[i]));
        }
        return new Batch(ids, lengths, length, labels, paired);
    }
}
