package org.enhancerflow.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The radix sort against the JDK's, on scores whose bits differ in few places, in all, or in the lowest alone. */
final class ScoreOrderTest {
    private static final int MANY = 30_000;

    private static void check(DoubleSupplier scores) {
        long[] keys = new long[MANY];
        Arrays.setAll(keys, i -> ScoreOrder.key(scores.getAsDouble()));
        long[] expected = keys.clone();
        Arrays.sort(expected);
        assertThat(ScoreOrder.sorted(keys)).isEqualTo(expected);
    }

    @Test
    void large_sets_are_in_order_whatever_their_bits_are() {
        Random random = new Random(5);
        check(random::nextDouble);
        check(random::nextGaussian);
        check(() -> (double) random.nextFloat());
        check(() -> random.nextInt(50) / 50.0);
        check(() -> 0.25);
        check(() -> Double.longBitsToDouble(Double.doubleToLongBits(0.5) + random.nextInt(5_000)));
        // The upper bits the same for all but one, so that comparisons do the work.
        check(() -> random.nextInt(MANY) == 0 ? -1e300 : 1 + random.nextInt(9_000) * Math.ulp(1.0));
        check(() -> random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
        double[] ends = {
            0.0,
            -0.0,
            Double.MIN_VALUE,
            -Double.MIN_VALUE,
            Double.MAX_VALUE,
            -Double.MAX_VALUE,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY
        };
        check(() -> ends[random.nextInt(ends.length)]);
    }

    @Property
    void keys_fall_as_scores_rise_and_give_the_score_back(@ForAll double a, @ForAll double b) {
        assertThat(Long.compare(ScoreOrder.key(b), ScoreOrder.key(a))).isEqualTo(Double.compare(a + 0.0, b + 0.0));
        assertThat(ScoreOrder.score(ScoreOrder.key(a))).isEqualTo(a + 0.0);
    }

    @Test
    void groups_of_a_large_set_are_those_of_its_rows() {
        Random random = new Random(6);
        double[] scores = new double[MANY];
        boolean[] positive = new boolean[MANY];
        for (int row = 0; row < MANY; row++) {
            scores[row] = (random.nextInt(4_000) - 2_000) / 7.0;
            positive[row] = random.nextInt(3) == 0;
        }
        BinaryScores grouped = BinaryScores.of(positive, scores);
        int[] groups = grouped.groupsOfRows();
        int[] positives = new int[grouped.groups()];
        int[] negatives = new int[grouped.groups()];
        for (int row = 0; row < MANY; row++) {
            assertThat(grouped.scoreAt(groups[row])).isEqualTo(scores[row]);
            (positive[row] ? positives : negatives)[groups[row]]++;
        }
        for (int group = 0; group < grouped.groups(); group++) {
            assertThat(grouped.positivesAt(group)).isEqualTo(positives[group]);
            assertThat(grouped.negativesAt(group)).isEqualTo(negatives[group]);
        }
    }
}
