package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.enhancerflow.engine.dnabert2.Dnabert2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several devices and bf16, both on the CPU. */
class ReplicasTest {

    /** The moments after one step of this are the gradient and its square, up to the factor of 1 - beta. */
    private static final OptimizerSettings PLAIN = new OptimizerSettings(0.5, 0.5, 1e-6, 0.01, false, 0, 0.1);

    private static final Dnabert2 MODEL = new Dnabert2(2, 32, 4, 48, 32, 2, 3, 0, 1e-12, 0.1, 0, 0, 0);

    @ParameterizedTest
    @ValueSource(strings = {"cpu,cpu", "cpu,cpu,cpu", "cpu,cpu,cpu,cpu,cpu,cpu"})
    void gradientsOfReplicasAddUpToThoseOfOneDevice(String devices) {
        List<Batch> batches = List.of(batch(1, 9), batch(2, 11), batch(3, 12), batch(4, 9));
        try (Torch one = Torch.start(DeviceChoice.CPU, 1);
                Torch several = Torch.start(new DeviceChoice(devices), 1);
                Network alone = Network.fresh(one, MODEL, 1);
                Network shared = Network.fresh(several, MODEL, 1)) {
            assertThat(several.device()).isEqualTo(devices);
            for (int step = 1; step <= 3; step++) {
                StepResult expected = alone.step(batches, PLAIN, 1e-2, step, step);
                StepResult result = shared.step(batches, PLAIN, 1e-2, step, step);
                assertThat(result.loss()).isCloseTo(expected.loss(), within(1e-5f));
                assertThat(result.gradientNorm()).isCloseTo(expected.gradientNorm(), within(1e-4f));
                for (int i = 0; step == 1 && i < MODEL.parameters().size(); i++) {
                    assertThat(shared.firstMoment(i))
                            .usingComparatorWithPrecision(1e-6f)
                            .containsExactly(alone.firstMoment(i));
                }
            }
            // A second step from the first one's weights would be off if a replica had missed the update.
            assertThat(shared.logits(batch(5, 9)))
                    .usingComparatorWithPrecision(1e-3f)
                    .containsExactly(alone.logits(batch(5, 9)));
        }
    }

    @Test
    void halfPrecisionStaysCloseToSingleAndKeepsItsWeightsWhole() {
        Batch batch = batch(1, 40);
        try (Torch single = Torch.start(DeviceChoice.CPU, 1);
                Torch half = Torch.start(DeviceChoice.CPU, 1, Precision.BF16);
                Network exact = Network.fresh(single, MODEL, 1);
                Network rounded = Network.fresh(half, MODEL, 1)) {
            assertThat(rounded.parameters()).usingRecursiveComparison().isEqualTo(exact.parameters());
            assertThat(distance(List.of(rounded.logits(batch)), List.of(exact.logits(batch))))
                    .isBetween(1e-5, 3e-2);
            assertThat(distance(rounded.gradients(batch), exact.gradients(batch)))
                    .isBetween(1e-5, 5e-2);
            for (int step = 1; step <= 30; step++) {
                StepResult expected = exact.step(List.of(batch), PLAIN, 1e-3, step, step);
                StepResult result = rounded.step(List.of(batch), PLAIN, 1e-3, step, step);
                assertThat(result.loss()).isCloseTo(expected.loss(), within(3e-2f));
            }
            // Weights cast for scoring are cast again after a step.
            assertThat(distance(List.of(rounded.logits(batch)), List.of(exact.logits(batch))))
                    .isLessThan(5e-2);
            // Steps far smaller than bf16 can tell are not lost.
            List<float[]> before = rounded.parameters();
            rounded.step(List.of(batch), PLAIN, 1e-6, 31, 31);
            assertThat(distance(rounded.parameters(), before)).isBetween(1e-8, 1e-3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cnn", "hybrid", "kmer"})
    void everyFamilyCalculatesInHalfPrecision(String name) {
        Family family = Families.all().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
        int vocabulary = name.equals("kmer") ? 5 + 1024 : 10;
        Architecture model = family.create(Settings.of(family.settings(), Map.of()), vocabulary, 3, 2);
        Batch batch = batch(1, 60);
        try (Torch single = Torch.start(DeviceChoice.CPU, 1);
                Torch half = Torch.start(DeviceChoice.CPU, 1, Precision.BF16);
                Network exact = Network.fresh(single, model, 1);
                Network rounded = Network.fresh(half, model, 1)) {
            assertThat(distance(List.of(rounded.logits(batch)), List.of(exact.logits(batch))))
                    .isLessThan(5e-2);
            assertThat(rounded.step(List.of(batch), PLAIN, 1e-3, 1, 1).loss())
                    .isCloseTo(exact.step(List.of(batch), PLAIN, 1e-3, 1, 1).loss(), within(5e-2f));
        }
    }

    @Test
    void devicesThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> Torch.start(new DeviceChoice("cpu,cuda:7"), 1))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("'cuda:7' does not exist");
        assertThatThrownBy(() -> new DeviceChoice("cpu,auto")).hasMessageContaining("unknown device 'cpu,auto'");
    }

    /** Norm of the difference over the norm. */
    private static double distance(List<float[]> values, List<float[]> expected) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < values.size(); i++) {
            for (int k = 0; k < values.get(i).length; k++) {
                double own = expected.get(i)[k];
                difference += Math.pow(values.get(i)[k] - own, 2);
                norm += own * own;
            }
        }
        return Math.sqrt(difference / Math.max(norm, 1e-12));
    }

    private static Batch batch(long seed, int length) {
        RandomStream random = RandomStream.of(seed, "replicas");
        long[] ids = new long[3 * length];
        Arrays.setAll(ids, i -> 5L + random.nextInt(4));
        return new Batch(ids, new int[] {length, length, length}, length, new long[] {0, 1, 1});
    }
}
