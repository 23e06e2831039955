package org.enhancerflow.tools.search;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.Trials;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.EngineUnavailableException;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.InterruptedRunException;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.tuning.Direction;
import org.enhancerflow.tuning.JournalStorage;
import org.enhancerflow.tuning.MedianPruner;
import org.enhancerflow.tuning.RandomSampler;
import org.enhancerflow.tuning.RunningTrial;
import org.enhancerflow.tuning.SearchSpace;
import org.enhancerflow.tuning.Study;
import org.enhancerflow.tuning.StudyStorage;
import org.enhancerflow.tuning.TuningFormatException;

/** Trains a model with many settings and notes what each reached on the validation split. */
final class SearchTool implements Tool {
    private static final int MAX_THREADS = 1024;
    private static final int MAX_TRIALS = 1_000_000;

    @Override
    public String name() {
        return "search";
    }

    @Override
    public String summary() {
        return "Searches for the settings whose model has the best PR-AUC on the validation split.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .required("train", "F", "tokens of the train split")
                .required("validation", "F", "tokens of the validation split")
                .required("tokenizer", "F", "tokenizer.json the tokens were made with")
                .required("model", "NAME", "cnn (reads single bases) or dnabert2")
                .required("space", "F", "search space (JSON)")
                .required("study", "F", "Optuna journal that outlives the run; created, or continued")
                .required("trials", "N", "trials of the study in all, those of earlier runs included")
                .required("checkpoints", "DIR", "folder that outlives the run; it may be shared by many runs")
                .required("out", "DIR", "folder for trials.tsv")
                .optional("pretrained", "DIR", "folder with config.json and model.safetensors to start from")
                .repeated("set", "KEY=VALUE", "a setting that is the same in every trial")
                .withDefault("seed", "N", "42", "seed of the draws, and of every trial's weights, order and dropout")
                .withDefault("threads", "N", "2", "CPU threads; the result depends on their number")
                .withDefault("device", "D", "auto", "auto, cpu or cuda:N")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        int trials = arguments.integer("trials", 1, MAX_TRIALS);
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        int threads = arguments.integer("threads", 1, MAX_THREADS);
        Path spaceFile = arguments.existingFile("space");
        Path tokenizer = arguments.existingFile("tokenizer");
        Optional<Path> pretrained = arguments.optionalExistingDirectory("pretrained");
        Family family;
        DeviceChoice device;
        try {
            family = Families.named(arguments.text("model"));
            device = new DeviceChoice(arguments.text("device"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        SearchSpace space = readSpace(spaceFile);
        run.seed(seed);
        try (TokenStore train = TokenStore.open(arguments.existingFile("train"));
                TokenStore validation = TokenStore.open(arguments.existingFile("validation"))) {
            checkTokenizer(tokenizer, train);
            Candidates candidates =
                    Candidates.of(family, arguments.texts("set"), space, spaceFile, train, validation, pretrained);
            Map<String, String> context = inputs(run, candidates, tokenizer, spaceFile, pretrained);
            try (StudyLock lock = StudyLock.take(arguments.path("study"));
                    Torch torch = Torch.start(device, threads)) {
                context.put("--seed", Long.toString(seed));
                context.put("--threads", Integer.toString(torch.threads()));
                context.put("--device", torch.device());
                Study study = open(lock.study(), family, space, seed, Digest.ofText(context.toString()));
                TrialRunner runner = new TrialRunner(candidates, torch, seed, arguments.path("checkpoints"), run);
                search(study, runner, trials, run);
                run.value("device", torch.device());
                write(study, space, trials, arguments.path("out"), run);
            }
        } catch (EngineUnavailableException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (TuningFormatException e) {
            throw new BadInputException(
                    arguments.path("study"), e.line(), String.valueOf(e.getMessage()), "give another --study");
        }
    }

    private static SearchSpace readSpace(Path file) throws IOException {
        try {
            return SearchSpace.read(file);
        } catch (TuningFormatException e) {
            throw new BadInputException(file, e.line(), String.valueOf(e.getMessage()), "correct the search space");
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

    /** Notes the inputs; gives back what, besides its parameters, a trial's value depends on. */
    private static Map<String, String> inputs(
            Run run, Candidates candidates, Path tokenizer, Path space, Optional<Path> pretrained) throws IOException {
        Map<String, String> context = new TreeMap<>(candidates.fixed());
        context.put("--model", candidates.family().name());
        context.put("--train", Digest.of(candidates.train().path()));
        context.put("--validation", Digest.of(candidates.validation().path()));
        run.input(candidates.train().path(), context.getOrDefault("--train", ""));
        run.input(candidates.validation().path(), context.getOrDefault("--validation", ""));
        run.input(tokenizer);
        run.input(space);
        if (pretrained.isPresent()) {
            Path weights = pretrained.get().resolve(Weights.FILE);
            context.put("--pretrained", Digest.of(weights));
            run.input(weights, context.getOrDefault("--pretrained", ""));
        }
        return context;
    }

    private static Study open(Path journal, Family family, SearchSpace space, long seed, String context)
            throws IOException {
        StudyStorage storage =
                JournalStorage.open(journal, family.name(), Direction.MAXIMIZE, Clock.system(ZoneId.systemDefault()));
        return new Study(storage, space, new RandomSampler(seed), MedianPruner.standard(), context);
    }

    private static void search(Study study, TrialRunner runner, int trials, Run run) throws IOException {
        int abandoned = study.failAbandoned();
        if (abandoned > 0) {
            run.log(abandoned + " trial(s) left by a run that was killed are taken up again");
        }
        int done = study.settled().size();
        if (done > 0) {
            run.log(done + " of " + trials + " trials are done already");
        }
        try (Progress progress = run.progress("trials", Math.max(0, trials - done))) {
            while (done < trials) {
                if (run.interruption().requested()) {
                    throw new InterruptedRunException("the study keeps its " + done + " finished trials");
                }
                RunningTrial trial = study.ask();
                runner.run(trial);
                progress.advance(1);
                done = study.settled().size();
            }
        }
    }

    private static void write(Study study, SearchSpace space, int trials, Path out, Run run) throws IOException {
        Trials table = TrialTable.of(study.settled(), space, trials);
        AtomicOutput.directory(out, folder -> table.write(folder.resolve("trials.tsv")));
        for (String state : List.of("COMPLETE", "PRUNED", "FAIL")) {
            long count = table.rows().stream()
                    .filter(row -> row.state().equals(state))
                    .count();
            run.count("trials_" + state.toLowerCase(Locale.ROOT), count);
        }
        run.output(out);
        run.commit(out);
    }
}
