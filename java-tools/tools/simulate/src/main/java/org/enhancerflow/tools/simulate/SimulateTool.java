package org.enhancerflow.tools.simulate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;

/** Makes a data set whose answers are known: genome, peaks of two classes, samplesheet, and the planted truth. */
public final class SimulateTool implements Tool {
    @Override
    public String name() {
        return "simulate";
    }

    @Override
    public String summary() {
        return "Writes a genome, narrowPeak files of two classes, a samplesheet, and the planted truth about them.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .required("out", "DIR", "folder to write")
                .withDefault("genome-mb", "N", "4", "size of the genome in megabases")
                .withDefault("peaks", "N", "4000", "peaks of all samples together")
                .withDefault("seed", "N", "42", "everything random follows from it")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path out = arguments.path("out");
        SimulationConfig config = new SimulationConfig(
                arguments.integer("genome-mb", 1, SimulationConfig.LARGEST_GENOME),
                arguments.integer("peaks", SimulationConfig.FEWEST_PEAKS, SimulationConfig.MOST_PEAKS),
                arguments.longInteger("seed", 0, Long.MAX_VALUE));
        run.seed(config.seed());
        AtomicOutput.directory(out, folder -> write(folder, config, run));
        run.output(out);
        run.commit(out);
    }

    private static void write(Path folder, SimulationConfig config, Run run) throws IOException {
        Grammar grammar = Grammar.standard();
        Simulation simulation = new Simulation(config, grammar);
        long[] lines;
        try (Progress progress = run.progress("bases", config.genomeMegabases() * 1_000_000L)) {
            lines = simulation.write(folder, progress::advance);
        }
        LayerCounts counts = LayerCounts.of(simulation.ledger());
        TruthFiles.samplesheet(folder);
        TruthFiles.windows(folder, simulation.layout(), simulation.ledger(), counts);
        Truth truth =
                TruthFiles.summary(folder, config, grammar, simulation.layout(), simulation.ledger(), counts, lines);
        for (String label : Dataset.LABELS) {
            run.count("peaks_" + label, truth.peaks().getOrDefault(label, 0L));
            run.count("survivors_" + label, truth.survivors().getOrDefault(label, 0L));
        }
        run.value("oracle_roc_auc", String.format(Locale.ROOT, "%.6f", truth.oracleRocAuc()));
        run.log(String.format(
                Locale.ROOT,
                "%,d peaks, of which %,d windows survive de-duplication; the best reachable ROC-AUC is %.4f",
                config.peaks(),
                truth.survivors().values().stream().mapToLong(Long::longValue).sum(),
                truth.oracleRocAuc()));
    }
}
