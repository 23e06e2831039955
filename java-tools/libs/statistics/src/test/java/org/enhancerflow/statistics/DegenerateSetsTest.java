package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DegenerateSetsTest {
    private static final double[] SCORES = {0.2, 0.6, 0.9};

    @Test
    void auc_of_a_single_class_is_undefined_and_never_one_half() {
        assertThat(RankMetrics.rocAuc(BinaryScores.of(new boolean[] {true, true, true}, SCORES)))
                .isEmpty();
        assertThat(RankMetrics.rocAuc(BinaryScores.of(new boolean[3], SCORES))).isEmpty();
    }

    @Test
    void without_positives_average_precision_and_best_f1_are_undefined() {
        BinaryScores negatives = BinaryScores.of(new boolean[3], SCORES);
        assertThat(RankMetrics.averagePrecision(negatives)).isEmpty();
        assertThat(BestF1.of(negatives)).isEmpty();
        assertThat(negatives.confusionAt(0.5)).isEqualTo(new Confusion(0, 2, 0, 1));
        assertThat(negatives.confusionAt(0.5).recall()).isZero();
        assertThat(negatives.confusionAt(0.5).matthews()).isZero();
    }

    @Test
    void without_negatives_average_precision_is_one() {
        BinaryScores positives = BinaryScores.of(new boolean[] {true, true, true}, SCORES);
        assertThat(RankMetrics.averagePrecision(positives)).hasValue(1);
        assertThat(positives.confusionAt(0.5).balancedAccuracy()).isEqualTo(2 / 3.0);
    }

    @Test
    void no_rows_give_no_metrics() {
        BinaryScores empty = BinaryScores.of(new boolean[0], new double[0]);
        assertThat(RankMetrics.rocAuc(empty)).isEmpty();
        assertThat(empty.confusionAt(0.5).accuracy()).isZero();
        assertThat(OperatingCurve.roc(empty).size()).isEqualTo(1);
        assertThatThrownBy(() -> Loss.brier(empty)).hasMessage("no rows");
        assertThatThrownBy(() -> Reliability.of(empty, 15)).hasMessage("no rows");
    }

    @Test
    void a_score_that_is_not_a_number_is_refused_with_its_row() {
        assertThatThrownBy(() -> BinaryScores.of(new boolean[2], new double[] {0.1, Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 1");
    }

    @Test
    void scores_outside_zero_to_one_have_no_brier_score() {
        BinaryScores logits = BinaryScores.of(new boolean[2], new double[] {-1, 3});
        assertThatThrownBy(() -> Loss.brier(logits)).hasMessageContaining("not probabilities");
    }

    @Test
    void minus_zero_and_zero_tie() {
        BinaryScores scores = BinaryScores.of(new boolean[] {true, false}, new double[] {0.0, -0.0});
        assertThat(scores.groups()).isEqualTo(1);
        assertThat(RankMetrics.rocAuc(scores)).hasValue(0.5);
    }

    @Test
    void infinite_scores_have_a_place_in_the_order() {
        double[] scores = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 3};
        assertThat(RankMetrics.rocAuc(BinaryScores.of(new boolean[] {true, false, false}, scores)))
                .hasValue(1);
    }

    @Test
    void a_class_of_two_billion_pairs_overflows_nothing() {
        int rows = 100_000;
        boolean[] positive = new boolean[rows];
        double[] scores = new double[rows];
        for (int i = 0; i < rows; i++) {
            positive[i] = i % 2 == 0;
            scores[i] = positive[i] ? 1 : 0;
        }
        BinaryScores perfect = BinaryScores.of(positive, scores);
        assertThat(RankMetrics.rocAuc(perfect)).hasValue(1);
        assertThat(perfect.confusionAt(0.5).matthews()).isCloseTo(1, within(1e-12));
    }
}
