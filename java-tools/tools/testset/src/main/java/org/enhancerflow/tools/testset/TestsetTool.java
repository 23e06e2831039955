package org.enhancerflow.tools.testset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;

/** TESTSET: windows for independent validation, checked against what models were trained on. */
public final class TestsetTool implements Tool {
    @Override
    public String name() {
        return "testset";
    }

    @Override
    public String summary() {
        return "Makes a further test set: windows checked for overlap with training, all of them test.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .requiredRepeated("windows", "F", "windows of the test set, written by extract")
                .required("corpus", "F", "split corpus that models are trained on")
                .withDefault("overlap", "RULE", "drop", "windows known from training: drop, or keep and count")
                .required("out", "F", "the corpus with this set as its test part")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        List<Path> files = arguments.existingFiles("windows");
        Path corpusFile = arguments.existingFile("corpus");
        Independent.Rule rule = arguments.choice("overlap", Independent.Rule.class);
        Path out = arguments.path("out");
        WindowTable corpus = WindowTable.read(corpusFile);
        if (!corpus.hasSplit()) {
            throw new BadInputException(corpusFile, "was not split", "pass the corpus that SPLIT wrote");
        }
        List<WindowTable> set = new ArrayList<>();
        for (Path file : files) {
            WindowTable windows = WindowTable.read(file);
            requireFitting(file, windows.header(), corpus.header());
            run.input(file);
            set.add(windows);
        }
        run.input(corpusFile);
        Independent independent = Independent.of(set, corpus, rule);
        report(independent, run);
        if (independent.kept() == 0) {
            throw new BadInputException(
                    files.get(0),
                    "has no window that training does not know",
                    "take other samples, or pass --overlap keep");
        }
        AtomicOutput.file(out, independent.corpus()::write);
        run.output(out);
        run.commit(out);
    }

    private static void requireFitting(Path file, WindowHeader set, WindowHeader corpus) {
        if (!set.referenceDigest().equals(corpus.referenceDigest()) || set.windowSize() != corpus.windowSize()) {
            throw new BadInputException(
                    file,
                    "its windows are of another reference or length than the corpus",
                    "extract them with the same --reference and --window; peaks of another assembly with --chain");
        }
        for (String label : set.labels()) {
            if (!corpus.labels().contains(label)) {
                throw new BadInputException(
                        file,
                        "has the class '" + label + "', the corpus " + String.join(", ", corpus.labels()),
                        "give the samples of a test set the labels of the corpus");
            }
        }
    }

    private static void report(Independent set, Run run) {
        run.count("windows_in", set.windowsIn());
        run.count("repeats", set.repeats());
        run.count("dropped_across_classes", set.acrossClasses());
        run.count("sequences_of_training", set.sameSequence());
        run.count("overlapping_training", set.samePlace());
        run.count("windows_out", set.kept());
        run.log(set.sameSequence() + " of " + set.windowsIn() + " windows have a sequence of training, "
                + set.samePlace() + " others share bases with one of its windows; " + set.kept()
                + " make the test set");
    }
}
