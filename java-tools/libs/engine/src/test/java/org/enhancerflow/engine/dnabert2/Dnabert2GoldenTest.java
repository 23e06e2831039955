package org.enhancerflow.engine.dnabert2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Gradients;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.OptimizerSettings;
import org.enhancerflow.engine.Shared;
import org.enhancerflow.engine.StepResult;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against values of the original DNABERT-2 code; tolerances are those of the golden folder's README. */
class Dnabert2GoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"dnabert2_tiny", "dnabert2_mini"})
    void logitsAndGradientNormsAreThoseOfTheOriginal(String name) throws IOException {
        Golden golden = Golden.read(name);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = new Network(torch, golden.architecture, golden.values)) {
            for (int i = 0; i < golden.batches.size(); i++) {
                JsonNode expected = golden.expected.get("batches").get(i);
                Batch batch = golden.batches.get(i);
                float[] logits = network.logits(batch);
                for (int row = 0; row < batch.rows(); row++) {
                    for (int label = 0; label < 2; label++) {
                        assertThat((double) logits[2 * row + label])
                                .as("batch %d row %d", i, row)
                                .isCloseTo(
                                        expected.get("logits_fp64")
                                                .get(row)
                                                .get(label)
                                                .asDouble(),
                                        within(2e-5));
                    }
                }
                if (expected.has("grads")) {
                    assertNorms(golden, Gradients.of(network, batch), expected.get("grads"));
                }
            }
        }
    }

    private static void assertNorms(Golden golden, List<float[]> gradients, JsonNode expected) {
        for (int i = 0; i < gradients.size(); i++) {
            String name = golden.names().get(i);
            double norm = expected.get(name).get("l2_fp64").asDouble();
            assertThat(norm(gradients.get(i))).as(name).isCloseTo(norm, within(Math.max(1e-6, 1e-4 * norm)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "dnabert2_tiny,single_group,true,0", "dnabert2_tiny,no_decay_bias_layernorm,false,0",
        "dnabert2_tiny,single_group_clip1,true,1", "dnabert2_mini,single_group,true,0",
        "dnabert2_mini,no_decay_bias_layernorm,false,0", "dnabert2_mini,single_group_clip1,true,1"
    })
    void threeAdamWStepsEndWhereTheOriginalsDo(String name, String variant, boolean decayAll, double clip)
            throws IOException {
        Golden golden = Golden.read(name);
        JsonNode expected = golden.expected.get("adamw").get(variant);
        OptimizerSettings settings = new OptimizerSettings(0.9, 0.98, 1e-6, 1e-5, decayAll, clip, 0);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = new Network(torch, golden.architecture, golden.values)) {
            int[] order = {0, 1, 3};
            for (int step = 1; step <= order.length; step++) {
                StepResult result =
                        network.step(List.of(golden.batches.get(order[step - 1])), settings, 1e-3, step, step);
                assertThat((double) result.loss())
                        .isCloseTo(expected.get("losses_fp64").get(step - 1).asDouble(), within(2e-5));
                double norm = expected.get("grad_total_l2_before_each_step")
                        .get(step - 1)
                        .asDouble();
                assertThat((double) result.gradientNorm()).isCloseTo(norm, within(1e-4 * norm));
            }
            for (int i = 0; i < golden.names().size(); i++) {
                JsonNode after = expected.get("parameters").get(golden.names().get(i));
                float[] values = network.parameter(i);
                double norm = after.get("l2_fp64").asDouble();
                assertThat(norm(values)).as(golden.names().get(i)).isCloseTo(norm, within(2e-5 * norm));
                for (int k = 0; k < Math.min(4, values.length); k++) {
                    assertThat((double) values[k])
                            .as(golden.names().get(i))
                            .isCloseTo(after.get("first4_fp64").get(k).asDouble(), within(1e-4));
                }
            }
        }
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    /** One golden model; dropout off, as the expected values have it. */
    private record Golden(Architecture architecture, List<float[]> values, List<Batch> batches, JsonNode expected) {

        static Golden read(String name) throws IOException {
            Path folder = Shared.golden(name);
            ObjectMapper json = new ObjectMapper();
            Weights.Loaded loaded = Weights.read(folder);
            Dnabert2 model = (Dnabert2) loaded.architecture();
            Dnabert2 still = new Dnabert2(
                    model.layers(),
                    model.hidden(),
                    model.heads(),
                    model.intermediate(),
                    model.vocabulary(),
                    model.tokenTypes(),
                    model.labels(),
                    model.paddingId(),
                    model.normEpsilon(),
                    model.deviation(),
                    0,
                    0,
                    0);
            List<Batch> batches = new ArrayList<>();
            json.readTree(folder.resolve("inputs.json").toFile()).get("batches").forEach(b -> batches.add(batch(b)));
            return new Golden(
                    still,
                    loaded.values(),
                    batches,
                    json.readTree(folder.resolve("expected.json").toFile()));
        }

        private static Batch batch(JsonNode node) {
            int length = node.get("pad_to").asInt();
            int rows = node.get("input_ids").size();
            long[] ids = new long[rows * length];
            int[] lengths = new int[rows];
            long[] labels = new long[rows];
            for (int row = 0; row < rows; row++) {
                lengths[row] = node.get("lengths").get(row).asInt();
                labels[row] = node.get("labels").get(row).asLong();
                for (int i = 0; i < length; i++) {
                    ids[row * length + i] =
                            node.get("input_ids").get(row).get(i).asLong();
                }
            }
            return new Batch(ids, lengths, length, labels);
        }

        List<String> names() {
            return architecture.parameters().stream().map(spec -> spec.name()).toList();
        }
    }
}
