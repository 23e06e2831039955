package org.enhancerflow.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Strict reader of space files: an unknown key, a repeated name or a wrong type is an error, never ignored. */
final class SpaceParser {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> NUMERIC_KEYS = Set.of("name", "type", "low", "high", "log", "step");
    private static final Set<String> CATEGORICAL_KEYS = Set.of("name", "type", "choices");

    private SpaceParser() {}

    static SearchSpace parse(String json) {
        JsonNode root = tree(json);
        JsonNode list = root.path("parameters");
        if (!root.isObject() || !list.isArray()) {
            throw new TuningFormatException(0, "is no search space: {\"parameters\": [...]} is expected");
        }
        root.fieldNames().forEachRemaining(key -> {
            if (!key.equals("parameters")) {
                throw new TuningFormatException(0, "has the unknown key '" + key + "'; only 'parameters' is known");
            }
        });
        Map<String, Distribution> parameters = new LinkedHashMap<>();
        for (JsonNode entry : list) {
            String name = name(entry, parameters.size());
            if (parameters.containsKey(name)) {
                throw new TuningFormatException(0, "parameter '" + name + "' is given twice");
            }
            try {
                parameters.put(name, distribution(entry));
            } catch (TuningFormatException e) {
                throw new TuningFormatException(0, "parameter '" + name + "': " + e.getMessage());
            }
        }
        return new SearchSpace(parameters);
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            String reason = e.getOriginalMessage().lines().findFirst().orElse("unreadable");
            throw new TuningFormatException(line, "is not JSON: " + reason);
        }
    }

    private static String name(JsonNode entry, int index) {
        JsonNode name = entry.path("name");
        if (!name.isTextual() || name.textValue().isBlank()) {
            throw new TuningFormatException(0, "parameter number " + (index + 1) + " has no name");
        }
        return name.textValue();
    }

    private static Distribution distribution(JsonNode entry) {
        String type = entry.path("type").asText("");
        return switch (type) {
            case "float" -> {
                checkKeys(entry, NUMERIC_KEYS);
                Double step = entry.has("step") ? (Double) number(entry, "step") : null;
                yield new FloatDistribution(number(entry, "low"), number(entry, "high"), flag(entry, "log"), step);
            }
            case "int" -> {
                checkKeys(entry, NUMERIC_KEYS);
                long step = entry.has("step") ? whole(entry, "step") : 1;
                yield new IntDistribution(whole(entry, "low"), whole(entry, "high"), flag(entry, "log"), step);
            }
            case "categorical" -> {
                checkKeys(entry, CATEGORICAL_KEYS);
                yield new CategoricalDistribution(choices(entry.path("choices")));
            }
            default ->
                throw new TuningFormatException(0, "type '" + type + "' is unknown; known are float, int, categorical");
        };
    }

    private static void checkKeys(JsonNode entry, Set<String> known) {
        entry.fieldNames().forEachRemaining(key -> {
            if (!known.contains(key)) {
                throw new TuningFormatException(0, "key '" + key + "' is unknown for this type");
            }
        });
    }

    private static double number(JsonNode entry, String key) {
        JsonNode node = entry.path(key);
        if (!node.isNumber()) {
            throw new TuningFormatException(0, key + " is missing or not a number");
        }
        return node.doubleValue();
    }

    private static long whole(JsonNode entry, String key) {
        JsonNode node = entry.path(key);
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw new TuningFormatException(0, key + " is missing or not a whole number");
        }
        return node.longValue();
    }

    private static boolean flag(JsonNode entry, String key) {
        JsonNode node = entry.path(key);
        if (!node.isMissingNode() && !node.isBoolean()) {
            throw new TuningFormatException(0, key + " is not true or false");
        }
        return node.asBoolean(false);
    }

    /** Choices as they stand in JSON: text, whole number, number, truth value, null. */
    static List<@Nullable Object> choices(JsonNode list) {
        if (!list.isArray()) {
            throw new TuningFormatException(0, "choices is missing or not a list");
        }
        List<@Nullable Object> choices = new ArrayList<>();
        for (JsonNode node : list) {
            if (node.isContainerNode()) {
                throw new TuningFormatException(0, "choices holds a list or an object");
            }
            choices.add(JournalValues.scalar(node));
        }
        return choices;
    }
}
