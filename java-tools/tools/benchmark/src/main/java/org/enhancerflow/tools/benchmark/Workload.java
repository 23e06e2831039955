package org.enhancerflow.tools.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.RandomStream;

/**
 * Made-up token ids of two classes that a model can learn to tell apart: one token in twenty names the class. What a step holds follows
 * from the seed and the step's number.
 *
 * @param vocabulary token ids; the first five are special tokens
 * @param shortest tokens of the shortest sequence
 * @param longest tokens of the longest sequence
 * @param rows sequences of a step
 * @param micro sequences that run together at most
 * @param padded whether each sequence has its own length and is padded to {@code longest}; otherwise those that run together have one length
 * @param seed of everything random
 */
record Workload(int vocabulary, int shortest, int longest, int rows, int micro, boolean padded, long seed) {

    private static final int SPECIAL = 5;
    private static final int PADDING = 3;
    private static final double TELLING = 0.05;

    List<Batch> step(long step) {
        RandomStream random = RandomStream.of(seed, "step " + step);
        List<Batch> batches = new ArrayList<>();
        for (int left = rows; left > 0; left -= micro) {
            batches.add(batch(Math.min(left, micro), random));
        }
        return batches;
    }

    private Batch batch(int count, RandomStream random) {
        int common = length(random);
        int width = padded ? longest : common;
        long[] ids = new long[count * width];
        Arrays.fill(ids, PADDING);
        int[] lengths = new int[count];
        long[] labels = new long[count];
        for (int row = 0; row < count; row++) {
            lengths[row] = padded ? length(random) : common;
            labels[row] = random.nextInt(2);
            for (int i = 0; i < lengths[row]; i++) {
                boolean tells = random.nextUniform() < TELLING;
                ids[row * width + i] = SPECIAL + (tells ? labels[row] : random.nextInt(vocabulary - SPECIAL - 1));
            }
        }
        return new Batch(ids, lengths, width, labels);
    }

    private int length(RandomStream random) {
        return shortest + random.nextInt(longest - shortest + 1);
    }
}
