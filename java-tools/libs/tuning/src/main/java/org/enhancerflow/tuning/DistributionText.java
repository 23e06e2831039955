package org.enhancerflow.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Distributions as text inside Optuna's journal, names of its versions 1 and 2 included when reading. */
final class DistributionText {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private DistributionText() {}

    static String write(Distribution distribution) {
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        String name;
        if (distribution instanceof FloatDistribution real) {
            name = "FloatDistribution";
            attributes.put("step", real.step());
            attributes.put("low", real.low());
            attributes.put("high", real.high());
            attributes.put("log", real.log());
        } else if (distribution instanceof IntDistribution whole) {
            name = "IntDistribution";
            attributes.put("log", whole.log());
            attributes.put("step", whole.step());
            attributes.put("low", whole.low());
            attributes.put("high", whole.high());
        } else if (distribution instanceof CategoricalDistribution categorical) {
            name = "CategoricalDistribution";
            attributes.put("choices", categorical.choices());
        } else {
            throw new IllegalStateException("distribution of unknown kind");
        }
        Map<String, @Nullable Object> whole = new LinkedHashMap<>();
        whole.put("name", name);
        whole.put("attributes", attributes);
        return PythonJson.spaced(whole);
    }

    /** @throws TuningFormatException if the text is no distribution */
    static Distribution read(String text) {
        JsonNode root;
        try {
            root = MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new TuningFormatException(0, "a distribution is not JSON");
        }
        JsonNode a = root.path("attributes");
        return switch (root.path("name").asText("")) {
            case "FloatDistribution" -> real(a, a.path("log").asBoolean(), a.path("step"));
            case "UniformDistribution" -> real(a, false, a.path("step"));
            case "LogUniformDistribution" -> real(a, true, a.path("step"));
            case "DiscreteUniformDistribution" -> real(a, false, a.path("q"));
            case "IntDistribution" -> whole(a, a.path("log").asBoolean());
            case "IntUniformDistribution" -> whole(a, false);
            case "IntLogUniformDistribution" -> whole(a, true);
            case "CategoricalDistribution" -> new CategoricalDistribution(SpaceParser.choices(a.path("choices")));
            default -> abbreviated(root);
        };
    }

    private static Distribution abbreviated(JsonNode root) {
        boolean log = root.path("log").asBoolean();
        return switch (root.path("type").asText("")) {
            case "float" -> real(root, log, root.path("step"));
            case "int" -> whole(root, log);
            case "categorical" -> new CategoricalDistribution(SpaceParser.choices(root.path("choices")));
            default -> throw new TuningFormatException(0, "a distribution has an unknown name");
        };
    }

    private static FloatDistribution real(JsonNode a, boolean log, JsonNode step) {
        Double distance = step.isNumber() ? (Double) step.doubleValue() : null;
        return new FloatDistribution(a.path("low").asDouble(), a.path("high").asDouble(), log, distance);
    }

    private static IntDistribution whole(JsonNode a, boolean log) {
        long step = log ? 1 : a.path("step").asLong(1);
        return new IntDistribution(a.path("low").asLong(), a.path("high").asLong(), log, step);
    }
}
