package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Settings;
import org.junit.jupiter.api.Test;

class HyperparametersTest {

    private static Hyperparameters of(Map<String, String> given) {
        Family family = Families.named("dnabert2");
        return Hyperparameters.of(Settings.of(Hyperparameters.declared(family), given));
    }

    @Test
    void theLearningRateRisesOverTheWarmUpAndFallsToTheEnd() {
        Hyperparameters linear = of(Map.of("learning_rate", "1", "warmup", "4", "epochs", "1", "batch_size", "10"));
        assertThat(linear.learningRate(1, 120)).isEqualTo(0.25);
        assertThat(linear.learningRate(4, 120)).isEqualTo(1);
        assertThat(linear.learningRate(5, 120)).isEqualTo(1);
        assertThat(linear.learningRate(9, 120)).isEqualTo(0.5);
        assertThat(linear.learningRate(12, 120)).isEqualTo(0.125);
        Hyperparameters cosine = of(
                Map.of("learning_rate", "1", "warmup", "4", "epochs", "1", "batch_size", "10", "schedule", "cosine"));
        assertThat(cosine.learningRate(9, 120)).isCloseTo(0.5, within(1e-12));
    }

    @Property(tries = 200)
    void theLearningRateStaysWithinItsBounds(
            @ForAll @IntRange(min = 1, max = 500) int rows,
            @ForAll @IntRange(min = 1, max = 64) int batch,
            @ForAll @IntRange(min = 0, max = 200) int warmup,
            @ForAll boolean cosine) {
        Hyperparameters parameters = of(Map.of(
                "learning_rate",
                "0.1",
                "warmup",
                Integer.toString(warmup),
                "batch_size",
                Integer.toString(batch),
                "schedule",
                cosine ? "cosine" : "linear"));
        for (long step = 1; step <= parameters.totalSteps(rows); step++) {
            assertThat(parameters.learningRate(step, rows)).isPositive().isLessThanOrEqualTo(0.1);
        }
    }

    @Test
    void aWarmUpBelowOneIsAShareOfAllSteps() {
        Hyperparameters parameters =
                of(Map.of("learning_rate", "1", "warmup", "0.5", "max_steps", "10", "batch_size", "1", "epochs", "9"));
        assertThat(parameters.totalSteps(100)).isEqualTo(10);
        assertThat(parameters.learningRate(5, 100)).isEqualTo(1);
        assertThat(parameters.learningRate(1, 100)).isEqualTo(0.2);
    }

    @Test
    void evaluationsComeEveryNStepsAndAtTheEnd() {
        Hyperparameters parameters = of(Map.of("evaluate_every", "4", "max_steps", "10", "batch_size", "1"));
        assertThat(parameters.evaluatesAfter(4, 100)).isTrue();
        assertThat(parameters.evaluatesAfter(5, 100)).isFalse();
        assertThat(parameters.evaluatesAfter(10, 100)).isTrue();
    }

    @Test
    void aFamilysOwnDefaultsReplaceTheGeneralOnes() {
        Family cnn = Families.named("cnn");
        Settings settings = Settings.of(Hyperparameters.declared(cnn), Map.of());
        cnn.trainingDefaults().forEach((name, value) -> assertThat(settings.text(name))
                .isEqualTo(Settings.of(Hyperparameters.declared(cnn), Map.of(name, value))
                        .text(name)));
        assertThat(settings.text("schedule")).isEqualTo("cosine");
    }
}
