package org.enhancerflow.artifacts;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A finished trial of a search.
 *
 * @param number from 0
 * @param state {@code COMPLETE}, {@code PRUNED} or {@code FAIL}
 * @param value objective at the end, or last reported; null if nothing was reported
 * @param step last step reported, or -1
 * @param parameters by name, as text
 */
public record Trial(long number, String state, @Nullable Double value, long step, Map<String, String> parameters) {
    public Trial {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }
}
