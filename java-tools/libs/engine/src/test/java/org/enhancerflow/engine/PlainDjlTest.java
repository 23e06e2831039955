package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.enhancerflow.engine.cnn.Arrangements;
import org.enhancerflow.engine.cnn.EnhancerNet;
import org.enhancerflow.engine.cnn.MotifScan;
import org.enhancerflow.engine.cnn.WordCounts;
import org.enhancerflow.engine.dnabert2.Dnabert2;
import org.junit.jupiter.api.Test;

/** The engine's scripts against the same models in plain DJL operations. */
class PlainDjlTest {

    /** Without clipping, which DJL lacks; the epsilon is large, so that a gradient of nothing but rounding moves nothing. */
    private static final OptimizerSettings ADAMW = adamw(1e-3);

    private static final double RATE = 1e-3;
    private static final Dnabert2 BERT = new Dnabert2(3, 48, 12, 64, 64, 2, 3, 0, 1e-12, 0.3, 0, 0, 0);
    private static final EnhancerNet CNN = new EnhancerNet(
            new MotifScan(1, 0, 6, List.of(5), 3, true),
            new Arrangements(4, 3),
            Arrangements.Readout.MAX_MEAN,
            new WordCounts(3),
            10,
            2,
            0);

    @Test
    void everyLayersStatesOfDnabert2AreEqual() {
        List<float[]> values = Network.initial(BERT, 1);
        Batch batch = batch(17, 4, 5, 64);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                PlainDnabert2 plain = new PlainDnabert2(BERT, values, ADAMW, RATE)) {
            List<double[]> states = Insight.states(torch, BERT, values, batch, 6);
            for (int layer = 0; layer <= BERT.layers(); layer++) {
                int at = layer;
                float[] expected = plain.values(batch, ids -> plain.states(ids).get(at));
                assertClose(floats(states.get(layer)), expected, within(2e-5f));
            }
        }
    }

    @Test
    void lossGradientsAndStepsOfDnabert2AreEqual() {
        List<float[]> values = Network.initial(BERT, 1);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = new Network(torch, BERT, values);
                PlainModel plain = new PlainDnabert2(BERT, values, ADAMW, RATE)) {
            assertEqualTraining(network, plain, batch(17, 4, 5, 64));
        }
    }

    @Test
    void lossGradientsAndStepsOfEnhancerNetAreEqual() {
        List<float[]> values = Network.initial(CNN, 1);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = new Network(torch, CNN, values);
                PlainModel plain = new PlainEnhancerNet(CNN, values, ADAMW, RATE)) {
            assertEqualTraining(network, plain, batch(36, 4, 5, 9));
        }
    }

    private static void assertEqualTraining(Network network, PlainModel plain, Batch batch) {
        assertClose(network.logits(batch), plain.values(batch, plain::logits), within(2e-5f));
        List<float[]> expected = plain.gradients(batch);
        List<float[]> gradients = network.gradients(batch);
        for (int i = 0; i < expected.size(); i++) {
            assertClose(gradients.get(i), expected.get(i), within(2e-5f));
        }
        for (int step = 1; step <= 3; step++) {
            // DJL adds epsilon before it corrects the second moment, AdamW's paper after.
            double correction = Math.sqrt(1 - Math.pow(ADAMW.beta2(), step));
            StepResult result = network.step(List.of(batch), adamw(1e-3 / correction), RATE, step, step);
            assertThat(result.loss()).isCloseTo(plain.step(batch), within(1e-5f));
        }
        for (int i = 0; i < expected.size(); i++) {
            assertClose(network.parameter(i), plain.parameters().get(i), within(1e-5f));
        }
    }

    private static OptimizerSettings adamw(double epsilon) {
        return new OptimizerSettings(0.9, 0.98, epsilon, 0.01, true, 0, 0);
    }

    private static void assertClose(float[] values, float[] expected, Offset<Float> offset) {
        assertThat(values)
                .hasSameSizeAs(expected)
                .usingComparatorWithPrecision(offset.value)
                .containsExactly(expected);
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    private static Batch batch(int length, int rows, int lowest, int above) {
        RandomStream random = RandomStream.of(3, "batch");
        long[] ids = new long[rows * length];
        Arrays.setAll(ids, i -> lowest + random.nextInt(above - lowest));
        int[] lengths = new int[rows];
        Arrays.fill(lengths, length);
        long[] labels = new long[rows];
        Arrays.setAll(labels, i -> i % 2);
        return new Batch(ids, lengths, length, labels);
    }
}
