package org.enhancerflow.tools.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.enhancerflow.artifacts.BestParameters;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.InterruptedRunException;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.learning.CheckpointLock;
import org.enhancerflow.learning.Checkpoints;
import org.enhancerflow.learning.DivergedException;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.Trainer;
import org.enhancerflow.learning.TrainingInterruptedException;
import org.enhancerflow.learning.TrainingOptions;
import org.enhancerflow.learning.TrainingResult;
import org.enhancerflow.learning.TrainingTask;

/** Trains one model on the train split and keeps the weights that are best on the validation split. */
final class TrainTool implements Tool {

    /** A killed run repeats at most this much work; evaluations are saved besides. */
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "train";
    }

    @Override
    public String summary() {
        return "Trains a model on the train split; the weights that are best on the validation split are kept.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .all(TrainingOptions::declare)
                .optional("params", "F", "best.json of a search")
                .optional("tensorboard", "DIR", "folder for TensorBoard's event files, written as training goes")
                .required("out", "DIR", "model folder in Hugging Face layout")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        TrainingOptions options = TrainingOptions.of(arguments);
        Path out = arguments.path("out");
        Path checkpoints = arguments.path("checkpoints");
        Optional<Path> curves = arguments.optionalPath("tensorboard");
        Optional<Path> best = arguments.optionalExistingFile("params");
        try (TrainingOptions.Stores stores = options.open()) {
            TrainingTask task = task(options, best, stores);
            options.note(run);
            if (best.isPresent()) {
                run.input(best.get());
            }
            options.hardware().run(torch -> train(task, torch, options, checkpoints, curves, out, run));
        } catch (DivergedException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** The training with the settings of best.json, and over them those of {@code --set}. */
    private static TrainingTask task(TrainingOptions options, Optional<Path> best, TrainingOptions.Stores stores)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>();
        if (best.isPresent()) {
            BestParameters.read(best.get())
                    .parameters()
                    .forEach((name, value) -> settings.put(name, String.valueOf(value)));
        }
        settings.putAll(options.settings());
        try {
            return options.task(settings, stores);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Path train(
            TrainingTask task,
            Torch torch,
            TrainingOptions options,
            Path checkpointFolder,
            Optional<Path> curves,
            Path out,
            Run run)
            throws IOException {
        long seed = options.seed();
        Checkpoints checkpoints =
                new Checkpoints(checkpointFolder, task.key(seed, torch), new Cadence(BETWEEN_CHECKPOINTS)::due);
        try (CheckpointLock lock = checkpoints
                .lock(run::log, run.interruption()::requested)
                .orElseThrow(
                        () -> new InterruptedRunException("stopped while another process was at the same training"))) {
            Path model = train(task, torch, options, checkpoints, curves, out, run);
            if (!lock.isAwaited()) {
                checkpoints.discard();
            }
            return model;
        }
    }

    private static Path train(
            TrainingTask task,
            Torch torch,
            TrainingOptions options,
            Checkpoints checkpoints,
            Optional<Path> curves,
            Path out,
            Run run)
            throws IOException {
        long seed = options.seed();
        Weights.Start start = task.start(seed);
        if (!start.fresh().isEmpty()) {
            run.log("not in the pretrained weights, fresh: " + String.join(", ", start.fresh()));
        }
        if (!start.ignored().isEmpty()) {
            run.log("of no use to a classifier, ignored: " + String.join(", ", start.ignored()));
        }
        TrainingResult result;
        try (Network network = new Network(torch, task.architecture(), start.values())) {
            result = steps(task, network, options, checkpoints, curves, run);
        }
        TrainingRecord record = record(task, torch, options, result);
        AtomicOutput.directory(
                out,
                folder -> ModelFolder.write(
                        folder, task.architecture(), result.best(), record, result.history(), options.tokenizer()));
        run.count("parameters", record.parameterCount());
        run.count("steps", record.steps());
        run.count("best_step", record.bestStep());
        run.value("device", torch.device());
        run.output(out);
        run.commit(out);
        return out;
    }

    private static TrainingResult steps(
            TrainingTask task,
            Network network,
            TrainingOptions options,
            Checkpoints checkpoints,
            Optional<Path> curves,
            Run run)
            throws IOException {
        try (Watch watch = Watch.over(task, network.torch(), curves, run)) {
            return Trainer.run(network, task, options.seed(), watch, checkpoints);
        } catch (TrainingInterruptedException e) {
            throw new InterruptedRunException("stopped after step " + e.step()
                    + "; the checkpoint is saved, the same command goes on from there");
        }
    }

    private static TrainingRecord record(TrainingTask task, Torch torch, TrainingOptions options, TrainingResult result)
            throws IOException {
        Optional<Path> pretrained = options.pretrained();
        TokenHeader header = task.train().header();
        return new TrainingRecord(
                task.family().name(),
                header.labels(),
                header.tokenizerKind(),
                header.tokenizerDigest(),
                header.maxTokens(),
                options.seed(),
                torch.threads(),
                torch.device(),
                task.settings().asMap(),
                pretrained.isPresent() ? Weights.digest(pretrained.get()) : null,
                task.architecture().parameters().stream()
                        .filter(ParameterSpec::trains)
                        .mapToLong(ParameterSpec::count)
                        .sum(),
                task.train().size(),
                task.validation().size(),
                result.steps(),
                result.bestStep(),
                result.bestPrAuc());
    }
}
