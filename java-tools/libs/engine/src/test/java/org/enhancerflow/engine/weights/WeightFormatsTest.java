package org.enhancerflow.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.TensorSpec;
import org.enhancerflow.artifacts.TensorType;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.Shared;
import org.enhancerflow.engine.Weights;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is valid is read, with the values that {@code expected.json} gives. */
class WeightFormatsTest {

    private static final Map<String, TensorType> TYPES = Map.of(
            "float32",
            TensorType.F32,
            "float16",
            TensorType.F16,
            "bfloat16",
            TensorType.BF16,
            "float64",
            TensorType.F64,
            "int64",
            TensorType.I64);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dnabert2_tiny", "dnabert2_mini"})
    void bothFormatsHoldEqualTensorsWithTheValuesOfTheOriginal(String name) throws IOException {
        Path golden = Shared.golden(name);
        Map<String, float[]> safetensors = readAll(golden.resolve("model.safetensors"));
        Map<String, float[]> torch = readAll(golden.resolve("pytorch_model.bin"));
        assertEqual(torch, safetensors);
        JsonNode expected = json(golden).get("checkpoint");
        assertThat(torch.keySet()).hasSize(expected.size());
        expected.fields()
                .forEachRemaining(
                        entry -> assertValues(torch.getOrDefault(entry.getKey(), new float[0]), entry.getValue()));
    }

    @Test
    void theBaseOfTheBadFilesHasTheValuesExpected() throws IOException {
        Path golden = Shared.golden("dnabert2_bad");
        JsonNode expected = json(golden).get("good").get("keys");
        for (String file : List.of("good.bin", "good.safetensors")) {
            Map<String, float[]> tensors = readAll(golden.resolve(file));
            assertThat(tensors.keySet()).hasSize(expected.size());
            expected.fields()
                    .forEachRemaining(entry ->
                            assertValues(tensors.getOrDefault(entry.getKey(), new float[0]), entry.getValue()));
        }
    }

    private static void assertValues(float[] values, JsonNode expected) {
        assertThat(norm(values)).isCloseTo(expected.get("l2").asDouble(), within(1e-9));
        for (int i = 0; i < expected.get("first4").size(); i++) {
            assertThat((double) values[i])
                    .isEqualTo(expected.get("first4").get(i).asDouble());
        }
    }

    @Test
    void everyTrickyFileIsReadAsExpected() throws IOException {
        Path golden = Shared.golden("dnabert2_bad");
        Map<String, float[]> good = readAll(golden.resolve("good.safetensors"));
        JsonNode expected = json(golden).get("tricky");
        try (Stream<Path> files = Files.list(golden.resolve("tricky_but_valid"))) {
            assertThat(files).hasSize(expected.size());
        }
        var entries = expected.fields();
        while (entries.hasNext()) {
            var entry = entries.next();
            Path file = golden.resolve("tricky_but_valid").resolve(entry.getKey());
            assertTricky(file, entry.getValue(), good);
        }
    }

