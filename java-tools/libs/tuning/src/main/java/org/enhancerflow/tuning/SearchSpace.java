package org.enhancerflow.tuning;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a search with what each can take.
 *
 * @param parameters distributions by name, in the order of the file
 */
public record SearchSpace(Map<String, Distribution> parameters) {
    /** Copies the map, keeping its order. */
    public SearchSpace {
        if (parameters.isEmpty()) {
            throw new TuningFormatException(0, "the space has no parameters");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * Reads a space file:
     *
     * <pre>{@code
     * {"parameters": [
     *   {"name": "learning_rate", "type": "float", "low": 5e-6, "high": 5e-4, "log": true},
     *   {"name": "batch_size", "type": "int", "low": 32, "high": 128, "step": 32},
     *   {"name": "schedule", "type": "categorical", "choices": ["linear", "cosine"]}]}
     * }</pre>
     *
     * @throws TuningFormatException if the file says anything else
     */
    public static SearchSpace read(Path path) throws IOException {
        return parse(Files.readString(path, StandardCharsets.UTF_8));
    }

    /** The same from text. */
    public static SearchSpace parse(String json) {
        return SpaceParser.parse(json);
    }

    /** The values a training uses, from internal ones; a parameter that the internal values lack is left out. */
    public Map<String, @Nullable Object> values(Map<String, Double> internal) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        parameters.forEach((name, distribution) -> {
            Double value = internal.get(name);
            if (value != null) {
                values.put(name, distribution.value(value));
            }
        });
        return values;
    }
}
