package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.SafetensorsFile;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.Weights;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model folder holds what {@code transformers} looks for, in the form of the published DNABERT-2. */
class ModelFolderTest {

    private static final String TOKENIZER =
            """
            {"added_tokens": [{"id": 0, "content": "[UNK]"}, {"id": 3, "content": "[PAD]"}, {"id": 1, "content": "[CLS]"},
             {"id": 2, "content": "[SEP]"}, {"id": 4, "content": "[MASK]"}], "model": {"type": "BPE"}}
            """;

    @TempDir
    Path folder;

    @Test
    void namesAndValuesAreThoseOfTheOriginalAndTransformersFindsItsFiles() throws IOException {
        Path golden = Path.of(System.getProperty("enhancerflow.shared", "missing"), "golden", "dnabert2_tiny");
        Assumptions.assumeTrue(Files.isDirectory(golden), () -> "SKIPPED: " + golden + " is missing");
        Weights.Loaded model = Weights.read(golden);
        Path tokenizer = Files.writeString(folder.resolve("given.json"), TOKENIZER);
        Path out = Files.createDirectory(folder.resolve("model"));
        ModelFolder.write(
                out, model.architecture(), model.values(), record(tokenizer), new History(List.of()), tokenizer);
        assertThat(out.resolve("model.safetensors")).hasSameBinaryContentAs(golden.resolve("model.safetensors"));
        try (SafetensorsFile weights = SafetensorsFile.open(out.resolve("model.safetensors"))) {
            assertThat(weights.metadata()).containsExactly(Map.entry("format", "pt"));
        }
        assertConfig(json(out, "config.json"), json(golden, "config.json"));
        JsonNode config = json(out, "tokenizer_config.json");
        assertThat(config.get("tokenizer_class").asText()).isEqualTo("PreTrainedTokenizerFast");
        assertThat(config.get("model_max_length").asInt()).isEqualTo(232);
        assertThat(Files.readString(out.resolve("special_tokens_map.json")))
                .isEqualTo(
                        """
                        {
                          "cls_token" : "[CLS]",
                          "mask_token" : "[MASK]",
                          "pad_token" : "[PAD]",
                          "sep_token" : "[SEP]",
                          "unk_token" : "[UNK]"
                        }
                        """);
        assertThat(out.resolve("tokenizer.json")).hasSameBinaryContentAs(tokenizer);
        assertThat(Files.readString(out.resolve("README.md")))
                .startsWith("---\nlibrary_name: transformers\n")
                .contains("AutoModelForSequenceClassification.from_pretrained");
        assertThat(TrainingRecord.read(out.resolve("training.json"))).isEqualTo(record(tokenizer));
    }

    /** Every key of the original's config.json that describes the model is there with its value; none is of another name. */
    private static void assertConfig(JsonNode own, JsonNode original) {
        Set<String> programs = Set.of("gradient_checkpointing", "transformers_version", "use_cache");
        Set<String> labels = Set.of("id2label", "label2id", "classifier_dropout");
        original.fields().forEachRemaining(entry -> {
            if (!programs.contains(entry.getKey()) && !labels.contains(entry.getKey())) {
                assertThat(own.get(entry.getKey())).as(entry.getKey()).isEqualTo(entry.getValue());
            }
        });
        assertThat(own.get("id2label").get("1").asText()).isEqualTo("tumour");
        assertThat(own.get("auto_map").get("AutoModelForSequenceClassification").asText())
                .isEqualTo("zhihan1996/DNABERT-2-117M--bert_layers.BertForSequenceClassification");
        Set<String> more = new HashSet<>();
        own.fieldNames().forEachRemaining(more::add);
        original.fieldNames().forEachRemaining(more::remove);
        assertThat(more).containsExactlyInAnyOrder("auto_map", "problem_type");
    }

    private static JsonNode json(Path folder, String name) throws IOException {
        return new ObjectMapper().readTree(folder.resolve(name).toFile());
    }

    private static TrainingRecord record(Path tokenizer) throws IOException {
        return new TrainingRecord(
                "dnabert2",
                List.of("normal", "tumour"),
                "bpe",
                Digest.of(tokenizer),
                232,
                1,
                1,
                "cpu",
                Map.of("epochs", "1.0"),
                null,
                246194,
                10,
                10,
                5,
                5,
                0.5);
    }
}
