package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchSpaceTest {
    @Test
    void everyTypeIsReadInTheOrderOfTheFile() {
        SearchSpace space = SearchSpace.parse(
                """
                {"parameters": [
                  {"name": "learning_rate", "type": "float", "low": 5e-6, "high": 5e-4, "log": true},
                  {"name": "dropout", "type": "float", "low": 0, "high": 0.5, "step": 0.1},
                  {"name": "batch_size", "type": "int", "low": 32, "high": 128, "step": 32},
                  {"name": "hidden", "type": "int", "low": 8, "high": 1024, "log": true},
                  {"name": "schedule", "type": "categorical", "choices": ["linear", "cosine", null, 2, 0.5, true]}]}
                """);
        assertThat(space.parameters().keySet())
                .containsExactly("learning_rate", "dropout", "batch_size", "hidden", "schedule");
        assertThat(space.parameters().get("learning_rate")).isEqualTo(new FloatDistribution(5e-6, 5e-4, true, null));
        assertThat(space.parameters().get("dropout")).isEqualTo(new FloatDistribution(0, 0.5, false, 0.1));
        assertThat(space.parameters().get("batch_size")).isEqualTo(new IntDistribution(32, 128, false, 32));
        assertThat(space.parameters().get("hidden")).isEqualTo(new IntDistribution(8, 1024, true, 1));
        Map<String, ?> values = space.values(Map.of("schedule", 1.0, "batch_size", 64.0, "dropout", 0.3));
        assertThat(values.toString()).isEqualTo("{dropout=0.3, batch_size=64, schedule=cosine}");
    }

    @Test
    void aStepLowersTheHighEndInDecimal() {
        assertThat(new FloatDistribution(0, 0.35, false, 0.1).high()).isEqualTo(0.3);
        assertThat(new FloatDistribution(0.1, 1, false, 0.3).high()).isEqualTo(1.0);
        assertThat(new IntDistribution(3, 10, false, 4).high()).isEqualTo(7);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {                                                                            | is not JSON
                    []                                                                           | is no search space
                    {"parameters": []}                                                           | has no parameters
                    {"parameters": [], "more": 1}                                                | unknown key 'more'
                    {"parameters": [{"type": "int"}]}                                            | number 1 has no name
                    {"parameters": [{"name": "a", "type": "flaot", "low": 0, "high": 1}]}        | 'a': type 'flaot' is unknown
                    {"parameters": [{"name": "a", "type": "float", "low": 0}]}                   | 'a': high is missing
                    {"parameters": [{"name": "a", "type": "float", "low": 2, "high": 1}]}        | 'a': low 2.0 and high 1.0
                    {"parameters": [{"name": "a", "type": "float", "low": 0, "high": 1, "log": true}]} | log needs a low above 0
                    {"parameters": [{"name": "a", "type": "float", "low": 1, "high": 2, "log": true, "step": 1}]} | cannot be used together
                    {"parameters": [{"name": "a", "type": "float", "low": 1, "high": 2, "step": 0}]} | step 0.0 is not above 0
                    {"parameters": [{"name": "a", "type": "int", "low": 0.5, "high": 2}]}        | low is missing or not a whole number
                    {"parameters": [{"name": "a", "type": "int", "low": 0, "high": 2, "log": true}]} | at least 1
                    {"parameters": [{"name": "a", "type": "int", "low": 1, "high": 2, "lgo": true}]} | 'lgo' is unknown
                    {"parameters": [{"name": "a", "type": "int", "low": 1, "high": 2, "log": 1}]} | log is not true or false
                    {"parameters": [{"name": "a", "type": "categorical", "choices": []}]}        | choices is empty
                    {"parameters": [{"name": "a", "type": "categorical", "choices": [1, true]}]} | are equal
                    {"parameters": [{"name": "a", "type": "categorical", "choices": [[1]]}]}     | holds a list
                    {"parameters": [{"name": "a", "type": "int", "low": 1, "high": 2}, {"name": "a", "type": "int", "low": 1, "high": 2}]} | given twice
                    """)
    void everyMistakeIsOneClearLine(String json, String expected) {
        assertThatThrownBy(() -> SearchSpace.parse(json))
                .isInstanceOf(TuningFormatException.class)
                .hasMessageContaining(expected)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void theLineOfASyntaxErrorIsKnown() {
        assertThatThrownBy(() -> SearchSpace.parse("{\n\n\"parameters\": [}"))
                .isInstanceOfSatisfying(
                        TuningFormatException.class, e -> assertThat(e.line()).isEqualTo(3));
    }

    @Test
    void valuesAreReadBackFromTheirText() {
        for (Distribution distribution : List.of(
                new FloatDistribution(1e-6, 1e-2, true, null),
                new FloatDistribution(0, 0.5, false, 0.1),
                new IntDistribution(8, 64, false, 8),
                new CategoricalDistribution(List.of("linear", 2L, 0.5, true)))) {
            for (double uniform : new double[] {0, 0.3, 0.6, 0.999}) {
                Object value = distribution.value(distribution.draw(uniform));
                assertThat(distribution.parse(String.valueOf(value))).isEqualTo(value);
            }
            assertThat(distribution.parse("none")).isNull();
        }
        assertThat(new IntDistribution(8, 64, false, 8).parse("12")).isNull();
        assertThat(new FloatDistribution(0, 1, false, null).parse("1.5")).isNull();
    }

    @Test
    void choicesThatPythonTakesForEqualAreRefused() {
        assertThatThrownBy(() -> new CategoricalDistribution(List.of(1L, 1.0))).hasMessageContaining("equal");
        assertThat(new CategoricalDistribution(List.of("1", 1L)).choices()).hasSize(2);
    }
}
