package org.enhancerflow.tuning;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Ask-and-tell over a storage: {@link #ask} starts a trial, the {@link RunningTrial} tells how it went.
 *
 * <p>Every trial carries the number of its draw. A trial whose worker was stopped is FAIL and marked interrupted; its draw
 * is taken again, with the same parameters, by the next trial, so the finished trials of a study that was interrupted,
 * ordered by draw, are those of a study that was not. With several workers no draw is made twice either; which parameters
 * it gets then depends on what the others had finished.
 */
public final class Study {
    static final String DRAW = "enhancerflow:draw";
    static final String INTERRUPTED = "enhancerflow:interrupted";
    static final String FAILURE = "enhancerflow:failure";
    static final String CONTEXT = "enhancerflow:context";
    static final String WORKER = "enhancerflow:worker";
    static final String DEATHS = "enhancerflow:deaths";

    /** A trial that takes its worker down each time, say for want of memory, is given up after that many. */
    static final int MAX_DEATHS = 10;

    /** Long enough for a machine that stands still for a while, or a file system that is slow to show what others wrote. */
    public static final Duration LEASE = Duration.ofMinutes(2);

    private final StudyStorage storage;
    private final SearchSpace space;
    private final Sampler sampler;
    private final Pruner pruner;
    private final String context;
    private final Duration lease;
    private final Heartbeat heartbeat;
    private final Optional<String> self = WorkerProcess.self();

    /**
     * Joins a storage with what chooses and stops its trials.
     *
     * @param context digest of all else that a trial's value depends on, such as data and seed: trials of different
     *     contexts cannot be compared
     * @throws TuningFormatException if the storage holds trials of another space or another context
     */
    public Study(StudyStorage storage, SearchSpace space, Sampler sampler, Pruner pruner, String context)
            throws IOException {
        this(storage, space, sampler, pruner, context, LEASE);
    }

    /**
     * The same with a lease of its own.
     *
     * @param lease a worker of which nothing is heard for this long counts as dead; workers give a sign of life four times
     *     as often
     */
    public Study(
            StudyStorage storage, SearchSpace space, Sampler sampler, Pruner pruner, String context, Duration lease)
            throws IOException {
        this.storage = storage;
        this.space = space;
        this.sampler = sampler;
        this.pruner = pruner;
        this.context = context;
        this.lease = lease;
        this.heartbeat = new Heartbeat(storage, lease);
        for (StudyTrial trial : storage.trials()) {
            checkSpace(trial);
            if (trial.attributes().get(CONTEXT) instanceof String other && !other.equals(context)) {
                throw new TuningFormatException(
                        0, "trial " + trial.number() + " was made with other data, settings or another seed");
            }
        }
    }

    /** Another program's trial may lack parameters while it has no value; what it has must be of this space. */
    private void checkSpace(StudyTrial trial) {
        boolean whole = trial.state() == TrialState.COMPLETE || trial.state() == TrialState.PRUNED;
        boolean fits = whole
                ? trial.distributions().equals(space.parameters())
                : space.parameters()
                        .entrySet()
                        .containsAll(trial.distributions().entrySet());
        if (!fits) {
            throw new TuningFormatException(
                    0, "trial " + trial.number() + " was drawn from another space, " + trial.distributions());
        }
    }

    /** Number of the draw a trial carries; a trial made by another program stands for its own number. */
    public static int draw(StudyTrial trial) {
        return trial.attributes().get(DRAW) instanceof Long draw ? Math.toIntExact(draw) : trial.number();
    }

    /** Whether the trial ended for good: its draw will not be taken again. */
    public static boolean isSettled(StudyTrial trial) {
        if (trial.state() == TrialState.FAIL) {
            // A FAIL of ours has its reason; without one an Optuna worker has ended what it took for dead.
            return !trial.attributes().containsKey(DRAW) || trial.attributes().containsKey(FAILURE);
        }
        return trial.state().isFinished();
    }

    /** Why a trial failed, in words, if it did and its worker could tell. */
    public static Optional<String> failure(StudyTrial trial) {
        return trial.attributes().get(FAILURE) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** The trials that ended for good, by draw; one for each. */
    public List<StudyTrial> settled() throws IOException {
        SortedMap<Integer, StudyTrial> settled = new TreeMap<>();
        for (StudyTrial trial : storage.trials()) {
            if (isSettled(trial)) {
                // Another program's trial, while it ran, may have had the number of a draw of ours.
                settled.putIfAbsent(draw(trial), trial);
            }
        }
        return List.copyOf(settled.values());
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

    /** The history without attempts that were cut off and are made again. */
    static StudyHistory uninterrupted(StudyHistory history) {
        List<StudyTrial> kept = history.trials().stream()
                .filter(trial -> !trial.state().isFinished() || isSettled(trial))
                .toList();
        return kept.size() == history.trials().size() ? history : history.of(kept);
    }

    /**
     * Ends what workers left behind when they died: their RUNNING trials become FAIL, and their draws are free again, with
     * the same parameters. A worker counts as dead when its process is known to be gone, or when nothing has been heard of
     * it for the time of the lease. A trial whose workers died {@value #MAX_DEATHS} times is FAIL for good. Other programs'
     * trials are left alone.
     *
     * @return number of trials ended
     */
    public int failAbandoned() throws IOException {
        List<StudyTrial> running = storage.trials().stream()
                .filter(trial -> trial.state() == TrialState.RUNNING)
                .filter(trial -> trial.attributes().containsKey(DRAW))
                .toList();
        Set<Integer> silent = running.isEmpty() ? Set.of() : storage.silent(lease);
        int abandoned = 0;
        for (StudyTrial trial : running) {
            boolean dead = silent.contains(trial.number())
                    || WorkerProcess.isGone(trial.attributes().get(WORKER));
            abandoned += dead && abandon(trial) ? 1 : 0;
        }
        return abandoned;
    }

    /** False if another worker, or its own after all, ended it first. */
    private boolean abandon(StudyTrial trial) throws IOException {
        long deaths = 1 + (trial.attributes().get(DEATHS) instanceof Long before ? before : 0);
        Map<String, @Nullable Object> notes = new LinkedHashMap<>();
        notes.put(DEATHS, deaths);
        if (deaths < MAX_DEATHS) {
            notes.put(INTERRUPTED, true);
        } else {
            notes.put(FAILURE, "its worker died " + deaths + " times");
        }
        return storage.finish(trial.number(), TrialState.FAIL, null, notes);
    }

    /**
     * Puts a trial into the line: the next one to start takes these values, and the sampler's for what they leave out.
     *
     * @param values as a training uses them, by parameter
     * @throws IllegalArgumentException for a parameter or a value that the space does not have
     */
    public void enqueue(Map<String, ?> values) throws IOException {
        values.forEach((name, value) -> {
            Distribution distribution = space.parameters().get(name);
            if (distribution == null || distribution.internal(value) == null) {
                throw new IllegalArgumentException("the search space has no " + name + " = " + value);
            }
        });
        storage.enqueue(values);
    }

    /** Starts the trial of the lowest draw that is free. */
    public RunningTrial ask() throws IOException {
        return ask(Integer.MAX_VALUE).orElseThrow();
    }

    /**
     * Starts the trial of the lowest draw that is free: one whose worker was stopped first, then what waits in line, then
     * one of the sampler's. Safe with any number of workers: none gets the draw of another.
     *
     * @param limit draws in all
     * @return empty when every draw below the limit is finished or at work
     */
    public Optional<RunningTrial> ask(int limit) throws IOException {
        Start[] chosen = new Start[1];
        OptionalInt number = storage.start(history -> {
            Start start = choose(history, limit);
            chosen[0] = start;
            return start == null ? null : start.trial();
        });
        Start start = chosen[0];
        if (number.isEmpty() || start == null) {
            return Optional.empty();
        }
        return Optional.of(new RunningTrial(
                storage,
                pruner,
                number.getAsInt(),
                start.draw(),
                space.values(start.trial().parameters()),
                start.reports(),
                start.attempts(),
                heartbeat.start(number.getAsInt())));
    }

    /** A trial about to start, with what earlier attempts at its draw reported. */
    private record Start(int draw, NewTrial trial, SortedMap<Long, Double> reports, List<Integer> attempts) {}

    private @Nullable Start choose(StudyHistory history, int limit) {
        int draw = freeDraw(history.trials());
        if (draw >= limit) {
            return null;
        }
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put(DRAW, (long) draw);
        attributes.put(CONTEXT, context);
        self.ifPresent(worker -> attributes.put(WORKER, worker));
        List<Integer> attempts = new ArrayList<>();
        SortedMap<Long, Double> reports = new TreeMap<>();
        StudyTrial attempt = null;
        StudyTrial waiting = null;
        for (StudyTrial trial : history.trials()) {
            if (trial.state() == TrialState.FAIL && !isSettled(trial) && draw(trial) == draw) {
                attempt = trial;
                attempts.add(trial.number());
                reports.putAll(trial.reports());
            } else if (trial.state() == TrialState.WAITING && waiting == null) {
                waiting = trial;
            }
        }
        if (attempt != null
                && attempt.parameters().keySet().equals(space.parameters().keySet())) {
            if (attempt.attributes().get(DEATHS) instanceof Long deaths) {
                attributes.put(DEATHS, deaths);
            }
            return new Start(
                    draw, new NewTrial(space.parameters(), attempt.parameters(), attributes), reports, attempts);
        }
        Map<String, Double> parameters = new LinkedHashMap<>(sampler.sample(space, draw, uninterrupted(history)));
        OptionalInt claims = OptionalInt.empty();
        if (waiting != null) {
            parameters.putAll(wishes(waiting));
            claims = OptionalInt.of(waiting.number());
        }
        return new Start(draw, new NewTrial(claims, space.parameters(), parameters, attributes), reports, attempts);
    }

    /** The values a waiting trial shall have; as in Optuna, one that the space does not have is not heeded. */
    private Map<String, Double> wishes(StudyTrial waiting) {
        Map<String, Double> wishes = new LinkedHashMap<>();
        if (waiting.systemAttributes().get(StudyTrial.WISHES) instanceof Map<?, ?> values) {
            space.parameters().forEach((name, distribution) -> {
                Double internal = values.containsKey(name) ? distribution.internal(values.get(name)) : null;
                if (internal != null) {
                    wishes.put(name, internal);
                }
            });
        }
        return wishes;
    }

    private static int freeDraw(List<StudyTrial> trials) {
        BitSet taken = new BitSet();
        for (StudyTrial trial : trials) {
            // Nobody can tell whether another program's worker is alive: its trial counts once it has ended.
            boolean running =
                    trial.state() == TrialState.RUNNING && trial.attributes().containsKey(DRAW);
            if (running || isSettled(trial)) {
                taken.set(draw(trial));
            }
        }
        return taken.nextClearBit(0);
    }
}
