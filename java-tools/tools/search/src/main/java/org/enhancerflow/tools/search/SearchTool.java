package org.enhancerflow.tools.search;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Trials;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.learning.TrainingOptions;
import org.enhancerflow.tuning.SearchSpace;
import org.enhancerflow.tuning.Study;
import org.enhancerflow.tuning.StudyStorage;
import org.enhancerflow.tuning.TuningFormatException;

/** Trains a model with many settings and notes what each reached on the validation split. */
final class SearchTool implements Tool {
    private static final int MAX_TRIALS = 1_000_000;
    private static final int MAX_LEASE = 86_400;

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
                .all(TrainingOptions::declare)
                .required("space", "F", "search space (JSON)")
                .required("study", "F|URL", "Optuna journal, or jdbc:postgresql://HOST/DB; created, or continued")
                .optional("study-name", "NAME", "the study's name within it; default: the model's")
                .required("trials", "N", "trials of the study in all, those of earlier runs included")
                .withDefault(
                        "train-subsample", "N", "0", "at most so many windows to train on, drawn by the seed; 0: all")
                .withDefault("validation-subsample", "N", "0", "at most so many windows to evaluate on; 0: all")
                .all(Strategy::declare)
                .withDefault("lease", "S", Long.toString(Study.LEASE.toSeconds()), "a worker silent this long is dead")
                .required("out", "DIR", "folder for trials.tsv")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        int trials = arguments.integer("trials", 1, MAX_TRIALS);
        StudyPlace place = new StudyPlace(arguments.text("study"));
        Duration lease = Duration.ofSeconds(arguments.integer("lease", 1, MAX_LEASE));
        TrainingOptions options = TrainingOptions.of(arguments);
        Path spaceFile = arguments.existingFile("space");
        SearchSpace space = readSpace(spaceFile);
        try (TrainingOptions.Stores whole = options.open()) {
            // The same for every trial and every worker.
            TrainingOptions.Stores stores = whole.sample(
                    most(arguments, "train-subsample"), most(arguments, "validation-subsample"), options.seed());
            Candidates candidates = Candidates.of(options, space, spaceFile, stores);
            Strategy strategy = Strategy.of(arguments, candidates, space);
            options.note(run);
            run.input(spaceFile);
            run.count("train_windows", stores.train().size());
            run.count("validation_windows", stores.validation().size());
            String name =
                    arguments.optionalText("study-name").orElse(options.family().name());
            try (StudyStorage storage = place.open(name)) {
                Study found = options.hardware().run(torch -> {
                    String context = context(options, stores, torch);
                    Study study = new Study(storage, space, strategy.sampler(), strategy.pruner(), context, lease);
                    Path checkpoints = arguments.path("checkpoints");
                    new Worker(study, new TrialRunner(candidates, torch, checkpoints, run), trials, run).search();
                    run.value("device", torch.device());
                    return study;
                });
                write(found, space, trials, arguments.path("out"), run);
            }
        } catch (TuningFormatException e) {
            throw place.problem(e);
        }
    }

    private static int most(Arguments arguments, String option) {
        int most = arguments.integer(option, 0, Integer.MAX_VALUE);
        return most == 0 ? Integer.MAX_VALUE : most;
    }

    private static SearchSpace readSpace(Path file) throws IOException {
        try {
            return SearchSpace.read(file);
        } catch (TuningFormatException e) {
            throw new BadInputException(file, e.line(), String.valueOf(e.getMessage()), "correct the search space");
        }
    }

    /** Digest of what, besides its parameters, a trial's value depends on. */
    private static String context(TrainingOptions options, TrainingOptions.Stores stores, Torch torch)
            throws IOException {
        Map<String, String> context = new TreeMap<>(options.settings());
        options.positiveLabel().ifPresent(label -> context.put("--positive-label", label));
        context.put("--model", options.family().name());
        context.put("--train", Digest.of(options.train()));
        context.put("--validation", Digest.of(options.validation()));
        // Of a sample the seed tells the rest.
        context.put(
                "--windows", stores.train().size() + " " + stores.validation().size());
        if (options.pretrained().isPresent()) {
            context.put("--pretrained", Weights.digest(options.pretrained().get()));
        }
        context.put("--seed", Long.toString(options.seed()));
        context.put("--threads", Integer.toString(torch.threads()));
        context.put("--device", torch.device());
        return Digest.ofText(context.toString());
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
