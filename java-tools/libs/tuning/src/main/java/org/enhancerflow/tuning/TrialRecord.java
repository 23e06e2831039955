package org.enhancerflow.tuning;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A trial while a storage builds it up. */
final class TrialRecord {
    final int number;
    TrialState state = TrialState.RUNNING;
    List<Double> values = List.of();
    final Map<String, Distribution> distributions = new LinkedHashMap<>();
    final Map<String, Double> parameters = new LinkedHashMap<>();
    final TreeMap<Long, Double> reports = new TreeMap<>();
    final Map<String, @Nullable Object> attributes = new LinkedHashMap<>();

    TrialRecord(int number) {
        this.number = number;
    }

    void start(NewTrial trial) {
        distributions.putAll(trial.distributions());
        parameters.putAll(trial.parameters());
        attributes.putAll(trial.attributes());
    }

    StudyTrial snapshot() {
        return new StudyTrial(number, state, values, distributions, parameters, reports, attributes);
    }
}
