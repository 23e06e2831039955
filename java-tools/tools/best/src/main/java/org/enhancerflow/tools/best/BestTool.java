package org.enhancerflow.tools.best;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.BestParameters;
import org.enhancerflow.artifacts.Trial;
import org.enhancerflow.artifacts.Trials;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.tuning.Direction;
import org.enhancerflow.tuning.Distribution;
import org.enhancerflow.tuning.ParameterImportances;
import org.enhancerflow.tuning.SearchSpace;
import org.enhancerflow.tuning.StudyTrial;
import org.enhancerflow.tuning.TrialState;
import org.enhancerflow.tuning.TuningFormatException;
import org.jspecify.annotations.Nullable;

/** Picks a study's best complete trial. */
final class BestTool implements Tool {
    @Override
    public String name() {
        return "best";
    }

    @Override
    public String summary() {
        return "Writes the parameters of a search's best complete trial.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .required("trials", "F", "trials.tsv written by search")
                .required("space", "F", "the search space of that search")
                .required("out", "F", "best.json to write")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path trialsFile = arguments.existingFile("trials");
        Path spaceFile = arguments.existingFile("space");
        Path out = arguments.path("out");
        SearchSpace space = readSpace(spaceFile);
        Trials trials = Trials.read(trialsFile);
        run.input(trialsFile);
        run.input(spaceFile);
        BestParameters best = best(trials, space, trialsFile);
        run.count("trials", trials.rows().size());
        run.count("best_trial", best.trial());
        AtomicOutput.file(out, best::write);
        run.output(out);
        run.commit(out);
    }

    private static SearchSpace readSpace(Path file) throws IOException {
        try {
            return SearchSpace.read(file);
        } catch (TuningFormatException e) {
            throw new BadInputException(file, e.line(), String.valueOf(e.getMessage()), "correct the search space");
        }
    }

    /** The complete trial with the largest value; among equals the one with the lowest number. */
    static BestParameters best(Trials trials, SearchSpace space, Path file) {
        Trial best = null;
        double bestValue = Double.NEGATIVE_INFINITY;
        for (Trial trial : trials.rows()) {
            Double value = trial.value();
            boolean complete = trial.state().equals(TrialState.COMPLETE.name());
            if (complete && value != null && (best == null || value > bestValue)) {
                best = trial;
                bestValue = value;
            }
        }
        if (best == null) {
            throw new BadInputException(
                    file,
                    "none of its " + trials.rows().size() + " trials is complete",
                    "let search run more trials, or look at their states for what went wrong");
        }
        return new BestParameters(
                best.number(), bestValue, values(best, space, file), importances(trials, space, file));
    }

    /** To four decimals: with the trials at hand more would say nothing. */
    private static Map<String, Double> importances(Trials trials, SearchSpace space, Path file) {
        List<StudyTrial> complete = new ArrayList<>();
        for (Trial trial : trials.rows()) {
            Double value = trial.value();
            if (trial.state().equals(TrialState.COMPLETE.name()) && value != null) {
                Map<String, Double> internal = new LinkedHashMap<>();
                values(trial, space, file).forEach((name, chosen) -> {
                    Distribution distribution = space.parameters().get(name);
                    Double known = distribution == null ? null : distribution.internal(chosen);
                    if (known != null) {
                        internal.put(name, known);
                    }
                });
                complete.add(new StudyTrial(
                        complete.size(),
                        TrialState.COMPLETE,
                        List.of(value),
                        space.parameters(),
                        internal,
                        new TreeMap<>(),
                        Map.of(),
                        Map.of()));
            }
        }
        Map<String, Double> rounded = new LinkedHashMap<>(ParameterImportances.of(space, Direction.MAXIMIZE, complete));
        rounded.replaceAll((name, share) -> Math.rint(share * 1e4) / 1e4);
        return rounded;
    }

    private static Map<String, Object> values(Trial trial, SearchSpace space, Path file) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, Distribution> entry : space.parameters().entrySet()) {
            String text = trial.parameters().get(entry.getKey());
            Object value = text == null ? null : entry.getValue().parse(text);
            if (value == null) {
                throw new BadInputException(
                        file,
                        "trial " + trial.number() + " has no value of the space for '" + entry.getKey() + "'"
                                + describe(text),
                        "pass the search space that search was given");
            }
            values.put(entry.getKey(), value);
        }
        return values;
    }

    private static String describe(@Nullable String text) {
        return text == null ? "" : ", but '" + text + "'";
    }
}
