package org.enhancerflow.learning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.OptimizerSettings;
import org.enhancerflow.engine.RandomStream;
import org.enhancerflow.engine.ScriptException;
import org.enhancerflow.engine.StepResult;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network: steps over shuffled epochs, evaluation on the validation windows in between, the best weights by validation average
 * precision kept. Never sees a test window.
 *
 * <p>Everything random in a step follows from the seed and the step's number, so that a run continued from a checkpoint is, on a CPU, equal
 * bit by bit to one that never stopped.
 */
public final class Trainer {

    /** A training step on some batches: {@link Network#step}. */
    @FunctionalInterface
    interface Stepper {
        StepResult step(List<Batch> batches, OptimizerSettings settings, double learningRate, long step, long seed);
    }

    private final Network network;
    private final Stepper stepper;
    private final TrainingTask task;
    private final Hyperparameters parameters;
    private final TokenStore train;
    private final long seed;
    private final TrainingListener listener;
    private final @Nullable Checkpoints checkpoints;
    private final Prefetch batches;
    private TrainingState state;
    private List<float[]> best = List.of();

    private Trainer(
            Network network,
            Stepper stepper,
            TrainingTask task,
            Prefetch batches,
            long seed,
            TrainingListener listener,
            @Nullable Checkpoints checkpoints) {
        this.network = network;
        this.stepper = stepper;
        this.task = task;
        this.parameters = task.hyperparameters();
        this.train = task.train();
        this.seed = seed;
        this.listener = listener;
        this.checkpoints = checkpoints;
        this.state = TrainingState.start(MicroBatch.first(network.torch(), train, parameters.batchSize()));
        this.batches = batches;
    }

    /**
     * Trains to the end, or until the listener stops it.
     *
     * @param network with the parameters to start from; afterwards it holds those of the last step
     * @param seed of data order and dropout
     * @param checkpoints where to continue from and to save to; null for a training that is not worth it
     * @throws DivergedException when the loss is no finite number
     * @throws TrainingInterruptedException when the listener interrupts; a checkpoint is saved before
     */
    public static TrainingResult run(
            Network network, TrainingTask task, long seed, TrainingListener listener, @Nullable Checkpoints checkpoints)
            throws IOException {
        return run(network, network::step, task, seed, listener, checkpoints);
    }

    /** The same with another way to make a step, for what a device may do that this one does not. */
    static TrainingResult run(
            Network network,
            Stepper stepper,
            TrainingTask task,
            long seed,
            TrainingListener listener,
            @Nullable Checkpoints checkpoints)
            throws IOException {
        Hyperparameters parameters = task.hyperparameters();
        TokenStore train = task.train();
        Batches rows = new Batches(train, network.architecture().acceptsPadding(), parameters.strands());
        try (Prefetch ahead = new Prefetch(
                (step, limit) -> rows.step(step, parameters.batchSize(), seed, limit),
                parameters.totalSteps(train.size()))) {
            return new Trainer(network, stepper, task, ahead, seed, listener, checkpoints).run();
        }
    }

    private TrainingResult run() throws IOException {
        restore();
        long total = parameters.totalSteps(train.size());
        while (!state.finished() && (owesEvaluation() || state.step() < total)) {
            boolean evaluates = owesEvaluation();
            TrainingListener.Decision decision = evaluates ? evaluate() : step();
            if (decision == TrainingListener.Decision.STOP) {
                state = state.asFinished();
            }
            if (evaluates || decision != TrainingListener.Decision.CONTINUE || isDue()) {
                save();
            }
            if (decision == TrainingListener.Decision.INTERRUPT) {
                throw new TrainingInterruptedException(state.step());
            }
        }
        return new TrainingResult(best, new History(state.rows()), state.step(), state.bestStep(), state.bestPrAuc());
    }

    /** Whether the last step is to be followed by an evaluation that has not been done; a checkpoint may lie between the two. */
    private boolean owesEvaluation() {
        List<History.Row> rows = state.rows();
        long evaluated = rows.isEmpty() ? 0 : rows.get(rows.size() - 1).step();
        return state.step() > evaluated && parameters.evaluatesAfter(state.step(), train.size());
    }

    private TrainingListener.Decision step() {
        long step = state.step() + 1;
        double rate = parameters.learningRate(step, train.size());
        StepResult result = step(step, rate);
        if (!Float.isFinite(result.loss()) || !Float.isFinite(result.gradientNorm())) {
            throw new DivergedException(step, rate, result.loss());
        }
        state = state.stepped(result.loss());
        long first = (step - 1) % parameters.stepsPerEpoch(train.size()) * parameters.batchSize();
        int rows = (int) Math.min(parameters.batchSize(), train.size() - first);
        return listener.stepped(step, rows, result.loss());
    }

    /** One step on the whole effective batch; where memory runs out, again in smaller parts. */
    private StepResult step(long step, double rate) {
        long stepSeed = RandomStream.of(seed, "dropout of step " + step).nextLong();
        while (true) {
            try {
                List<Batch> parts = batches.step(step, state.microBatch());
                return stepper.step(parts, parameters.optimizer(), rate, step, stepSeed);
            } catch (ScriptException e) {
                if (!e.outOfMemory() || state.microBatch() == 1) {
                    throw e;
                }
                // Parameters change at the very end of a step, so nothing has happened to them.
                state = state.withMicroBatch((state.microBatch() + 1) / 2);
                listener.shrunk(state.microBatch());
            }
        }
    }

    private TrainingListener.Decision evaluate() {
        Evaluation evaluation = Evaluation.of(
                task.validation(), Scorer.logits(network, task.validation(), done -> {}), task.positive());
        History.Row row = new History.Row(
                state.step(),
                (double) state.step() / parameters.stepsPerEpoch(train.size()),
                parameters.learningRate(state.step(), train.size()),
                state.lossSum() / state.lossCount(),
                evaluation.loss(),
                evaluation.prAuc());
        state = state.evaluated(row);
        if (state.bestStep() == state.step()) {
            best = new ArrayList<>(network.parameters());
        }
        TrainingListener.Decision decision = listener.evaluated(row);
        boolean exhausted = parameters.patience() > 0 && state.sinceBest() >= parameters.patience();
        return exhausted && decision == TrainingListener.Decision.CONTINUE ? TrainingListener.Decision.STOP : decision;
    }

    private boolean isDue() {
        return checkpoints != null && checkpoints.dueAfter(state.step());
    }

    private void save() throws IOException {
        if (checkpoints != null) {
            checkpoints.save(network, state, best);
        }
    }

    private void restore() throws IOException {
        if (checkpoints == null) {
            return;
        }
        Optional<Checkpoints.Restored> restored = checkpoints.restore(network);
        if (restored.isPresent()) {
            state = restored.get().state();
            best = restored.get().best();
            listener.resumed(state.step(), task.rows(state.step()));
        }
    }
}
