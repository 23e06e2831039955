package org.enhancerflow.tools.evaluate;

import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Interval;
import org.enhancerflow.statistics.ResamplingDesign;
import org.enhancerflow.statistics.Softmax;

/**
 * A model's answers for the reverse complements of test windows. An enhancer has no strand: a model that calls its two strands
 * differently says how far it can be trusted, and the mean of both is the better answer.
 */
final class OtherStrand {
    private final LabelledLogits given;
    private final LabelledLogits reverse;

    /**
     * Keeps the answers.
     *
     * @param rows of the test table
     * @param test answers for the windows as they are
     * @param logits by row given: the other strand's, classes in the table's order
     */
    OtherStrand(int[] rows, LabelledLogits test, float[][] logits) {
        given = test.select(rows);
        reverse = given.with(logits);
    }

    /** At most so many rows of a table, evenly apart. */
    static int[] spread(int size, int most) {
        int count = Math.min(size, most);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * size / count))
                .toArray();
    }

    /** How the strands agree, and what the mean of their logits is worth, at the temperature and threshold given. */
    Strata.ReverseComplement compare(
            String positiveLabel, double temperature, double threshold, Resampling resampling) {
        int positive = given.labels().indexOf(positiveLabel);
        double[] forward = given.logOdds(positive, temperature);
        double[] backward = reverse.logOdds(positive, temperature);
        double[] differences = new double[forward.length];
        long flips = 0;
        for (int row = 0; row < forward.length; row++) {
            double one = Softmax.probability(forward[row]);
            double other = Softmax.probability(backward[row]);
            flips += one >= threshold == other >= threshold ? 0 : 1;
            differences[row] = Math.abs(one - other);
        }
        DoubleSummaryStatistics summary = Arrays.stream(differences).summaryStatistics();
        return new Strata.ReverseComplement(
                forward.length,
                estimate((double) flips / forward.length, Interval.wilson(flips, forward.length)),
                estimate(summary.getAverage(), Interval.ofMean(differences)),
                summary.getMax(),
                values(given, positive, temperature, threshold, resampling),
                values(given.meanWith(reverse), positive, temperature, threshold, resampling));
    }

    private static Estimate estimate(double value, Interval interval) {
        return new Estimate(value, interval.low(), interval.high());
    }

    private static Map<String, Estimate> values(
            LabelledLogits table, int positive, double temperature, double threshold, Resampling resampling) {
        BinaryScores scores = Evaluation.scores(table, positive, temperature);
        return MetricTable.brief(threshold).estimates(scores, new ResamplingDesign.Rows(), resampling);
    }
}
