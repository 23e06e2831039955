package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Operations of a sequence, worked out by hand for small models. */
class OperationsTest {

    @Test
    void aKmerRegressionAddsEachWordsWeightsOnBothStrands() {
        assertThat(model("kmer", 69, Map.of()).operations(33)).isEqualTo(2.0 * 33 * 2 * 2);
    }

    @Test
    void aCnnScansAndLooksForArrangements() {
        Architecture cnn =
                model("cnn", 10, Map.of("filters", "4", "widths", "5", "pool", "3", "combinations", "3", "reach", "3"));
        double scan = 2 * 2 * 33.0 * (5 * 4) * 4;
        double rest = 2 * 2 * (11.0 * 4 * 3 * 3 + 2 * 3 * 2);
        assertThat(cnn.operations(33)).isEqualTo(scan + rest);
        assertThat(cnn.trainingOperations(33))
                .as("nothing flows back into bases")
                .isEqualTo(2 * scan + 3 * rest);
    }

    @Test
    void aHybridRunsATransformerOverWhatItsDetectorsFind() {
        Map<String, String> sizes = Map.of(
                "filters",
                "4",
                "widths",
                "5",
                "pool",
                "3",
                "hidden",
                "8",
                "heads",
                "2",
                "intermediate",
                "16",
                "layers",
                "1");
        double scan = 2 * 2 * 33.0 * (5 * 4) * 4;
        double layer = 11 * (4.0 * 8 * 8 + 2 * 8 * 16) + 2 * 8 * 11.0 * 11;
        double rest = 2 * 2 * (11 * 4 * 8.0 + layer + 2 * 8 * 2);
        assertThat(model("hybrid", 10, sizes).operations(33)).isEqualTo(scan + rest);
    }

    /** Some 0.70 GFLOP a token and step for all tokens of all layers; the last layer needs a fraction. */
    @Test
    void aTokenOfDnabert2TakesTwoThirdsOfABillion() {
        Map<String, String> paper =
                new HashMap<>(Map.of("layers", "12", "hidden", "768", "heads", "12", "intermediate", "3072"));
        double whole = model("dnabert2", 4096, paper).trainingOperations(204);
        assertThat(whole / 204).isCloseTo(0.70e9 * 14 / 15, withinPercentage(2));
        paper.put("freeze", "encoder");
        assertThat(model("dnabert2", 4096, paper).trainingOperations(204)).isCloseTo(whole / 3, withinPercentage(1));
        paper.put("freeze", "none");
        paper.put("lora_rank", "8");
        assertThat(model("dnabert2", 4096, paper).trainingOperations(204))
                .isCloseTo(whole * 2 / 3, withinPercentage(5));
    }

    private static Architecture model(String family, int vocabulary, Map<String, String> sizes) {
        Family known = Families.named(family);
        return known.create(Settings.of(known.settings(), sizes), vocabulary, 3, 2);
    }
}
