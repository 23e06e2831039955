package org.enhancerflow.tuning;

import java.time.Duration;
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

    private long lastSign = System.nanoTime();

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
        changed();
        state = TrialState.RUNNING;
        distributions.putAll(trial.distributions());
        parameters.putAll(trial.parameters());
        attributes.putAll(trial.attributes());
    }

    void state(TrialState now) {
        changed();
        state = now;
    }

    void values(List<Double> now) {
        changed();
        values = now;
    }

    void parameter(String name, Distribution distribution, double internal) {
        changed();
        distributions.put(name, distribution);
        parameters.put(name, internal);
    }

    void report(long step, double value) {
        changed();
        reports.put(step, value);
    }

    void attribute(String key, @Nullable Object value) {
        changed();
        attributes.put(key, value);
    }

    void systemAttribute(String key, @Nullable Object value) {
        changed();
        systemAttributes.put(key, value);
    }

    /** Notes a change, or a mere sign of life of its worker. */
    void changed() {
        lastSign = System.nanoTime();
        snapshot = null;
    }

    /** Whether it is RUNNING and nothing has been heard of it for this time. */
    boolean isSilent(Duration time) {
        return state == TrialState.RUNNING && System.nanoTime() - lastSign >= time.toNanos();
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
