package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final List<Setting> DECLARED = List.of(
            Setting.decimal("learning_rate", 1e-3, 0, 1, "rate"),
            Setting.integer("layers", 2, 1, 96, "layers"),
            Setting.choice("schedule", List.of("linear", "cosine"), "schedule"));

    @Test
    void whatIsNotGivenHasItsDefault() {
        assertThat(Settings.of(DECLARED, Map.of("layers", "3")).asMap())
                .containsExactly(
                        Map.entry("learning_rate", "0.001"), Map.entry("layers", "3"), Map.entry("schedule", "linear"));
    }

    @Test
    void equalValuesHaveOneText() {
        assertThat(Settings.of(DECLARED, Map.of("learning_rate", "1e-4", "layers", "4.0"))
                        .asMap())
                .isEqualTo(Settings.of(DECLARED, Map.of("learning_rate", "0.00010", "layers", "4"))
                        .asMap());
    }

    @Test
    void badNamesAndValuesAreNamed() {
        assertThatThrownBy(() -> Settings.of(DECLARED, Map.of("lr", "1")))
                .hasMessage("unknown setting 'lr'; known are learning_rate, layers, schedule");
        assertThatThrownBy(() -> Settings.of(DECLARED, Map.of("layers", "2.5"))).hasMessageContaining("whole number");
        assertThatThrownBy(() -> Settings.of(DECLARED, Map.of("layers", "0"))).hasMessageContaining("1 .. 96");
        assertThatThrownBy(() -> Settings.of(DECLARED, Map.of("learning_rate", "fast")))
                .hasMessageContaining("a number");
        assertThatThrownBy(() -> Settings.of(DECLARED, Map.of("learning_rate", "NaN")))
                .hasMessageContaining("lie in");
        assertThatThrownBy(() -> Settings.of(DECLARED, Map.of("schedule", "step")))
                .hasMessageContaining("linear, cosine");
    }
}
