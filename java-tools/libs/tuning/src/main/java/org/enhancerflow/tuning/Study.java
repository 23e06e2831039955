package org.enhancerflow.tuning;

import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Ask-and-tell over a storage: {@link #ask} starts a trial, the {@link RunningTrial} tells how it went.
 *
 * <p>Every trial carries the number of its draw. A trial whose worker was stopped is FAIL and marked interrupted; its draw
 * is taken again by the next trial, so the finished trials of a study that was interrupted, ordered by draw, are those of
 * a study that was not. This holds for one worker at a time; several would have to share out the draws.
 */
public final class Study {
    static final String DRAW = "enhancerflow:draw";
    static final String INTERRUPTED = "enhancerflow:interrupted";
    static final String FAILURE = "enhancerflow:failure";
    static final String CONTEXT = "enhancerflow:context";

    private final StudyStorage storage;
    private final SearchSpace space;
    private final Sampler sampler;
    private final Pruner pruner;
    private final String context;

    /**
     * Joins a storage with what chooses and stops its trials.
     *
     * @param context digest of all else that a trial's value depends on, such as data and seed: trials of different
     *     contexts cannot be compared
     * @throws TuningFormatException if the storage holds trials of another space or another context
     */
    public Study(StudyStorage storage, SearchSpace space, Sampler sampler, Pruner pruner, String context)
            throws IOException {
        this.storage = storage;
        this.space = space;
        this.sampler = sampler;
        this.pruner = pruner;
        this.context = context;
        for (StudyTrial trial : storage.trials()) {
            if (!trial.distributions().isEmpty() && !trial.distributions().equals(space.parameters())) {
                throw new TuningFormatException(
                        0, "trial " + trial.number() + " was drawn from another space, " + trial.distributions());
            }
            if (trial.attributes().get(CONTEXT) instanceof String other && !other.equals(context)) {
                throw new TuningFormatException(
                        0, "trial " + trial.number() + " was made with other data, settings or another seed");
            }
        }
    }

    /** Number of the draw a trial carries; a trial made by another program stands for its own number. */
    public static int draw(StudyTrial trial) {
        return trial.attributes().get(DRAW) instanceof Long draw ? Math.toIntExact(draw) : trial.number();
    }

    /** Whether the trial ended for good: its draw will not be taken again. */
    public static boolean isSettled(StudyTrial trial) {
        return trial.state().isFinished()
                && !Boolean.TRUE.equals(trial.attributes().get(INTERRUPTED));
    }

    /** Why a trial failed, in words, if it did and its worker could tell. */
    public static Optional<String> failure(StudyTrial trial) {
        return trial.attributes().get(FAILURE) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The trials that ended for good, by draw. */
    public List<StudyTrial> settled() throws IOException {
        return storage.trials().stream()
                .filter(Study::isSettled)
                .sorted((a, b) -> Integer.compare(draw(a), draw(b)))
                .toList();
    }

    /** The best complete trial, the one with the lowest number among equals. */
    public Optional<StudyTrial> best() throws IOException {
        StudyTrial best = null;
        double bestValue = Double.NaN;
        for (StudyTrial trial : storage.trials()) {
            Double value = trial.value();
            if (trial.state() == TrialState.COMPLETE
                    && value != null
                    && (best == null || storage.direction().isBetter(value, bestValue))) {
                best = trial;
                bestValue = value;
            }
        }
        return Optional.ofNullable(best);
    }

    /**
     * Ends what a worker left behind when it died: RUNNING trials become FAIL, and their draws are free again. Only for a
     * caller that knows that no other worker is at this study.
     *
     * @return number of trials ended
     */
    public int failAbandoned() throws IOException {
        int abandoned = 0;
        for (StudyTrial trial : storage.trials()) {
            if (trial.state() == TrialState.RUNNING) {
                storage.setAttribute(trial.number(), INTERRUPTED, true);
                abandoned += storage.finish(trial.number(), TrialState.FAIL, null) ? 1 : 0;
            }
        }
        return abandoned;
    }

    /** Starts the trial of the lowest draw that is free. */
    public RunningTrial ask() throws IOException {
        List<StudyTrial> trials = storage.trials();
        int draw = freeDraw(trials);
        Map<String, Double> parameters = sampler.sample(space, draw, storage.direction(), trials);
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put(DRAW, (long) draw);
        attributes.put(CONTEXT, context);
        int number = storage.create(new NewTrial(space.parameters(), parameters, attributes));
        return new RunningTrial(
                storage, pruner, number, draw, space.values(parameters), interruptedReports(trials, draw));
    }

    /** What earlier attempts at a draw reported before they were stopped; the latest attempt counts. */
    private static SortedMap<Long, Double> interruptedReports(List<StudyTrial> trials, int draw) {
        SortedMap<Long, Double> reports = new TreeMap<>();
        for (StudyTrial trial : trials) {
            if (trial.state() == TrialState.FAIL && !isSettled(trial) && draw(trial) == draw) {
                reports.putAll(trial.reports());
            }
        }
        return reports;
    }

    private static int freeDraw(List<StudyTrial> trials) {
        Set<Integer> taken = new HashSet<>();
        for (StudyTrial trial : trials) {
            if (isSettled(trial) || trial.state() == TrialState.RUNNING) {
                taken.add(draw(trial));
            }
        }
        int draw = 0;
        while (taken.contains(draw)) {
            draw++;
        }
        return draw;
    }
}
