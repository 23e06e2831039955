package org.enhancerflow.tuning;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A study that ends with its process. */
public final class MemoryStorage implements StudyStorage {
    private final Direction direction;
    private final List<TrialRecord> trials = new ArrayList<>();

    /** Starts an empty study. */
    public MemoryStorage(Direction direction) {
        this.direction = direction;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public synchronized int create(NewTrial trial) {
        TrialRecord record = new TrialRecord(trials.size());
        record.start(trial);
        trials.add(record);
        return record.number;
    }

    @Override
    public synchronized void report(int number, long step, double value) {
        TrialRecord trial = trials.get(number);
        if (!trial.state.isFinished()) {
            trial.reports.put(step, value);
        }
    }

    @Override
    public synchronized void setAttribute(int number, String key, @Nullable Object value) {
        TrialRecord trial = trials.get(number);
        if (!trial.state.isFinished()) {
            trial.attributes.put(key, value);
        }
    }

    @Override
    public synchronized boolean finish(int number, TrialState state, @Nullable Double value) {
        StudyStorage.checkFinish(state, value);
        TrialRecord trial = trials.get(number);
        if (trial.state.isFinished()) {
            return false;
        }
        trial.state = state;
        trial.values = value == null ? List.of() : List.of(value);
        return true;
    }

    @Override
    public synchronized List<StudyTrial> trials() {
        return trials.stream().map(TrialRecord::snapshot).toList();
    }
}
