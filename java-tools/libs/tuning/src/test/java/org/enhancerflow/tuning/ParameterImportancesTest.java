package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ParameterImportancesTest {
    private static final SearchSpace SPACE = space();

    @Test
    void whatDecidesTheValueHasMostOfTheShares() {
        Map<String, Double> byNumber = ParameterImportances.of(
                SPACE, Direction.MINIMIZE, trials(100, p -> Math.abs(Math.log10(p.getOrDefault("lr", 1.0)) + 4)));
        assertThat(byNumber.keySet())
                .containsExactlyElementsOf(SPACE.parameters().keySet());
        assertThat(byNumber.values().stream().mapToDouble(Double::doubleValue).sum())
                .isEqualTo(1, within(1e-9));
        assertThat(byNumber.getOrDefault("lr", 0.0)).isGreaterThan(0.7);
        assertThat(byNumber.getOrDefault("fixed", 1.0)).isZero();
        Map<String, Double> byChoice = ParameterImportances.of(
                SPACE, Direction.MAXIMIZE, trials(100, p -> p.getOrDefault("opt", 0.0) + p.getOrDefault("wd", 0.0)));
        assertThat(byChoice.getOrDefault("opt", 0.0)).isGreaterThan(byChoice.getOrDefault("lr", 1.0));
    }

    @Test
    void tooFewTrialsSayNothing() {
        assertThat(ParameterImportances.of(SPACE, Direction.MINIMIZE, trials(2, p -> 0)))
                .isEmpty();
        assertThat(ParameterImportances.of(SPACE, Direction.MINIMIZE, trials(3, p -> 0)))
                .hasSize(4);
    }

    private static List<StudyTrial> trials(int count, ToDoubleFunction<Map<String, Double>> value) {
        List<StudyTrial> trials = new ArrayList<>();
        StudyHistory none = new StudyHistory("study", Direction.MINIMIZE, List.of());
        for (int i = 0; i < count; i++) {
            Map<String, Double> parameters = new RandomSampler(3).sample(SPACE, i, none);
            trials.add(new StudyTrial(
                    i,
                    TrialState.COMPLETE,
                    List.of(value.applyAsDouble(parameters)),
                    SPACE.parameters(),
                    parameters,
                    new TreeMap<>(),
                    Map.of(),
                    Map.of()));
        }
        return trials;
    }

    private static SearchSpace space() {
        Map<String, Distribution> parameters = new LinkedHashMap<>();
        parameters.put("lr", new FloatDistribution(1e-6, 1e-2, true, null));
        parameters.put("wd", new FloatDistribution(0, 0.3, false, null));
        parameters.put("opt", new CategoricalDistribution(List.of("adamw", "adam", "sgd")));
        parameters.put("fixed", new FloatDistribution(1, 1, false, null));
        return new SearchSpace(parameters);
    }
}
