package org.enhancerflow.tools.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.ScriptException;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.kit.InterruptedRunException;
import org.enhancerflow.kit.Run;
import org.enhancerflow.learning.Checkpoints;
import org.enhancerflow.learning.DivergedException;
import org.enhancerflow.learning.Trainer;
import org.enhancerflow.learning.TrainingInterruptedException;
import org.enhancerflow.learning.TrainingListener;
import org.enhancerflow.learning.TrainingResult;
import org.enhancerflow.learning.TrainingTask;
import org.enhancerflow.tuning.RunningTrial;
import org.enhancerflow.tuning.TrialLostException;

/**
 * Trains one trial after another on data and an engine that are loaded once. A trial's value is its best average precision
 * on the validation split: that of the weights a training would keep.
 */
final class TrialRunner {
    private final Candidates candidates;
    private final Torch torch;
    private final long seed;
    private final Path checkpointFolder;
    private final Run run;

    TrialRunner(Candidates candidates, Torch torch, Path checkpointFolder, Run run) {
        this.candidates = candidates;
        this.torch = torch;
        this.seed = candidates.options().seed();
        this.checkpointFolder = checkpointFolder;
        this.run = run;
    }

    /**
     * Trains a trial and tells it how it went.
     *
     * @throws InterruptedRunException if a signal came: checkpoint and study are saved
     */
    void run(RunningTrial trial) throws IOException {
        Map<String, String> chosen = new LinkedHashMap<>();
        trial.values().forEach((name, value) -> chosen.put(name, String.valueOf(value)));
        TrainingTask task;
        try {
            task = candidates.task(chosen);
        } catch (IllegalArgumentException e) {
            fail(trial, chosen, String.valueOf(e.getMessage()));
            return;
        }
        TrialCheckpoints place = TrialCheckpoints.takeOver(checkpointFolder, trial);
        // Saved at evaluations and on a signal; a killed trial repeats at most the steps between two evaluations.
        Checkpoints checkpoints = new Checkpoints(place.folder(), task.key(seed, torch), step -> false);
        try {
            train(trial, chosen, task, checkpoints);
        } catch (DivergedException e) {
            fail(trial, chosen, String.valueOf(e.getMessage()));
        } catch (ScriptException e) {
            if (!e.outOfMemory()) {
                throw e;
            }
            fail(trial, chosen, "memory ran out; a smaller batch_size may fit");
        } catch (TrainingInterruptedException e) {
            trial.interrupt();
            throw new InterruptedRunException("trial " + trial.draw() + " is saved after step " + e.step()
                    + "; the same command goes on from there");
        } catch (TrialLostException e) {
            log(trial, chosen, "left to the worker that has taken it up: nothing was heard of this one for too long");
        } catch (IOException e) {
            // Whoever takes a trial up takes its checkpoints, too.
            if (!trial.isLost()) {
                throw e;
            }
            log(trial, chosen, "left to the worker that has taken it up: nothing was heard of this one for too long");
        }
        checkpoints.discard();
        place.discard();
    }

    private void train(RunningTrial trial, Map<String, String> chosen, TrainingTask task, Checkpoints checkpoints)
            throws IOException {
        long lastStep = task.hyperparameters().totalSteps(task.train().size());
        Reporter reporter = new Reporter(trial, lastStep);
        TrainingResult result;
        try (Network network =
                new Network(torch, task.architecture(), task.start(seed).values())) {
            result = Trainer.run(network, task, seed, reporter, checkpoints);
        } catch (UncheckedIOException e) {
            throw e.getCause() == null ? new IOException(e) : e.getCause();
        }
        if (!reporter.reported) {
            // The checkpoint was taken after the last evaluation: ask again what was not noted before the end.
            List<History.Row> rows = result.history().rows();
            reporter.evaluated(rows.get(rows.size() - 1));
        }
        if (reporter.pruned) {
            trial.prune();
        } else {
            trial.complete(result.bestPrAuc());
        }
        log(
                trial,
                chosen,
                (reporter.pruned ? "pruned at step " : "complete at step ")
                        + result.steps()
                        + String.format(Locale.ROOT, ", PR-AUC %.4f", result.bestPrAuc()));
    }

    private void fail(RunningTrial trial, Map<String, String> chosen, String reason) throws IOException {
        trial.fail(reason);
        log(trial, chosen, "failed: " + reason);
    }

    private void log(RunningTrial trial, Map<String, String> chosen, String outcome) {
        run.log("trial " + trial.draw() + " " + outcome + " " + chosen);
    }

    /** Reports evaluations, and stops the training when the pruner says so or a signal has come. */
    private final class Reporter implements TrainingListener {
        private final RunningTrial trial;
        private final long lastStep;
        private boolean reported;
        private boolean pruned;

        Reporter(RunningTrial trial, long lastStep) {
            this.trial = trial;
            this.lastStep = lastStep;
        }

        @Override
        public Decision stepped(long step, int rows, float loss) {
            return run.interruption().requested() ? Decision.INTERRUPT : Decision.CONTINUE;
        }

        @Override
        public Decision evaluated(History.Row row) {
            try {
                if (row.step() < lastStep) {
                    pruned = trial.report(row.step(), row.validationPrAuc());
                } else {
                    trial.reportLast(row.step(), row.validationPrAuc());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            reported = true;
            if (pruned) {
                return Decision.STOP;
            }
            return run.interruption().requested() ? Decision.INTERRUPT : Decision.CONTINUE;
        }
    }
}
