package org.enhancerflow.engine.dnabert2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.Shared;
import org.enhancerflow.engine.Weights;

/** One golden model; dropout off, as the expected values have it. */
record Golden(Dnabert2 architecture, List<float[]> values, List<Batch> batches, JsonNode expected) {

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
                ids[row * length + i] = node.get("input_ids").get(row).get(i).asLong();
            }
        }
        return new Batch(ids, lengths, length, labels);
    }

    List<String> names() {
        return architecture.parameters().stream().map(spec -> spec.name()).toList();
    }
}
