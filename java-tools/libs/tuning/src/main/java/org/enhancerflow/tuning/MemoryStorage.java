package org.enhancerflow.tuning;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A study that ends with its process. */
public final class MemoryStorage implements StudyStorage {
    private final String name;
    private final Direction direction;
    private final List<TrialRecord> trials = new ArrayList<>();

    /** Starts an empty study. */
    public MemoryStorage(String name, Direction direction) {
        this.name = name;
        this.direction = direction;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public synchronized OptionalInt start(Chooser chooser) {
        NewTrial trial = chooser.choose(new StudyHistory(name, direction, trials()));
        if (trial == null) {
            return OptionalInt.empty();
        }
        TrialRecord record;
        if (trial.claims().isPresent()) {
            record = trials.get(trial.claims().getAsInt());
        } else {
            record = new TrialRecord(trials.size(), TrialState.RUNNING);
            trials.add(record);
        }
        record.start(trial);
        return OptionalInt.of(record.number());
    }

    @Override
    public synchronized int enqueue(Map<String, ?> wishes) {
        TrialRecord record = new TrialRecord(trials.size(), TrialState.WAITING);
        record.systemAttribute(StudyTrial.WISHES, new LinkedHashMap<>(wishes));
        trials.add(record);
        return record.number();
    }

    @Override
    public synchronized void report(int number, long step, double value) {
        change(number, trial -> trial.report(step, value));
    }

    @Override
    public synchronized void setAttribute(int number, String key, @Nullable Object value) {
        change(number, trial -> trial.attribute(key, value));
    }

    @Override
    public synchronized void setSystemAttribute(int number, String key, @Nullable Object value) {
        change(number, trial -> trial.systemAttribute(key, value));
    }

    @Override
    public synchronized boolean finish(
            int number, TrialState state, @Nullable Double value, Map<String, ?> attributes) {
        StudyStorage.checkFinish(state, value);
        return change(number, trial -> {
            attributes.forEach(trial::attribute);
            trial.state(state);
            trial.values(value == null ? List.of() : List.of(value));
        });
    }

    @Override
    public synchronized boolean beat(int number) {
        return change(number, TrialRecord::changed);
    }

    /** False, with nothing done, if the trial is finished. */
    private boolean change(int number, Consumer<TrialRecord> edit) {
        TrialRecord trial = trials.get(number);
        if (trial.state().isFinished()) {
            return false;
        }
        edit.accept(trial);
        return true;
    }

    @Override
    public synchronized Set<Integer> silent(Duration time) {
        return trials.stream()
                .filter(trial -> trial.isSilent(time))
                .map(TrialRecord::number)
                .collect(Collectors.toSet());
    }

    @Override
    public synchronized List<StudyTrial> trials() {
        return trials.stream().map(TrialRecord::snapshot).toList();
    }
}
