package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code comparison.json}: models on the same windows of one test set, each pair of them, and the spread of runs that differ
 * in the seed alone.
 *
 * @param testSet the test set's name
 * @param positiveLabel the class that scores speak of
 * @param windows test windows
 * @param positives those of the positive class
 * @param models names, in the order given
 * @param pairs every pair of models, each once
 * @param replicates one entry for every model that was trained with several seeds
 */
public record Comparison(
        String testSet,
        String positiveLabel,
        long windows,
        long positives,
        List<String> models,
        List<Pair> pairs,
        List<Replicates> replicates) {
    public Comparison {
        models = List.copyOf(models);
        pairs = List.copyOf(pairs);
        replicates = List.copyOf(replicates);
    }

    /**
     * Two models.
     *
     * @param first name
     * @param second name
     * @param rocAuc the first's ROC-AUC less the second's
     * @param prAuc the first's average precision less the second's
     * @param delong DeLong's test of the ROC-AUCs; null where it is not defined
     * @param mcnemar McNemar's test of the calls at each model's own threshold
     */
    public record Pair(
            String first,
            String second,
            Difference rocAuc,
            Difference prAuc,
            @Nullable DeLong delong,
            McNemar mcnemar) {}

    /**
     * A difference between two models by the paired bootstrap: both are measured on the same resampled windows.
     *
     * @param value the difference; null where it is not defined
     * @param low lower end of its 95 % interval; null without resamples
     * @param high upper end
     * @param p two-sided p value of no difference; never below 2 / (resamples + 1)
     */
    public record Difference(@Nullable Double value, @Nullable Double low, @Nullable Double high, @Nullable Double p) {}

    /** The difference of ROC-AUCs in standard errors and its two-sided p value (DeLong, DeLong, Clarke-Pearson 1988). */
    public record DeLong(double z, double p) {}

    /**
     * Windows that only one of the two calls rightly (McNemar 1947).
     *
     * @param onlyFirst windows that the first alone calls rightly
     * @param onlySecond windows that the second alone calls rightly
     * @param p two-sided: exact binomial up to 1,000 such windows, beyond by the normal approximation with continuity
     *     correction
     */
    public record McNemar(long onlyFirst, long onlySecond, double p) {}

    /**
     * Runs of one model that differ in the seed.
     *
     * @param model the name they share
     * @param runs their own names
     * @param values by metric, as in metrics.json
     */
    public record Replicates(String model, List<String> runs, Map<String, Spread> values) {
        public Replicates {
            runs = List.copyOf(runs);
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /** Mean, standard deviation (divisor runs - 1; null for one run), least and greatest of the runs where it is defined. */
    public record Spread(long runs, double mean, @Nullable Double deviation, double low, double high) {}

    /** The same under another name of the test set. */
    public Comparison withTestSet(String name) {
        return new Comparison(name, positiveLabel, windows, positives, models, pairs, replicates);
    }

    /** Reads the file. */
    public static Comparison read(Path file) throws IOException {
        return Json.read(file, Comparison.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
