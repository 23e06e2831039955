package org.enhancerflow.learning;

import java.util.function.LongConsumer;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Network;

/**
 * Logits of every sequence of a token store. Sequences are grouped in a way that depends on the store alone, so training's own evaluation,
 * EVALUATE and SEARCH get the same bits from the same model, device and threads.
 */
public final class Scorer {

    private Scorer() {}

    /**
     * Scores a store.
     *
     * @param progress told how many more sequences are done
     * @return one array of logits per sequence, in the store's order; classes in the order of its labels
     */
    public static float[][] logits(Network network, TokenStore store, LongConsumer progress) {
        Batches batches = new Batches(store, network.architecture().acceptsPadding());
        int classes = network.architecture().labels();
        float[][] logits = new float[store.size()][classes];
        for (int[] rows : batches.scoringGroups()) {
            float[] flat = network.logits(batches.batch(rows));
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(flat, i * classes, logits[rows[i]], 0, classes);
            }
            progress.accept(rows.length);
        }
        return logits;
    }
}
