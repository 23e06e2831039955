package org.enhancerflow.tools.evaluate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.learning.Hardware;
import org.jspecify.annotations.Nullable;

/** EVALUATE: how well a model, or a file of scores, tells the positive class on the test windows. */
public final class EvaluateTool implements Tool {
    private static final int MAX_RESAMPLES = 1_000_000;

    @Override
    public String name() {
        return "evaluate";
    }

    @Override
    public String summary() {
        return "Measures a model on the test windows; threshold and temperature come from validation.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .optional("model", "DIR", "model folder written by train")
                .optional("validation", "F", "with --model: tokens of the validation split")
                .optional("test", "F", "with --model: tokens of the test split")
                .optional("scores", "F", "instead of --model: table with columns contig, start and scores")
                .withDefault("score-column", "NAME", "log_likelihood_ratio", "with --scores: the column of scores")
                .required("corpus", "F", "corpus.windows.safetensors written by split")
                .optional("reference", "FA", "reference of the corpus (FASTA or its folder), for the GC baseline")
                .required("positive-label", "LABEL", "class whose probability is the score")
                .required("out", "DIR", "folder to write")
                .optional("name", "NAME", "name in the report (default: name of the model folder or scores file)")
                .optional(
                        "replicate-of", "NAME", "name that runs share which differ in the seed alone (default: --name)")
                .withDefault("test-set", "NAME", "test", "name of the test set in the report")
                .withDefault(
                        "strand-windows",
                        "N",
                        "20000",
                        "test windows whose other strand is scored too, at most, where their tokens hold it")
                .withDefault("resamples", "N", "1000", "bootstrap resamples for 95 % intervals; 0: none")
                .withDefault("seed", "N", "42", "seed of the bootstrap")
                .all(Hardware::declare)
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path corpusFile = arguments.existingFile("corpus");
        Path out = arguments.path("out");
        long seed = arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE);
        Resampling resampling = new Resampling(arguments.integer("resamples", 0, MAX_RESAMPLES), seed);
        Path subjectFile = measured(arguments);
        String name = arguments.optionalText("name").orElse(stem(subjectFile));
        Subject subject = new Subject(
                name,
                arguments.optionalText("replicate-of").orElse(name),
                arguments.text("test-set"),
                arguments.text("positive-label"));
        run.seed(seed);
        WindowTable corpus = WindowTable.read(corpusFile);
        requireUsable(corpusFile, corpus, subject.positiveLabel());
        run.input(subjectFile);
        run.input(corpusFile);
        Answers answers = arguments.has("model")
                ? ofModel(arguments, subjectFile, corpus, corpusFile, run)
                : ofScores(arguments, subjectFile, corpus, subject.positiveLabel());
        List<Neighbours> neighbours = Neighbours.of(corpus, answers.test());
        Evaluation measured = Evaluation.of(subject, answers.validation(), answers.test(), resampling, neighbours);
        Optional<Strata.ReverseComplement> strands = answers.otherStrand()
                .map(other -> other.compare(
                        subject.positiveLabel(),
                        measured.metrics().temperature(),
                        measured.metrics().threshold(),
                        resampling));
        Evaluation evaluation = strands.map(measured::with).orElse(measured);
        double[] gc = gc(arguments, corpus, corpusFile);
        List<Evaluation> baselines = baselines(subject, answers, gc, resampling, neighbours);
        Strata strata = strata(corpus, answers.test(), evaluation, strands.orElse(null), gc, resampling);
        AtomicOutput.directory(
                out, folder -> EvaluationFolder.write(folder, corpus, answers.test(), evaluation, strata, baselines));
        note(run, evaluation);
        run.output(out);
        run.commit(out);
    }

    /** The model folder or the file of scores. */
    private static Path measured(Arguments arguments) {
        boolean model = arguments.has("model");
        if (model == arguments.has("scores")) {
            throw new UsageException("give either --model or --scores");
        }
        for (String option : List.of("validation", "test")) {
            if (model != arguments.has(option)) {
                throw new UsageException(
                        model ? "--model needs --" + option : "--" + option + " goes with --model, not with --scores");
            }
        }
        return model ? arguments.existingDirectory("model") : arguments.existingFile("scores");
    }

    private static Answers ofModel(Arguments arguments, Path model, WindowTable corpus, Path corpusFile, Run run)
            throws IOException {
        Path validation = arguments.existingFile("validation");
        Path test = arguments.existingFile("test");
        run.input(validation);
        run.input(test);
        int strandWindows = arguments.integer("strand-windows", 0, Integer.MAX_VALUE);
        return ModelAnswers.of(model, validation, test, corpus, corpusFile, strandWindows, Hardware.of(arguments), run);
    }

    private static Answers ofScores(Arguments arguments, Path file, WindowTable corpus, String positiveLabel)
            throws IOException {
        if (corpus.header().labels().size() != 2) {
            throw new UsageException("--scores needs a corpus of two classes, not "
                    + String.join(", ", corpus.header().labels()));
        }
        ScoresFile scores = ScoresFile.read(file, arguments.text("score-column"));
        return new Answers(
                scores.of(corpus, Split.VALIDATION, positiveLabel),
                scores.of(corpus, Split.TEST, positiveLabel),
                Optional.empty());
    }

    private static void requireUsable(Path file, WindowTable corpus, String positiveLabel) {
        List<String> labels = corpus.header().labels();
        if (!labels.contains(positiveLabel)) {
            throw new UsageException("--positive-label is '" + positiveLabel + "': " + file + " has the labels "
                    + String.join(", ", labels));
        }
        if (!corpus.hasSplit()) {
            throw new BadInputException(file, "was not split", "pass the corpus that SPLIT wrote");
        }
        for (Split part : List.of(Split.VALIDATION, Split.TEST)) {
            if (corpus.rowsOf(part).length == 0) {
                throw new BadInputException(
                        file, "has no " + part.label() + " windows", "split a larger corpus, or with other fractions");
            }
        }
    }

    /** By row of the corpus; empty without a reference. */
    private static double[] gc(Arguments arguments, WindowTable corpus, Path corpusFile) throws IOException {
        Optional<Path> reference = arguments.optionalPath("reference");
        return reference.isPresent() ? GcContent.of(corpus, corpusFile, reference.get()) : new double[0];
    }

    private static List<Evaluation> baselines(
            Subject subject, Answers answers, double[] gc, Resampling resampling, List<Neighbours> neighbours) {
        LabelledLogits validation = answers.validation();
        LabelledLogits test = answers.test();
        List<Evaluation> baselines = new ArrayList<>();
        baselines.add(Evaluation.of(
                subject.withModel(Baselines.ALWAYS_POSITIVE),
                Baselines.alike(validation, validation),
                Baselines.alike(test, validation),
                resampling,
                neighbours));
        if (gc.length > 0 && validation.labels().size() == 2) {
            int positive = validation.labels().indexOf(subject.positiveLabel());
            baselines.add(Evaluation.of(
                    subject.withModel(Baselines.GC_CONTENT),
                    Baselines.ofNumber(validation, validation, positive, row -> gc[row]),
                    Baselines.ofNumber(test, validation, positive, row -> gc[row]),
                    resampling,
                    neighbours));
        }
        return baselines;
    }

    private static Strata strata(
            WindowTable corpus,
            LabelledLogits test,
            Evaluation evaluation,
            Strata.@Nullable ReverseComplement strands,
            double[] gc,
            Resampling resampling) {
        StrataViews views = new StrataViews(corpus, test, evaluation, resampling).ofCorpus();
        if (gc.length > 0) {
            views.withGc(gc);
        }
        Metrics metrics = evaluation.metrics();
        return new Strata(metrics.model(), metrics.testSet(), views.views(), strands);
    }

    private static void note(Run run, Evaluation evaluation) {
        run.count("validation_windows", evaluation.metrics().validationWindows());
        run.count("test_windows", evaluation.metrics().testWindows());
        run.count("test_positives", evaluation.metrics().positives());
        run.value("temperature_fit", evaluation.temperature().outcome().name().toLowerCase(Locale.ROOT));
    }

    private static String stem(Path path) {
        String name = path.getFileName().toString();
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
