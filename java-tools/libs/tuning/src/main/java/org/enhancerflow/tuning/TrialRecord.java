package org.enhancerflow.tuning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trial while a storage builds it up. */
final class TrialRecord {
    private final int number;
    private TrialState state;
    private List<Double> values = List.of();
    private final Map<String, Distribution> distributions = new LinkedHashMap<>();
    private final Map<String, Double> parameters = new LinkedHashMap<>();
    private final TreeMap<Long, Double> reports = new TreeMap<>();
    private final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> systemAttributes = new LinkedHashMap<>();

    /** Kept until something changes: studies are looked at far more often than any one trial changes. */
    private @Nullable StudyTrial snapshot;

    TrialRecord(int number, TrialState state) {
        this.number = number;
        this.state = state;
    }

    int number() {
        return number;
    }

    TrialState state() {
        return state;
    }

    /** Starts it, or takes it up if it was waiting. */
    void start(NewTrial trial) {
        snapshot = null;
        state = TrialState.RUNNING;
        distributions.putAll(trial.distributions());
        parameters.putAll(trial.parameters());
        attributes.putAll(trial.attributes());
    }

    void state(TrialState now) {
        snapshot = null;
        state = now;
    }

    void values(List<Double> now) {
        snapshot = null;
        values = now;
    }

    void parameter(String name, Distribution distribution, double internal) {
        snapshot = null;
        distributions.put(name, distribution);
        parameters.put(name, internal);
    }

    void report(long step, double value) {
        snapshot = null;
        reports.put(step, value);
    }

    void attribute(String key, @Nullable Object value) {
        snapshot = null;
        attributes.put(key, value);
    }

    void systemAttribute(String key, @Nullable Object value) {
        snapshot = null;
        systemAttributes.put(key, value);
    }

    StudyTrial snapshot() {
        StudyTrial taken = snapshot;
        if (taken == null) {
            taken = new StudyTrial(
                    number, state, values, distributions, parameters, reports, attributes, systemAttributes);
            snapshot = taken;
        }
        return taken;
    }
}
