package org.enhancerflow.tools.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;

/** COMPARE: which of the models is better on a test set, and whether that may be chance. */
public final class CompareTool implements Tool {
    private static final int MAX_RESAMPLES = 1_000_000;

    @Override
    public String name() {
        return "compare";
    }

    @Override
    public String summary() {
        return "Compares models on the same test windows: DeLong, paired bootstrap, McNemar, spread over seeds.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .requiredRepeated("metrics", "DIR", "folder written by evaluate; all of one test set")
                .withDefault("resamples", "N", "1000", "paired bootstrap resamples; 0: none")
                .withDefault("seed", "N", "42", "seed of the bootstrap")
                .required("out", "F", "comparison.json to write")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String folder : arguments.texts("metrics")) {
            folders.add(Path.of(folder));
        }
        int resamples = arguments.integer("resamples", 0, MAX_RESAMPLES);
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Path out = arguments.path("out");
        run.seed(seed);
        for (Path folder : folders) {
            run.input(Answered.metricsOf(folder));
            run.input(Answered.predictionsOf(folder));
        }
        List<Answered> models = Answered.readAll(folders);
        Comparison comparison = new Comparing(models, resamples, seed).comparison();
        run.count("models", comparison.models().size());
        run.count("windows", comparison.windows());
        AtomicOutput.file(out, comparison::write);
        run.output(out);
        run.commit(out);
    }
}
