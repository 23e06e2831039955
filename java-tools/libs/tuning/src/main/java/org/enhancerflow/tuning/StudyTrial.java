package org.enhancerflow.tuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A trial as it stands in a storage: a snapshot.
 *
 * @param number place in the study, from 0
 * @param state where it stands
 * @param values one per objective when COMPLETE; the last report when PRUNED; empty otherwise
 * @param distributions what each parameter could have been
 * @param parameters internal values, see {@link Distribution}
 * @param reports value by step, not a number where the training gave none
 * @param attributes notes: text, numbers, truth values, null, lists and maps of these
 * @param systemAttributes the same of samplers, pruners and queues, under Optuna's names
 */
public record StudyTrial(
        int number,
        TrialState state,
        List<Double> values,
        Map<String, Distribution> distributions,
        Map<String, Double> parameters,
        SortedMap<Long, Double> reports,
        Map<String, @Nullable Object> attributes,
        Map<String, @Nullable Object> systemAttributes) {
    /** In {@link #systemAttributes}: a map of the values a waiting trial shall have, as a training uses them. */
    public static final String WISHES = "fixed_params";

    /** Copies what it is given, keeping the order. */
    public StudyTrial {
        // Not List.copyOf and Map.copyOf: these change the order, and attributes hold nulls.
        values = Collections.unmodifiableList(new ArrayList<>(values));
        distributions = Collections.unmodifiableMap(new LinkedHashMap<>(distributions));
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        reports = Collections.unmodifiableSortedMap(new TreeMap<>(reports));
        attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
        systemAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(systemAttributes));
    }

    /** The value of a study with one objective, or null if the trial has none. */
    public @Nullable Double value() {
        return values.isEmpty() ? null : values.get(0);
    }
}
