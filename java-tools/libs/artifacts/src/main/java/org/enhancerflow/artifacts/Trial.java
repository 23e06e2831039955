package org.enhancerflow.artifacts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A finished trial of a search.
 *
 * @param number from 0
 * @param state {@code COMPLETE}, {@code PRUNED} or {@code FAIL}
 * @param value objective at the end, or last reported; null if nothing was reported
 * @param step last step reported, or -1
 * @param reports objective on the way, by step; not a number where the training gave none
 * @param parameters by name, as text
 */
public record Trial(
        long number,
        String state,
        @Nullable Double value,
        long step,
        SortedMap<Long, Double> reports,
        Map<String, String> parameters) {
    public Trial {
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /** A trial of whose way nothing is known. */
    public Trial(long number, String state, @Nullable Double value, long step, Map<String, String> parameters) {
        this(number, state, value, step, new TreeMap<>(), parameters);
    }
}
