package org.enhancerflow.learning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;

/**
 * What TRAIN and SEARCH are told alike: which model starts from what and learns from what, where, and with which seed.
 *
 * @param family the kind of model
 * @param train tokens of the train split
 * @param validation tokens of the validation split
 * @param tokenizer tokenizer.json of both
 * @param pretrained folder of weights to start from; empty for random weights
 * @param positiveLabel the class whose PR-AUC counts; empty for the mean over all classes
 * @param settings of {@code --set}, as text
 * @param seed of weights, order and dropout
 * @param hardware where to train
 */
public record TrainingOptions(
        Family family,
        Path train,
        Path validation,
        Path tokenizer,
        Optional<Path> pretrained,
        Optional<String> positiveLabel,
        Map<String, String> settings,
        long seed,
        Hardware hardware) {

    public TrainingOptions {
        settings = Map.copyOf(settings);
    }

    /** Windows to learn from and windows to choose by, opened. */
    public record Stores(TokenStore train, TokenStore validation) implements AutoCloseable {
        /** The same with at most so many windows of each, of each class its share, drawn by the seed alone. */
        public Stores sample(int mostTrain, int mostValidation, long seed) {
            return new Stores(train.sample(mostTrain, seed), validation.sample(mostValidation, seed));
        }

        @Override
        public void close() throws IOException {
            try (train;
                    validation) {
                // Both are closed, whatever the first one throws.
            }
        }
    }

    /** Declares the options. */
    public static void declare(ToolOptions.Builder options) {
        String models =
                String.join(", ", Families.all().stream().map(Family::name).toList());
        options.required("train", "F", "tokens of the train split")
                .required("validation", "F", "tokens of the validation split")
                .required("tokenizer", "F", "tokenizer.json the tokens were made with")
                .required("model", "NAME", "one of " + models)
                .required("checkpoints", "DIR", "folder that outlives the run; it may be shared by many runs")
                .optional("pretrained", "DIR", "folder with config.json and weights to start from")
                .optional("positive-label", "LABEL", "class whose PR-AUC counts (default: mean over all classes)")
                .repeated("set", "KEY=VALUE", "a setting; it goes before any other source")
                .withDefault("seed", "N", "42", "seed of weights, order, dropout and whatever else is drawn");
        Hardware.declare(options);
    }

    /**
     * Reads the options.
     *
     * @throws UsageException when one is wrong
     */
    public static TrainingOptions of(Arguments arguments) {
        return new TrainingOptions(
                family(arguments.text("model")),
                arguments.existingFile("train"),
                arguments.existingFile("validation"),
                arguments.existingFile("tokenizer"),
                arguments.optionalExistingDirectory("pretrained"),
                arguments.optionalText("positive-label"),
                assignments(arguments.texts("set")),
                arguments.longInteger("seed", Long.MIN_VALUE, Long.MAX_VALUE),
                Hardware.of(arguments));
    }

    private static Family family(String name) {
        try {
            return Families.named(name);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Map<String, String> assignments(List<String> texts) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 1 || equals == text.length() - 1) {
                throw new UsageException("--set " + text + " is not of the form key=value");
            }
            String key = text.substring(0, equals);
            if (settings.put(key, text.substring(equals + 1)) != null) {
                throw new UsageException("--set gives " + key + " twice");
            }
        }
        return settings;
    }

    /**
     * Opens the stores; the caller closes them.
     *
     * @throws BadInputException when the tokenizer is not the one that made them
     */
    public Stores open() throws IOException {
        TokenStore first = TokenStore.open(train);
        try {
            if (!Digest.of(tokenizer).equals(first.header().tokenizerDigest())) {
                throw new BadInputException(
                        tokenizer,
                        "is not the tokenizer that made " + train.getFileName(),
                        "pass the tokenizer.json that TOKENIZE was given");
            }
            return new Stores(first, TokenStore.open(validation));
        } catch (RuntimeException | IOException e) {
            first.close();
            throw e;
        }
    }

    /**
     * The training of a model with these options.
     *
     * @param given settings that differ from the defaults, as text
     * @throws IllegalArgumentException when the settings do not go together
     */
    public TrainingTask task(Map<String, String> given, Stores stores) throws IOException {
        TrainingTask task =
                TrainingTask.of(family, given, stores.train(), stores.validation(), pretrained.orElse(null));
        return positiveLabel.isPresent() ? task.withPositive(positiveLabel.get()) : task;
    }

    /** Notes seed and inputs. */
    public void note(Run run) throws IOException {
        run.seed(seed);
        run.input(train);
        run.input(validation);
        run.input(tokenizer);
        if (pretrained.isPresent()) {
            run.input(pretrained.get(), Weights.digest(pretrained.get()));
        }
    }
}
