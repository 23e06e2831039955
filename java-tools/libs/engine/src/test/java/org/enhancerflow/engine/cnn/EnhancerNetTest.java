package org.enhancerflow.engine.cnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.RandomStream;
import org.enhancerflow.engine.Settings;
import org.enhancerflow.engine.Torch;
import org.junit.jupiter.api.Test;

class EnhancerNetTest {

    private static final EnhancerNet SMALL =
            net(Map.of("filters", "4", "widths", "5", "pool", "3", "combinations", "3", "reach", "3", "dropout", "0"));

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
    void detectorsOfSeveralWidthsAndEveryReadoutAreParametersOfTheirOwn() {
        EnhancerNet net = net(Map.of("widths", "3+7", "filters", "4", "readout", "max", "combinations", "5"));
        assertThat(net.parameters().stream().map(spec -> spec.name() + spec.shape()))
                .startsWith("motifs.0.weight[4, 4, 3]", "motifs.1.weight[4, 4, 7]", "motifs.norm.weight[8]")
                .contains(
                        "arrangements.weight[5, 8, 7]", "classifier.weight[2, 5]", "words.classifier.weight[1024, 2]");
    }

    /** Fresh weights of words are 0; with one of them set, logits move by its count over the root of the number of words. */
    @Test
    void wordsOfBasesCountOnBothStrandsAndNoOthersDo() {
        EnhancerNet net = net(Map.of("words", "2"));
        // ACNCGA and its reverse complement TCGNGT: of three words each, CG is one.
        Batch batch = new Batch(new long[] {5, 6, 9, 6, 7, 5}, new int[] {6}, 6, new long[1]);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, net, 3)) {
            float[] before = network.logits(batch);
            List<float[]> values = new ArrayList<>(network.parameters());
            float[] words = new float[16 * 2];
            words[2 * (4 * 1 + 2) + 1] = 1;
            values.set(values.size() - 1, words);
            network.setParameters(values);
            float[] after = network.logits(batch);
            assertThat(after[0]).isEqualTo(before[0]);
            assertThat(after[1] - before[1]).isCloseTo((float) (1 / Math.sqrt(3)), within(1e-5f));
        }
    }

    @Test
    void detectorsWithoutAMiddleAndVocabulariesWithoutBasesAreRefused() {
        assertThatThrownBy(() -> net(Map.of("widths", "15+6"))).hasMessageContaining("widths 6 must be odd");
        assertThatThrownBy(() -> net(Map.of("reach", "4"))).hasMessageContaining("reach 4 must be odd");
        Settings settings = Settings.of(EnhancerNetFamily.ON_BASES.settings(), Map.of());
        assertThatThrownBy(() -> EnhancerNetFamily.ON_BASES.create(settings, 5, 3, 2))
                .hasMessageContaining("kind char");
    }

    private static EnhancerNet net(Map<String, String> given) {
        Family family = EnhancerNetFamily.ON_BASES;
        return (EnhancerNet) family.create(Settings.of(family.settings(), given), 10, 3, 2);
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
