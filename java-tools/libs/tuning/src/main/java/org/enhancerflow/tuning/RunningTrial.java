package org.enhancerflow.tuning;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A trial that this worker is at. It ends with exactly one of complete, prune, fail, interrupt; until then it gives signs of
 * life by itself. Whatever ends it throws a {@link TrialLostException} when another worker has ended it before.
 */
public final class RunningTrial {
    private final StudyStorage storage;
    private final Pruner pruner;
    private final int number;
    private final int draw;
    private final Map<String, @Nullable Object> values;
    private final List<Integer> attempts;
    private final Heartbeat.Beating beating;
    private SortedMap<Long, Double> earlier;

    RunningTrial(
            StudyStorage storage,
            Pruner pruner,
            int number,
            int draw,
            Map<String, @Nullable Object> values,
            SortedMap<Long, Double> earlier,
            List<Integer> attempts,
            Heartbeat.Beating beating) {
        this.storage = storage;
        this.pruner = pruner;
        this.number = number;
        this.draw = draw;
        this.values = values;
        this.earlier = earlier;
        this.attempts = attempts;
        this.beating = beating;
    }

    /** Place in the storage, from 0; interrupted trials count. */
    public int number() {
        return number;
    }

    /** Number of its draw, from 0; the same when an interrupted trial is taken up again. */
    public int draw() {
        return draw;
    }

    /** Numbers of earlier trials of this draw, whose workers were stopped or died; the latest last. */
    public List<Integer> attempts() {
        return attempts;
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
     * @throws TrialLostException if another worker has ended it
     */
    public boolean report(long step, double value) throws IOException {
        carryOver(step);
        return reportAndAsk(step, value);
    }

    /** Tells the value of the last step: as {@link #report}, but there is nothing left to prune, and the pruner is not asked. */
    public void reportLast(long step, double value) throws IOException {
        carryOver(step);
        storage.report(number, step, value);
    }

    private boolean reportAndAsk(long step, double value) throws IOException {
        storage.report(number, step, value);
        StudyHistory history = storage.history();
        StudyTrial trial = history.trials().get(number);
        if (trial.state().isFinished()) {
            throw lost();
        }
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
        finish(TrialState.COMPLETE, value, Map.of());
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
        finish(TrialState.PRUNED, last == null || last.isNaN() ? null : last, Map.of());
    }

    /** Ends it without a value, for good: the same parameters would fail again. */
    public void fail(String reason) throws IOException {
        finish(TrialState.FAIL, null, Map.of(Study.FAILURE, reason));
    }

    /** Ends it because the worker has to stop; the study takes its draw again later. */
    public void interrupt() throws IOException {
        beating.close();
        storage.finish(number, TrialState.FAIL, null, Map.of(Study.INTERRUPTED, true));
    }

    /** Whether another worker has ended it. */
    public boolean isLost() throws IOException {
        return storage.trials().get(number).state().isFinished();
    }

    private void finish(TrialState state, @Nullable Double value, Map<String, ?> attributes) throws IOException {
        beating.close();
        if (!storage.finish(number, state, value, attributes)) {
            throw lost();
        }
    }

    private TrialLostException lost() {
        beating.close();
        return new TrialLostException(draw);
    }
}
