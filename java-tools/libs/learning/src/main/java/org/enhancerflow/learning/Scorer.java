package org.enhancerflow.learning;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.ScriptException;

/**
 * Logits of every sequence of a token store. A float's last bit depends on the company that a sequence is calculated in; sequences are grouped
 * in a way that depends on the store alone, so training's own evaluation, EVALUATE and SEARCH get the same bits from the same model, device
 * and threads. Groups never reach across blocks of {@value #BLOCK} sequences, so PREDICT gets them, too, from a store of some blocks alone.
 */
public final class Scorer {
    /** Consecutive sequences that are grouped among themselves. */
    public static final int BLOCK = 4096;

    private Scorer() {}

    /**
     * Scores a store.
     *
     * @param progress told how many more sequences are done
     * @return one array of logits per sequence, in the store's order; classes in the order of its labels
     */
    public static float[][] logits(Network network, TokenStore store, LongConsumer progress) {
        return logits(network, store, IntStream.range(0, store.size()).toArray(), progress);
    }

    /**
     * Scores the reverse complements of some sequences.
     *
     * @param store one that holds both strands
     * @param rows rows of the store
     * @return one array of logits for each of the rows, in their order
     */
    public static float[][] reverseComplementLogits(
            Network network, TokenStore store, int[] rows, LongConsumer progress) {
        return logits(network, store, Arrays.stream(rows).map(row -> ~row).toArray(), progress);
    }

    /** A reverse complement is written as the row's bitwise complement. */
    private static float[][] logits(Network network, TokenStore store, int[] wanted, LongConsumer progress) {
        Batches batches = new Batches(store, network.architecture().acceptsPadding(), Batches.Strands.GIVEN);
        float[][] bySequence = new float[store.size()][];
        for (int from = 0; from < wanted.length; from += BLOCK) {
            int[] block = Arrays.copyOfRange(wanted, from, Math.min(wanted.length, from + BLOCK));
            int limit = MicroBatch.scoring(network.torch(), batches.longest(block));
            for (int[] rows : batches.scoringGroups(block, limit)) {
                score(network, batches, rows, bySequence);
                progress.accept(rows.length);
            }
        }
        return Arrays.stream(wanted)
                .map(Scorer::sequence)
                .mapToObj(row -> bySequence[row])
                .toArray(float[][]::new);
    }

    private static int sequence(int row) {
        return Math.max(row, ~row);
    }

    /** Scores some rows, in halves where they do not fit into memory together. */
    private static void score(Network network, Batches batches, int[] rows, float[][] logits) {
        int classes = network.architecture().labels();
        try {
            float[] flat = network.logits(batches.batch(rows));
            for (int i = 0; i < rows.length; i++) {
                logits[sequence(rows[i])] = Arrays.copyOfRange(flat, i * classes, (i + 1) * classes);
            }
        } catch (ScriptException e) {
            if (!e.outOfMemory() || rows.length == 1) {
                throw e;
            }
            score(network, batches, Arrays.copyOfRange(rows, 0, rows.length / 2), logits);
            score(network, batches, Arrays.copyOfRange(rows, rows.length / 2, rows.length), logits);
        }
    }
}
