package org.enhancerflow.tuning;

import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A trial that this worker is at. It ends with exactly one of complete, prune, fail, interrupt. */
public final class RunningTrial {
    private final StudyStorage storage;
    private final Pruner pruner;
    private final int number;
    private final int draw;
    private final Map<String, @Nullable Object> values;
    private SortedMap<Long, Double> earlier;

    RunningTrial(
            StudyStorage storage,
            Pruner pruner,
            int number,
            int draw,
            Map<String, @Nullable Object> values,
            SortedMap<Long, Double> earlier) {
        this.storage = storage;
        this.pruner = pruner;
        this.number = number;
        this.draw = draw;
        this.values = values;
        this.earlier = earlier;
    }

    /** Place in the storage, from 0; interrupted trials count. */
    public int number() {
        return number;
    }

    /** Number of its draw, from 0; the same when an interrupted trial is taken up again. */
    public int draw() {
        return draw;
    }

    /** Parameter values as a training uses them, by name, in the order of the space. */
    public Map<String, @Nullable Object> values() {
        return values;
    }

    /**
     * Tells a value on the way. If this draw was interrupted before, and its training goes on from a checkpoint, the first
     * report also brings over what was reported for the steps before it, and the pruner is asked again as it was then.
     *
     * @return whether the pruner advises to stop
     */
    public boolean report(long step, double value) throws IOException {
        carryOver(step);
        return reportAndAsk(step, value);
    }

    private boolean reportAndAsk(long step, double value) throws IOException {
        storage.report(number, step, value);
        StudyHistory history = storage.history();
        StudyTrial trial = history.trials().get(number);
        return pruner.shouldPrune(
                Study.uninterrupted(history), trial, (key, note) -> storage.setSystemAttribute(number, key, note));
    }

    /** Ends it with its value; a value that is not a number makes it FAIL. */
    public void complete(double value) throws IOException {
        if (Double.isNaN(value)) {
            fail("the value is not a number");
            return;
        }
        carryOver(Long.MAX_VALUE);
        storage.finish(number, TrialState.COMPLETE, value);
    }

    private void carryOver(long before) throws IOException {
        for (Map.Entry<Long, Double> report : earlier.headMap(before).entrySet()) {
            // The advice was to go on, or there would be no later attempt; what the pruner notes is the same as then.
            reportAndAsk(report.getKey(), report.getValue());
        }
        earlier = Collections.emptySortedMap();
    }

    /** Ends it early; its value is that of the last report. */
    public void prune() throws IOException {
        var reports = storage.trials().get(number).reports();
        Double last = reports.isEmpty() ? null : reports.get(reports.lastKey());
        storage.finish(number, TrialState.PRUNED, last == null || last.isNaN() ? null : last);
    }

    /** Ends it without a value, for good: the same parameters would fail again. */
    public void fail(String reason) throws IOException {
        storage.setAttribute(number, Study.FAILURE, reason);
        storage.finish(number, TrialState.FAIL, null);
    }

    /** Ends it because the worker has to stop; the study takes its draw again later. */
    public void interrupt() throws IOException {
        storage.setAttribute(number, Study.INTERRUPTED, true);
        storage.finish(number, TrialState.FAIL, null);
    }
}
