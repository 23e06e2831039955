package org.enhancerflow.engine.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Gradients;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.OptimizerSettings;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.RandomStream;
import org.enhancerflow.engine.Torch;
import org.junit.jupiter.api.Test;

class EnhancerNetTest {

    private static final EnhancerNet SMALL = new EnhancerNet(4, 5, 3, 3, 3, 10, 2, 0);

    @Test
    void aSequenceAndItsReverseComplementGetEqualLogits() {
        long[] forward = bases(60, 1);
        long[] backward = new long[60];
        for (int i = 0; i < 60; i++) {
            backward[i] = 5L + 8 - forward[59 - i];
        }
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, SMALL, 3)) {
            float[] here = network.logits(new Batch(forward, new int[] {60}, 60, new long[1]));
            float[] there = network.logits(new Batch(backward, new int[] {60}, 60, new long[1]));
            assertThat(here[0]).isCloseTo(there[0], within(1e-5f));
            assertThat(here[1]).isCloseTo(there[1], within(1e-5f));
            assertThat(here[0]).isNotEqualTo(here[1]);
        }
    }

    @Test
    void idsThatAreNoBaseCountAsNothing() {
        long[] some = bases(30, 2);
        long[] other = some.clone();
        some[4] = 9;
        other[4] = 3;
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, SMALL, 3)) {
            assertThat(network.logits(new Batch(some, new int[] {30}, 30, new long[1])))
                    .containsExactly(network.logits(new Batch(other, new int[] {30}, 30, new long[1])));
        }
    }

    @Test
    void lengthsThatPoolingDoesNotDivideAreScoredToo() {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, SMALL, 3)) {
            for (int length : new int[] {1, 2, 31, 32}) {
                float[] logits = network.logits(new Batch(bases(length, 5), new int[] {length}, length, new long[1]));
                assertThat(logits).hasSize(2).doesNotContain(Float.NaN);
            }
        }
    }

    @Test
    void gradientsAgreeWithFiniteDifferencesOfTheLoss() {
        Batch batch = new Batch(bases(4 * 33, 7), new int[] {33, 33, 33, 33}, 33, new long[] {0, 1, 1, 0});
        List<ParameterSpec> specs = SMALL.parameters();
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, SMALL, 3)) {
            List<float[]> gradients = Gradients.of(network, batch);
            List<float[]> values = network.parameters();
            float step = 1e-3f;
            for (int p = 0; p < specs.size(); p++) {
                for (int k = 0; k < values.get(p).length; k += 1 + values.get(p).length / 7) {
                    double slope =
                            (loss(network, batch, values, p, k, step) - loss(network, batch, values, p, k, -step))
                                    / (2 * step);
                    assertThat((double) gradients.get(p)[k])
                            .as("%s[%d]", specs.get(p).name(), k)
                            .isCloseTo(slope, within(2e-3 + 0.02 * Math.abs(slope)));
                }
            }
        }
    }

    /** With an epsilon of 1 and nothing else, AdamW's first step is g / (|g| + 1). */
    @Test
    void theOptimizerMovesEveryValueAlongItsOwnGradient() {
        OptimizerSettings plain = new OptimizerSettings(0.9, 0.98, 1, 0, false, 0, 0);
        Batch batch = new Batch(bases(4 * 33, 7), new int[] {33, 33, 33, 33}, 33, new long[] {0, 1, 1, 0});
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, SMALL, 3)) {
            List<float[]> gradients = Gradients.of(network, batch);
            List<float[]> before = network.parameters();
            network.step(List.of(batch), plain, 1, 1, 1);
            List<float[]> after = network.parameters();
            for (int p = 0; p < before.size(); p++) {
                for (int k = 0; k < before.get(p).length; k++) {
                    double slope = gradients.get(p)[k];
                    assertThat((double) after.get(p)[k])
                            .as("%s[%d]", SMALL.parameters().get(p).name(), k)
                            .isCloseTo(before.get(p)[k] - slope / (Math.abs(slope) + 1), within(1e-6));
                }
            }
        }
    }

    private static double loss(Network network, Batch batch, List<float[]> values, int parameter, int at, float by) {
        List<float[]> moved = new ArrayList<>(values);
        float[] copy = values.get(parameter).clone();
        copy[at] += by;
        moved.set(parameter, copy);
        network.setParameters(moved);
        float[] logits = network.logits(batch);
        long[] labels = {0, 1, 1, 0};
        double sum = 0;
        for (int row = 0; row < labels.length; row++) {
            double difference = (double) logits[2 * row + 1] - logits[2 * row];
            sum += Math.log1p(Math.exp(labels[row] == 1 ? -difference : difference));
        }
        return sum / labels.length;
    }

    @Test
    void detectorsWithoutAMiddleAndVocabulariesWithoutBasesAreRefused() {
        assertThatThrownBy(() -> new EnhancerNet(4, 6, 3, 3, 3, 10, 2, 0)).hasMessageContaining("odd");
        assertThatThrownBy(() -> new EnhancerNet(4, 5, 3, 3, 3, 5, 2, 0)).hasMessageContaining("kind char");
    }

    private static long[] bases(int count, long seed) {
        RandomStream random = RandomStream.of(seed, "bases");
        long[] ids = new long[count];
        for (int i = 0; i < count; i++) {
            ids[i] = 5L + random.nextInt(4);
        }
        return ids;
    }
}
