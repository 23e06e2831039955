package org.enhancerflow.tools.search;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.learning.TrainingOptions;
import org.enhancerflow.learning.TrainingTask;
import org.enhancerflow.tuning.CategoricalDistribution;
import org.enhancerflow.tuning.Distribution;
import org.enhancerflow.tuning.FloatDistribution;
import org.enhancerflow.tuning.IntDistribution;
import org.enhancerflow.tuning.SearchSpace;
import org.jspecify.annotations.Nullable;

/**
 * The trainings a search chooses among: what all have in common, checked before the first one starts.
 *
 * @param options what is the same in every trial
 * @param stores windows to train on and to evaluate on
 */
record Candidates(TrainingOptions options, TrainingOptions.Stores stores) {

    /**
     * Checks that the fixed settings, and every end of every parameter of the space, make a training.
     *
     * @throws UsageException for a setting that is none, or is searched over too
     * @throws BadInputException for a parameter that the model does not know or that leaves its bounds
     */
    static Candidates of(TrainingOptions options, SearchSpace space, Path spaceFile, TrainingOptions.Stores stores)
            throws IOException {
        Candidates candidates = new Candidates(options, stores);
        try {
            candidates.task(Map.of());
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        for (Map.Entry<String, Distribution> entry : space.parameters().entrySet()) {
            String name = entry.getKey();
            if (options.settings().containsKey(name)) {
                throw new UsageException("--set gives " + name + ", which the search space varies: leave one out");
            }
            for (Object end : ends(entry.getValue())) {
                candidates.check(name, end, spaceFile);
            }
        }
        return candidates;
    }

    private static List<@Nullable Object> ends(Distribution distribution) {
        if (distribution instanceof FloatDistribution real) {
            return List.of(real.low(), real.high());
        }
        if (distribution instanceof IntDistribution whole) {
            return List.of(whole.low(), whole.high());
        }
        return ((CategoricalDistribution) distribution).choices();
    }

    private void check(String name, @Nullable Object value, Path spaceFile) throws IOException {
        try {
            task(Map.of(name, String.valueOf(value)));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(
                    spaceFile, "parameter '" + name + "': " + e.getMessage(), "correct the search space");
        }
    }

    /**
     * The training of a trial.
     *
     * @param chosen the trial's own settings, as text
     * @throws IllegalArgumentException if the settings do not go together
     */
    TrainingTask task(Map<String, String> chosen) throws IOException {
        Map<String, String> given = new LinkedHashMap<>(options.settings());
        given.putAll(chosen);
        return options.task(given, stores);
    }
}
