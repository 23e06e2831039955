package org.enhancerflow.tuning;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a trial starts with. It enters the storage in one step, so no crash leaves a trial without its parameters.
 *
 * @param claims number of the WAITING trial that starts hereby; empty for a trial that is new
 * @param distributions what each parameter can be
 * @param parameters internal values, one for every distribution
 * @param attributes notes, see {@link StudyTrial#attributes}
 */
public record NewTrial(
        OptionalInt claims,
        Map<String, Distribution> distributions,
        Map<String, Double> parameters,
        Map<String, @Nullable Object> attributes) {
    /** Checks that every parameter has a value within its distribution. */
    public NewTrial {
        if (!distributions.keySet().equals(parameters.keySet())) {
            throw new IllegalArgumentException("parameters " + parameters.keySet() + " are not those of the space");
        }
        for (Map.Entry<String, Double> entry : parameters.entrySet()) {
            Distribution distribution = distributions.get(entry.getKey());
            if (distribution == null || !distribution.contains(entry.getValue())) {
                throw new IllegalArgumentException(
                        entry.getKey() + " = " + entry.getValue() + " is not within " + distribution);
            }
        }
        distributions = Collections.unmodifiableMap(new LinkedHashMap<>(distributions));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
    }

    /** A trial that is new. */
    public NewTrial(
            Map<String, Distribution> distributions,
            Map<String, Double> parameters,
            Map<String, @Nullable Object> attributes) {
        this(OptionalInt.empty(), distributions, parameters, attributes);
    }
}
