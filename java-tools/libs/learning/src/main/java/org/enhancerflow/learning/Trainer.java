package org.enhancerflow.learning;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.RandomStream;
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

    private final Network network;
    private final Hyperparameters parameters;
    private final TokenStore train;
    private final TokenStore validation;
    private final long seed;
    private final TrainingListener listener;
    private final @Nullable Checkpoints checkpoints;
    private final Batches batches;
    private TrainingState state = TrainingState.start();
    private List<float[]> best = List.of();

    private Trainer(
            Network network,
            Hyperparameters parameters,
            TokenStore train,
            TokenStore validation,
            long seed,
            TrainingListener listener,
            @Nullable Checkpoints checkpoints) {
        this.network = network;
        this.parameters = parameters;
        this.train = train;
        this.validation = validation;
        this.seed = seed;
        this.listener = listener;
        this.checkpoints = checkpoints;
        this.batches = new Batches(train, network.architecture().acceptsPadding());
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
            Network network,
            Hyperparameters parameters,
            TokenStore train,
            TokenStore validation,
            long seed,
            TrainingListener listener,
            @Nullable Checkpoints checkpoints)
            throws IOException {
        return new Trainer(network, parameters, train, validation, seed, listener, checkpoints).run();
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
        List<Batch> rows = batches.step(step, parameters.batchSize(), seed);
        long stepSeed = RandomStream.of(seed, "dropout of step " + step).nextLong();
        StepResult result = network.step(rows, parameters.optimizer(), rate, step, stepSeed);
        if (!Float.isFinite(result.loss()) || !Float.isFinite(result.gradientNorm())) {
            throw new DivergedException(step, rate, result.loss());
        }
        state = state.stepped(result.loss());
        return listener.stepped(step, rows.stream().mapToInt(Batch::rows).sum(), result.loss());
    }

    private TrainingListener.Decision evaluate() {
        Evaluation evaluation = Evaluation.of(validation, Scorer.logits(network, validation, done -> {}));
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
        }
    }
}
