package org.enhancerflow.engine.dnabert2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.SafetensorsFile;
import org.enhancerflow.artifacts.TensorInfo;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Insight;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.OptimizerSettings;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.RandomStream;
import org.enhancerflow.engine.Settings;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Dnabert2TuningTest {

    private static final Dnabert2 MODEL = new Dnabert2(3, 16, 2, 24, 32, 2, 2, 3, 1e-12, 0.2, 0, 0, 0);
    private static final OptimizerSettings ADAMW = new OptimizerSettings(0.9, 0.98, 1e-12, 0, false, 0, 0);
    private static final int RANK = 4;
    private static final double ALPHA = 6;

    private static Dnabert2Tuning lora(double dropout) {
        return new Dnabert2Tuning(MODEL, false, 1, RANK, ALPHA, dropout);
    }

    @TempDir
    Path folder;

    @Test
    void adaptersStartAtNothingAndTheMergedModelGivesTheSameLogits() {
        Dnabert2Tuning lora = lora(0.3);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, lora, 1);
                Network plain = Network.fresh(torch, MODEL, 1)) {
            assertClose(network.logits(batch(9)), plain.logits(batch(9)), 1e-6f);
            train(network, 5);
            float[] trained = network.logits(batch(9));
            assertThat(distance(trained, plain.logits(batch(9)))).isGreaterThan(0.01f);
            try (Network merged = new Network(torch, MODEL, lora.merge(network.parameters()))) {
                assertClose(merged.logits(batch(9)), trained, 2e-5f);
            }
        }
    }

    @Test
    void whatIsFrozenKeepsEveryBitAndTheRestMoves() {
        for (Dnabert2Tuning tuning : List.of(
                lora(0),
                new Dnabert2Tuning(MODEL, true, 1, 0, ALPHA, 0),
                new Dnabert2Tuning(MODEL, true, 1, 2, 1, 0))) {
            try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                    Network network = Network.fresh(torch, tuning, 1)) {
                List<float[]> before = network.parameters();
                train(network, 4);
                List<ParameterSpec> specs = tuning.parameters();
                for (int i = 0; i < specs.size(); i++) {
                    boolean head = specs.get(i).name().startsWith("classifier.")
                            || specs.get(i).name().contains("pooler");
                    boolean adapter = specs.get(i).name().contains(".lora_");
                    assertThat(specs.get(i).trains()).as(specs.get(i).name()).isEqualTo(head || adapter);
                    float moved = distance(network.parameter(i), before.get(i));
                    if (specs.get(i).trains()) {
                        assertThat(moved).as(specs.get(i).name()).isPositive();
                    } else {
                        assertThat(network.parameter(i)).as(specs.get(i).name()).isEqualTo(before.get(i));
                        assertThat(network.firstMoment(i)).containsOnly(0f);
                    }
                }
            }
        }
    }

    /** With W' = W + s B A and G = dL/dW': dL/dB = s G A^T and dL/dA = s B^T G. */
    @Test
    void gradientsOfAdaptersFollowFromThoseOfTheMergedWeights() {
        Dnabert2Tuning lora = lora(0);
        List<ParameterSpec> specs = lora.parameters();
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, lora, 1)) {
            train(network, 3);
            List<float[]> values = network.parameters();
            Map<String, float[]> own = new HashMap<>();
            List<String> trained = specs.stream()
                    .filter(ParameterSpec::trains)
                    .map(ParameterSpec::name)
                    .toList();
            List<float[]> gradients = Insight.gradients(network, batch(4));
            for (int i = 0; i < trained.size(); i++) {
                own.put(trained.get(i), gradients.get(i));
            }
            try (Network merged = new Network(torch, MODEL, lora.merge(values))) {
                List<float[]> dense = Insight.gradients(merged, batch(4));
                for (int i = 0; i < specs.size(); i++) {
                    if (specs.get(i).name().endsWith(".lora_A.weight")) {
                        String name = specs.get(i).name().replace(".lora_A.weight", "");
                        assertGradients(
                                name, values.get(i), values.get(i + 1), dense.get(index(name + ".weight")), own);
                    }
                }
                assertClose(
                        own.getOrDefault("classifier.weight", new float[0]),
                        dense.get(index("classifier.weight")),
                        1e-5f);
            }
        }
    }

    private static void assertGradients(String name, float[] a, float[] b, float[] dense, Map<String, float[]> own) {
        int in = a.length / RANK;
        int out = b.length / RANK;
        float[] forA = new float[a.length];
        float[] forB = new float[b.length];
        float scale = (float) (ALPHA / RANK);
        for (int k = 0; k < RANK; k++) {
            for (int o = 0; o < out; o++) {
                for (int i = 0; i < in; i++) {
                    forA[k * in + i] += scale * b[o * RANK + k] * dense[o * in + i];
                    forB[o * RANK + k] += scale * dense[o * in + i] * a[k * in + i];
                }
            }
        }
        assertThat(distance(forB, new float[forB.length])).as(name).isPositive();
        assertClose(own.getOrDefault(name + ".lora_A.weight", new float[0]), forA, 1e-5f);
        assertClose(own.getOrDefault(name + ".lora_B.weight", new float[0]), forB, 1e-5f);
    }

    private static int index(String name) {
        return MODEL.parameters().stream().map(ParameterSpec::name).toList().indexOf(name);
    }

    /** AdamW's first step moves every value by the learning rate, whatever its gradient. */
    @Test
    void aLayerLearnsSlowerThanTheOneAboveIt() {
        Dnabert2Tuning tuning = new Dnabert2Tuning(MODEL, false, 0.5, 0, ALPHA, 0);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = Network.fresh(torch, tuning, 1)) {
            List<float[]> before = network.parameters();
            network.step(List.of(batch(1)), ADAMW, 1e-2, 1, 1);
            Map<String, Double> shares = Map.of(
                    "classifier.weight", 1.0,
                    "bert.pooler.dense.weight", 1.0,
                    "bert.encoder.layer.2.mlp.wo.weight", 0.5,
                    "bert.encoder.layer.1.attention.self.Wqkv.weight", 0.25,
                    "bert.encoder.layer.0.mlp.gated_layers.weight", 0.125,
                    "bert.embeddings.LayerNorm.weight", 0.0625);
            shares.forEach((name, share) -> assertThat(
                            (double) distance(network.parameter(index(name)), before.get(index(name))))
                    .as(name)
                    .isCloseTo(1e-2 * share, within(1e-4 * share)));
        }
    }

    @Test
    void settingsMakeATunedModelAndItsConfigurationMakesItAgain() {
        Dnabert2Family family = new Dnabert2Family();
        Architecture plain = family.create(Settings.of(family.settings(), Map.of()), 32, 3, 2);
        assertThat(plain).isInstanceOf(Dnabert2.class);
        Settings settings = Settings.of(
                family.settings(),
                Map.of("lora_rank", "8", "lora_alpha", "16", "lora_dropout", "0", "layer_decay", "0.9"));
        Architecture tuned = family.adapt(plain, settings, 3);
        assertThat(tuned).isInstanceOf(Dnabert2Tuning.class);
        assertThat(tuned.labels()).isEqualTo(3);
        assertThat(family.values(tuned)).containsAllEntriesOf(settings.asMap());
        assertThat(family.values(plain)).containsEntry("lora_rank", "0").containsEntry("freeze", "none");
        assertThat(family.adapt(tuned, Settings.of(family.settings(), family.values(tuned)), 3))
                .isEqualTo(tuned);
    }

    @Test
    void theFolderHoldsTheMergedModelAndTheAdaptersApart() throws IOException {
        Dnabert2Tuning lora = lora(0.1);
        List<float[]> values = new ArrayList<>(Network.initial(lora, 1));
        RandomStream random = RandomStream.of(1, "adapters");
        for (int i = MODEL.parameters().size(); i < values.size(); i++) {
            for (int j = 0; j < values.get(i).length; j++) {
                values.get(i)[j] = (float) random.nextNormal();
            }
        }
        Weights.write(folder, lora, List.of("a", "b"), values);
        Weights.Loaded read = Weights.read(folder);
        assertThat(read.architecture()).isEqualTo(MODEL);
        assertThat(read.values()).usingRecursiveComparison().isEqualTo(lora.merge(values));
        try (SafetensorsFile adapter = SafetensorsFile.open(folder.resolve("adapter/adapter_model.safetensors"))) {
            assertThat(adapter.tensors()).hasSize(3 * 4 * 2 + 4);
            TensorInfo b = adapter.require("base_model.model.bert.encoder.layer.2.mlp.gated_layers.lora_B.weight");
            assertThat(b.shape()).containsExactly(48L, (long) RANK);
        }
        assertThat(new ObjectMapper()
                        .readTree(folder.resolve("adapter/adapter_config.json").toFile())
                        .get("r")
                        .asInt())
                .isEqualTo(RANK);
        // A merged model is a start like any other; new adapters are not missing from it.
        Weights.Start start = Weights.readPretrained(folder, lora, 3);
        assertThat(start.fresh()).isEmpty();
        assertThat(start.values()).hasSize(values.size());
        assertThat(start.values().get(0)).isEqualTo(read.values().get(0));
        assertThat(start.values().get(values.size() - 1)).containsOnly(0f);
    }

    private static void train(Network network, int steps) {
        for (int step = 1; step <= steps; step++) {
            network.step(List.of(batch(step), batch(step + 50)), ADAMW, 1e-2, step, step);
        }
    }

    private static void assertClose(float[] one, float[] other, float most) {
        assertThat(one).hasSameSizeAs(other);
        assertThat(distance(one, other)).isLessThanOrEqualTo(most);
    }

    /** Largest difference. */
    private static float distance(float[] one, float[] other) {
        float largest = 0;
        for (int i = 0; i < one.length; i++) {
            largest = Math.max(largest, Math.abs(one[i] - other[i]));
        }
        return largest;
    }

    private static Batch batch(long seed) {
        RandomStream random = RandomStream.of(seed, "batch");
        long[] ids = new long[4 * 9];
        long[] labels = new long[4];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = 5L + random.nextInt(20);
        }
        for (int i = 0; i < labels.length; i++) {
            labels[i] = random.nextInt(2);
        }
        return new Batch(ids, new int[] {9, 9, 9, 9}, 9, labels);
    }
}