    private static void assertTricky(Path file, JsonNode expected, Map<String, float[]> good) throws IOException {
        try (WeightFile weights = WeightFiles.openFile(file)) {
            assertThat(weights.tensors())
                    .as(file.toString())
                    .hasSize(expected.get("n_tensors").asInt());
            if (expected.has("tensors")) {
                for (TensorSpec spec : weights.tensors().values()) {
                    JsonNode one = expected.get("tensors").get(spec.name());
                    assertThat(spec.shape().toString())
                            .isEqualTo(one.get("shape").toString().replace(",", ", "));
                    assertThat(spec.type()).isEqualTo(TYPES.get(one.get("dtype").asText()));
                    if (spec.type() == TensorType.F32) {
                        assertThat(norm(weights.read(spec.name())))
                                .isCloseTo(one.get("l2").asDouble(), within(1e-9));
                    }
                }
                return;
            }
            double sum = 0;
            Map<String, float[]> all = new HashMap<>();
            for (TensorSpec spec : weights.tensors().values()) {
                assertThat(spec.type())
                        .isEqualTo(
                                TYPES.get(expected.get("dtype").get(0).asText().replace("torch.", "")));
                all.put(spec.name(), weights.read(spec.name()));
                sum += norm(weights.read(spec.name()));
            }
            assertThat(sum).as(file.toString()).isCloseTo(expected.get("l2_sum").asDouble(), within(1e-6));
            if (expected.get("equals_good").asBoolean()) {
                assertEqual(all, good);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "plain_dict.bin, 0, 0",
        "legacy_format_not_zip.bin, 0, 0",
        "prefix_module.bin, 0, 0",
        "backbone_without_classifier.bin, 2, 0",
        "backbone_names_without_bert_prefix.bin, 2, 0",
        "masked_lm_checkpoint_tied_decoder.bin, 4, 6",
        "extra_int64_buffers.bin, 0, 2",
        "float16.safetensors, 0, 0"
    })
    void fineTuningStartsFromAnyOfThem(String name, int fresh, int ignored) throws IOException {
        Path golden = Shared.golden("dnabert2_bad");
        Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(
                golden.resolve("tricky_but_valid").resolve(name),
                folder.resolve(name.endsWith(".bin") ? "pytorch_model.bin" : "model.safetensors"));
        Weights.Start start = Weights.readPretrained(folder, Weights.readArchitecture(folder), 1);
        assertThat(start.fresh()).hasSize(fresh);
        assertThat(start.ignored()).hasSize(ignored);
        assertThat((double) start.values().get(0)[0])
                .isCloseTo(
                        json(golden)
                                .at("/good/keys/bert.embeddings.word_embeddings.weight/first4/0")
                                .asDouble(),
                        within(1e-4));
    }

    @Test
    void aFolderThatIsWrittenAgainIsTheSameFile() throws IOException {
        Path golden = Shared.golden("dnabert2_tiny");
        Weights.Loaded loaded = Weights.read(golden);
        Weights.write(folder, loaded.architecture(), List.of("normal", "tumour"), loaded.values());
        assertThat(folder.resolve("model.safetensors")).hasSameBinaryContentAs(golden.resolve("model.safetensors"));
    }

    @Test
    void partsBesideAnIndexAreOneModel() throws IOException {
        Path golden = Shared.golden("dnabert2_tiny");
        Weights.Loaded whole = Weights.read(golden);
        shard(whole);
        Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));
        assertEqual(readFolder(), values(whole));
        assertThat(WeightFiles.list(folder)).hasSize(3);
        String digest = Weights.digest(folder);
        Files.move(folder.resolve("part-2.safetensors"), folder.resolve("gone"));
        assertThatThrownBy(() -> Weights.read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("part-2.safetensors: does not exist");
        Files.copy(folder.resolve("part-1.safetensors"), folder.resolve("part-2.safetensors"));
        assertThatThrownBy(() -> Weights.read(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("does not list 'bert.");
        assertThat(Weights.digest(folder)).isNotEqualTo(digest);
        String index = Files.readString(folder.resolve("model.safetensors.index.json"));
        Files.writeString(folder.resolve("model.safetensors.index.json"), index.replace("part-2", "../part-2"));
        assertThatThrownBy(() -> Weights.read(folder)).hasMessageContaining("which is no plain file name");
    }

    @Test
    void partsMayBeOfTorchToo() throws IOException {
        Path golden = Shared.golden("dnabert2_tiny");
        Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));
        Files.copy(golden.resolve("pytorch_model.bin"), folder.resolve("pytorch_model-00001-of-00001.bin"));
        Map<String, String> places = new TreeMap<>();
        Weights.Loaded whole = Weights.read(golden);
        whole.architecture().parameters().forEach(spec -> places.put(spec.name(), "pytorch_model-00001-of-00001.bin"));
        Files.writeString(
                folder.resolve("pytorch_model.bin.index.json"),
                new ObjectMapper().writeValueAsString(Map.of("weight_map", places)));
        assertEqual(readFolder(), values(whole));
    }

    /** Every second tensor goes into the other part. */
    private void shard(Weights.Loaded whole) throws IOException {
        List<ParameterSpec> specs = whole.architecture().parameters();
        Map<String, String> places = new TreeMap<>();
        for (int part = 1; part <= 2; part++) {
            int odd = part % 2;
            List<Integer> own = java.util.stream.IntStream.range(0, specs.size())
                    .filter(i -> i % 2 == odd)
                    .boxed()
                    .toList();
            String file = "part-" + part + ".safetensors";
            own.forEach(i -> places.put(specs.get(i).name(), file));
            Weights.writeTensors(
                    folder.resolve(file),
                    own.stream().map(specs::get).toList(),
                    i -> whole.values().get(own.get(i)),
                    Map.of("format", "pt"));
        }
        Files.writeString(
                folder.resolve("model.safetensors.index.json"),
                new ObjectMapper()
                        .writeValueAsString(Map.of("metadata", Map.of("total_size", 1), "weight_map", places)));
    }

    @Test
    void aFolderWithoutWeightsSaysWhatItLacks() {
        assertThatThrownBy(() -> WeightFiles.open(folder))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("none of model.safetensors, model.safetensors.index.json, pytorch_model.bin");
    }

    private static Map<String, float[]> readAll(Path file) throws IOException {
        Map<String, float[]> values = new HashMap<>();
        try (WeightFile weights = WeightFiles.openFile(file)) {
            for (String name : weights.tensors().keySet()) {
                values.put(name, weights.read(name));
            }
        }
        return values;
    }

    private Map<String, float[]> readFolder() throws IOException {
        return values(Weights.read(folder));
    }

    private static Map<String, float[]> values(Weights.Loaded model) {
        Map<String, float[]> values = new HashMap<>();
        List<ParameterSpec> specs = model.architecture().parameters();
        for (int i = 0; i < specs.size(); i++) {
            values.put(specs.get(i).name(), model.values().get(i));
        }
        return values;
    }

    /** AssertJ's own comparison takes seconds for a million numbers. */
    private static void assertEqual(Map<String, float[]> own, Map<String, float[]> expected) {
        assertThat(own).containsOnlyKeys(expected.keySet());
        expected.forEach((name, values) ->
                assertThat(Arrays.equals(own.get(name), values)).as(name).isTrue());
    }

    private static double norm(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }

    private static JsonNode json(Path golden) throws IOException {
        return new ObjectMapper().readTree(golden.resolve("expected.json").toFile());
    }
}
