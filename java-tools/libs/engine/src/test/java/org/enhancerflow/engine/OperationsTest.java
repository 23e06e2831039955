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
        double words = 33 * 2;
        double rest = 2 * 2 * (11.0 * 4 * 3 * 3 + 2 * 3 * 2 + words);
        assertThat(cnn.operations(33)).isEqualTo(scan + rest);
        assertThat(cnn.trainingOperations(33))
                .as("nothing flows back into bases")
                .isEqualTo(2 * scan + 3 * rest);
    }

    @Test
    void aHybridRunsATransformerOverMergedPositions() {
        Map<String, String> sizes = new HashMap<>(Map.of("filters", "4", "widths", "5", "pool", "3", "merge", "3"));
        sizes.putAll(Map.of("combinations", "6", "reach", "3", "words", "0"));
        sizes.putAll(Map.of("hidden", "8", "heads", "2", "intermediate", "16", "layers", "1"));
        double scan = 2 * 2 * 33.0 * (5 * 4) * 4;
        // 33 bases are 11 pooled and 4 merged positions.
        double layer = 4 * (4.0 * 8 * 8 + 2 * 8 * 16) + 2 * 8 * 4.0 * 4;
        double rest = 2 * 2 * (11 * 4 * 3 * 6 + 4 * 6 * 8.0 + layer + 2 * (6 + 8) * 2);
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
