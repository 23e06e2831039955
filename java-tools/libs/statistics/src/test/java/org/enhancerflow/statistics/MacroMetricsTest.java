package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class MacroMetricsTest {
    /** Expected values from scikit-learn 1.2.1, average="macro" and means of one against the rest. */
    @Test
    void three_classes_equal_scikit_learn() {
        double[] logits = {2, 1, 0, 0, 1, -1, 0.5, 0.2, 1.5, 1, 0, 0.3, 0, 2, 1, 0.1, 0.4, 0.2};
        MacroMetrics macro = MacroMetrics.of(logits, new int[] {0, 1, 2, 1, 1, 2}, 3);
        assertThat(macro.rocAuc()).isCloseTo(0.9259259259259259, within(1e-12));
        assertThat(macro.averagePrecision()).isCloseTo(0.9555555555555556, within(1e-12));
        assertThat(macro.precision()).isCloseTo(0.7222222222222222, within(1e-12));
        assertThat(macro.recall()).isCloseTo(0.7222222222222222, within(1e-12));
        assertThat(macro.f1()).isCloseTo(0.6666666666666666, within(1e-12));
    }

    @Test
    void a_class_without_rows_leaves_the_area_undefined() {
        MacroMetrics macro = MacroMetrics.of(new double[] {1, 0, 0, 0, 1, 0}, new int[] {0, 1}, 3);
        assertThat(macro.rocAuc()).isNaN();
        assertThat(macro.recall()).isCloseTo(2 / 3.0, within(1e-12));
    }
}
