package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class MacroMetricsTest {
    /** Expected values from scikit-learn 1.2.1, average="macro" and means of one against the rest. */
    @Test
    void three_classes_equal_scikit_learn() {
        double[] logits = {2, 1, 0, 0, 1, -1, 0.5, 0.2, 1.5, 1, 0, 0.3, 0, 2, 1, 0.1, 0.4, 0.2};
        MacroMetrics macro =
                OneAgainstRest.of(logits, new int[] {0, 1, 2, 1, 1, 2}, 3).metrics();
        assertThat(macro.rocAuc()).isCloseTo(0.9259259259259259, within(1e-12));
        assertThat(macro.averagePrecision()).isCloseTo(0.9555555555555556, within(1e-12));
        assertThat(macro.precision()).isCloseTo(0.7222222222222222, within(1e-12));
        assertThat(macro.recall()).isCloseTo(0.7222222222222222, within(1e-12));
        assertThat(macro.f1()).isCloseTo(0.6666666666666666, within(1e-12));
    }

    @Test
    void a_class_without_rows_leaves_the_area_undefined() {
        MacroMetrics macro = OneAgainstRest.of(new double[] {1, 0, 0, 0, 1, 0}, new int[] {0, 1}, 3)
                .metrics();
        assertThat(macro.rocAuc()).isNaN();
        assertThat(macro.recall()).isCloseTo(2 / 3.0, within(1e-12));
    }

    /** Three classes of unequal size whose logits say something. */
    private static OneAgainstRest random(int rows, long seed) {
        Random random = new Random(seed);
        int[] labels = new int[rows];
        double[] logits = new double[3 * rows];
        for (int row = 0; row < rows; row++) {
            labels[row] = random.nextInt(6) / 2 == 0 ? 0 : random.nextInt(2) + 1;
            for (int c = 0; c < 3; c++) {
                logits[3 * row + c] = random.nextGaussian() + (labels[row] == c ? 1 : 0);
            }
        }
        return OneAgainstRest.of(logits, labels, 3);
    }

    @Test
    void intervals_hold_the_value_and_shrink_with_the_rows() {
        double[] widths = new double[2];
        for (int i = 0; i < 2; i++) {
            OneAgainstRest rows = random(i == 0 ? 300 : 4_800, 3);
            double[][] distribution = rows.distribution(new ResamplingDesign.Rows(), 300, 1);
            double[] values = rows.metrics().values();
            for (int m = 0; m < values.length; m++) {
                Interval interval = Bootstrap.interval(distribution[m]).orElseThrow();
                assertThat(values[m]).isBetween(interval.low(), interval.high());
                widths[i] = interval.high() - interval.low();
            }
        }
        // 16 times the rows: a quarter of the width.
        assertThat(widths[1] / widths[0]).isBetween(0.15, 0.4);
    }

    @Test
    void rows_in_groups_of_their_own_are_drawn_across_classes() {
        OneAgainstRest rows = random(500, 4);
        ResamplingDesign alone = ResamplingDesign.Groups.of(
                IntStream.range(0, 500).asLongStream().toArray());
        double[][] byGroup = rows.distribution(alone, 300, 1);
        double[][] byRow = rows.distribution(new ResamplingDesign.Rows(), 300, 1);
        for (int m = 0; m < byRow.length; m++) {
            Interval one = Bootstrap.interval(byRow[m]).orElseThrow();
            Interval two = Bootstrap.interval(byGroup[m]).orElseThrow();
            assertThat(two.high() - two.low()).isCloseTo(one.high() - one.low(), within(0.04));
        }
    }

    @Test
    void two_classes_give_the_binary_bootstraps_spread() {
        Random random = new Random(9);
        double[] logits = random.doubles(2_000).toArray();
        int[] labels = random.ints(1_000, 0, 2).toArray();
        OneAgainstRest rows = OneAgainstRest.of(logits, labels, 2);
        double[][] distribution = rows.distribution(new ResamplingDesign.Rows(), 400, 5);
        boolean[] positive = new boolean[1_000];
        double[] odds = new double[1_000];
        for (int row = 0; row < 1_000; row++) {
            positive[row] = labels[row] == 1;
            odds[row] = logits[2 * row + 1] - logits[2 * row];
        }
        // Of two classes both ROC-AUCs are the same one.
        double[][] binary = Bootstrap.of(BinaryScores.of(positive, odds))
                .distribution(
                        new ResamplingDesign.Rows(),
                        400,
                        5,
                        1,
                        (models, into) ->
                                into[0] = RankMetrics.rocAuc(models.get(0)).orElseThrow());
        Interval one = Bootstrap.interval(distribution[0]).orElseThrow();
        Interval two = Bootstrap.interval(binary[0]).orElseThrow();
        assertThat(one.low()).isCloseTo(two.low(), within(0.01));
        assertThat(one.high()).isCloseTo(two.high(), within(0.01));
    }
}
