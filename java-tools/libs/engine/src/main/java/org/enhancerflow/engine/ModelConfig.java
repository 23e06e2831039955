package org.enhancerflow.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Json;
import org.jspecify.annotations.Nullable;

/** Values of a Hugging Face config.json, or of one that is still to be written. Unknown keys are left alone: many libraries write there. */
public final class ModelConfig {

    private final @Nullable Path file;
    private final Map<?, ?> values;

    private ModelConfig(@Nullable Path file, Map<?, ?> values) {
        this.file = file;
        this.values = values;
    }

    /**
     * Reads a file.
     *
     * @throws BadInputException when it is missing or not a JSON object
     */
    public static ModelConfig read(Path file) throws IOException {
        return new ModelConfig(file, Json.read(file, Map.class));
    }

    /** A configuration that no file holds yet. */
    static ModelConfig of(Map<String, Object> values) {
        return new ModelConfig(null, values);
    }

    /** A whole number that must be there. */
    public int integer(String key) {
        double value = decimal(key);
        if (value != Math.rint(value) || Math.abs(value) > Integer.MAX_VALUE) {
            throw bad("'" + key + "' is " + value + ", not a whole number");
        }
        return (int) value;
    }

    /** A whole number, or a default where the key is missing. */
    public int integer(String key, int otherwise) {
        return values.get(key) == null ? otherwise : integer(key);
    }

    /** A number that must be there. */
    public double decimal(String key) {
        @Nullable Object value = values.get(key);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw bad(value == null ? "has no '" + key + "'" : "'" + key + "' is '" + value + "', not a number");
    }

    /** A number, or a default where the key is missing or null. */
    public double decimal(String key, double otherwise) {
        return values.get(key) == null ? otherwise : decimal(key);
    }

    /** A text that must be there. */
    public String text(String key) {
        @Nullable Object value = values.get(key);
        if (value instanceof String text) {
            return text;
        }
        throw bad(value == null ? "has no '" + key + "'" : "'" + key + "' is '" + value + "', not a text");
    }

    /** A text, or a default where the key is missing. */
    public String text(String key, String otherwise) {
        return values.get(key) == null ? otherwise : text(key);
    }

    /** Whole numbers that must be there. */
    public List<Integer> integers(String key) {
        if (values.get(key) instanceof List<?> list
                && !list.isEmpty()
                && list.stream().allMatch(one -> one instanceof Integer)) {
            return list.stream().map(one -> (Integer) one).toList();
        }
        throw bad("'" + key + "' is no list of whole numbers");
    }

    /** Number of classes: {@code num_labels}, or the size of {@code id2label}, or 2 as transformers has it. */
    public int labels() {
        if (values.get("num_labels") != null) {
            return integer("num_labels");
        }
        return values.get("id2label") instanceof Map<?, ?> names ? names.size() : 2;
    }

    /**
     * Names of the classes by index, from {@code id2label}; {@code LABEL_0}, {@code LABEL_1} and so on where there are none, as
     * transformers has it.
     */
    public List<String> labelNames() {
        Object names = values.get("id2label");
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < labels(); i++) {
            Object name = names instanceof Map<?, ?> map ? map.get(Integer.toString(i)) : "LABEL_" + i;
            if (!(name instanceof String text)) {
                throw bad("has no name for class " + i + " in 'id2label'");
            }
            labels.add(text);
        }
        return labels;
    }

    /** An error that names the file, where there is one. */
    public RuntimeException bad(String what) {
        return file == null
                ? new IllegalArgumentException("the model's configuration " + what)
                : new BadInputException(file, what, "use the config.json that belongs to the model's weights");
    }
}
