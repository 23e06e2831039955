package org.enhancerflow.tools.train;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.EngineUnavailableException;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.ScriptException;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.InterruptedRunException;
import org.enhancerflow.kit.Interruption;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.TryAgainException;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.learning.Checkpoints;
import org.enhancerflow.learning.DivergedException;
import org.enhancerflow.learning.ModelFolder;
import org.enhancerflow.learning.Trainer;
import org.enhancerflow.learning.TrainingInterruptedException;
import org.enhancerflow.learning.TrainingListener;
import org.enhancerflow.learning.TrainingResult;
import org.enhancerflow.learning.TrainingTask;

/** Trains one model on the train split and keeps the weights that are best on the validation split. */
final class TrainTool implements Tool {

    /** A killed run repeats at most this much work; evaluations are saved besides. */
    private static final Duration BETWEEN_CHECKPOINTS = Duration.ofMinutes(5);

    private static final int MAX_THREADS = 1024;

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
                .required("train", "F", "tokens of the train split")
                .required("validation", "F", "tokens of the validation split")
                .required("model", "NAME", "cnn (reads single bases) or dnabert2")
                .required("tokenizer", "F", "tokenizer.json the tokens were made with; it goes into the model folder")
                .required("checkpoints", "DIR", "folder that outlives the run; it may be shared by many runs")
                .required("out", "DIR", "model folder in Hugging Face layout")
                .optional("params", "F", "best.json of a search")
                .optional("pretrained", "DIR", "folder with config.json and model.safetensors to start from")
                .repeated("set", "KEY=VALUE", "a setting; it goes before --params")
                .withDefault("seed", "N", "42", "seed of weights, order and dropout")
                .withDefault("threads", "N", "2", "CPU threads; the result depends on their number")
                .withDefault("device", "D", "auto", "auto, cpu or cuda:N")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path tokenizer = arguments.existingFile("tokenizer");
        Path out = arguments.path("out");
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        int threads = arguments.integer("threads", 1, MAX_THREADS);
        Optional<Path> best = arguments.optionalExistingFile("params");
        Optional<Path> pretrained = arguments.optionalExistingDirectory("pretrained");
        Map<String, String> given = GivenSettings.of(best, arguments.texts("set"));
        Family family;
        DeviceChoice device;
        try {
            family = Families.named(arguments.text("model"));
            device = new DeviceChoice(arguments.text("device"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        run.seed(seed);
        try (TokenStore train = TokenStore.open(arguments.existingFile("train"));
                TokenStore validation = TokenStore.open(arguments.existingFile("validation"))) {
            checkTokenizer(tokenizer, train);
            TrainingTask task = task(family, given, train, validation, pretrained);
            inputs(run, train, validation, tokenizer, best, pretrained);
            try (Torch torch = Torch.start(device, threads)) {
                train(task, torch, seed, pretrained, tokenizer, arguments.path("checkpoints"), out, run);
            }
        } catch (EngineUnavailableException | DivergedException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (ScriptException e) {
            if (e.outOfMemory()) {
                throw new TryAgainException("memory ran out: lower batch_size, or give more");
            }
            throw e;
        }
    }

    private static TrainingTask task(
            Family family,
            Map<String, String> given,
            TokenStore train,
            TokenStore validation,
            Optional<Path> pretrained)
            throws IOException {
        try {
            return TrainingTask.of(family, given, train, validation, pretrained.orElse(null));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static void checkTokenizer(Path tokenizer, TokenStore train) throws IOException {
        if (!Digest.of(tokenizer).equals(train.header().tokenizerDigest())) {
            throw new BadInputException(
                    tokenizer,
                    "is not the tokenizer that made " + train.path().getFileName(),
                    "pass the tokenizer.json that TOKENIZE was given");
        }
    }

    private static void inputs(
            Run run,
            TokenStore train,
            TokenStore validation,
            Path tokenizer,
            Optional<Path> best,
            Optional<Path> pretrained)
            throws IOException {
        run.input(train.path());
        run.input(validation.path());
        run.input(tokenizer);
        if (best.isPresent()) {
            run.input(best.get());
        }
        if (pretrained.isPresent()) {
            run.input(pretrained.get().resolve(Weights.FILE));
        }
    }

    private static void train(
            TrainingTask task,
            Torch torch,
            long seed,
            Optional<Path> pretrained,
            Path tokenizer,
            Path checkpointFolder,
            Path out,
            Run run)
            throws IOException {
        Weights.Start start = task.start(seed);
        if (!start.fresh().isEmpty()) {
            run.log("not in the pretrained weights, fresh: " + String.join(", ", start.fresh()));
        }
        if (!start.ignored().isEmpty()) {
            run.log("of no use to a classifier, ignored: " + String.join(", ", start.ignored()));
        }
        Checkpoints checkpoints =
                new Checkpoints(checkpointFolder, task.key(seed, torch), new Cadence(BETWEEN_CHECKPOINTS)::due);
        TrainingResult result;
        try (Network network = new Network(torch, task.architecture(), start.values())) {
            result = steps(task, network, seed, checkpoints, run);
        }
        TrainingRecord record = record(task, torch, seed, pretrained, result);
        AtomicOutput.directory(
                out,
                folder -> ModelFolder.write(
                        folder, task.architecture(), result.best(), record, result.history(), tokenizer));
        run.count("parameters", record.parameterCount());
        run.count("steps", record.steps());
        run.count("best_step", record.bestStep());
        run.value("device", torch.device());
        run.output(out);
        run.commit(out);
        checkpoints.discard();
    }

    private static TrainingResult steps(TrainingTask task, Network network, long seed, Checkpoints checkpoints, Run run)
            throws IOException {
        Interruption interruption = run.interruption();
        long total = task.totalRows();
        try (Progress progress = run.progress("sequences", total)) {
            TrainingListener listener = new TrainingListener() {
                @Override
                public Decision stepped(long step, int rows, float loss) {
                    progress.advance(rows, String.format(Locale.ROOT, "loss %.4f", loss));
                    return interruption.requested() ? Decision.INTERRUPT : Decision.CONTINUE;
                }

                @Override
                public Decision evaluated(History.Row row) {
                    run.log(String.format(
                            Locale.ROOT,
                            "step %d, epoch %.2f: training loss %.4f, validation loss %.4f, PR-AUC %.4f",
                            row.step(),
                            row.epoch(),
                            row.trainLoss(),
                            row.validationLoss(),
                            row.validationPrAuc()));
                    return interruption.requested() ? Decision.INTERRUPT : Decision.CONTINUE;
                }
            };
            return Trainer.run(
                    network, task.hyperparameters(), task.train(), task.validation(), seed, listener, checkpoints);
        } catch (TrainingInterruptedException e) {
            throw new InterruptedRunException("stopped after step " + e.step()
                    + "; the checkpoint is saved, the same command goes on from there");
        }
    }

    private static TrainingRecord record(
            TrainingTask task, Torch torch, long seed, Optional<Path> pretrained, TrainingResult result)
            throws IOException {
        TokenHeader header = task.train().header();
        return new TrainingRecord(
                task.family().name(),
                header.labels(),
                header.tokenizerKind(),
                header.tokenizerDigest(),
                header.maxTokens(),
                seed,
                torch.threads(),
                torch.device(),
                task.settings().asMap(),
                pretrained.isPresent() ? Digest.of(pretrained.get().resolve(Weights.FILE)) : null,
                task.architecture().parameters().stream()
                        .mapToLong(ParameterSpec::count)
                        .sum(),
                task.train().size(),
                task.validation().size(),
                result.steps(),
                result.bestStep(),
                result.bestPrAuc());
    }
}
