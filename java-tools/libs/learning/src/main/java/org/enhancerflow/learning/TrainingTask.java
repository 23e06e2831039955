package org.enhancerflow.learning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.Setting;
import org.enhancerflow.engine.Settings;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;
import org.jspecify.annotations.Nullable;

/**
 * What is to be trained on what: a family of models with checked settings, token stores that belong together, and perhaps weights to start
 * from.
 */
public final class TrainingTask {

    private final Family family;
    private final Settings settings;
    private final Architecture architecture;
    private final TokenStore train;
    private final TokenStore validation;
    private final @Nullable Path pretrained;
    private final OptionalInt positive;

    private TrainingTask(
            Family family,
            Settings settings,
            Architecture architecture,
            TokenStore train,
            TokenStore validation,
            @Nullable Path pretrained,
            OptionalInt positive) {
        this.family = family;
        this.settings = settings;
        this.architecture = architecture;
        this.train = train;
        this.validation = validation;
        this.pretrained = pretrained;
        this.positive = positive;
    }

    /**
     * The same task, whose PR-AUC is that of one class.
     *
     * @throws IllegalArgumentException when the stores have no such label
     */
    public TrainingTask withPositive(String label) {
        List<String> labels = train.header().labels();
        int index = labels.indexOf(label);
        if (index < 0) {
            throw new IllegalArgumentException(
                    "positive label '" + label + "' is none of " + String.join(", ", labels));
        }
        return new TrainingTask(family, settings, architecture, train, validation, pretrained, OptionalInt.of(index));
    }

    /**
     * Checks that everything fits together.
     *
     * @param given settings that differ from the defaults, as text
     * @param pretrained folder with config.json and model.safetensors, or null to start from random weights
     * @throws IllegalArgumentException for a setting that is unknown, out of bounds or fixed by the pretrained weights
     * @throws BadInputException for token stores that do not fit each other, the family or the pretrained weights
     */
    public static TrainingTask of(
            Family family,
            Map<String, String> given,
            TokenStore train,
            TokenStore validation,
            @Nullable Path pretrained)
            throws IOException {
        checkStores(family, train, validation);
        TokenHeader header = train.header();
        List<Setting> declared = Hyperparameters.declared(family);
        int labels = header.labels().size();
        if (pretrained == null) {
            Settings settings = Settings.of(declared, given);
            Architecture architecture = family.create(settings, header.vocabularySize(), header.padId(), labels);
            return checked(
                    new TrainingTask(family, settings, architecture, train, validation, null, OptionalInt.empty()));
        }
        Architecture source = Weights.readArchitecture(pretrained);
        checkPretrained(family, source, train, pretrained);
        Map<String, String> merged = new LinkedHashMap<>(family.values(source));
        merged.putAll(given);
        Settings settings = Settings.of(declared, merged);
        Architecture architecture = family.adapt(source, settings, labels);
        checkSizes(family, settings, architecture);
        return checked(
                new TrainingTask(family, settings, architecture, train, validation, pretrained, OptionalInt.empty()));
    }

    /** Checks what the settings ask of the stores. */
    private static TrainingTask checked(TrainingTask task) {
        if (task.hyperparameters().strands() != Batches.Strands.GIVEN
                && !task.train().header().reverseComplement()) {
            throw new BadInputException(
                    task.train().path(),
                    "holds one strand only; augment=reverse_complement and consistency read both",
                    "tokenize with --reverse-complement");
        }
        return task;
    }

    private static void checkStores(Family family, TokenStore train, TokenStore validation) {
        TokenHeader header = train.header();
        String kind = header.tokenizerKind();
        if (!family.tokenizerKinds().isEmpty() && !family.tokenizerKinds().contains(kind)) {
            throw new BadInputException(
                    train.path(),
                    "holds tokens of kind '" + kind + "', the model '" + family.name() + "' reads "
                            + String.join(", ", family.tokenizerKinds()),
                    "tokenize with the model's own tokenizer");
        }
        if (!header.equals(validation.header())) {
            throw new BadInputException(
                    validation.path(),
                    "was made with other labels or another tokenizer than "
                            + train.path().getFileName(),
                    "use the train and validation stores of one TOKENIZE run");
        }
        for (TokenStore store : List.of(train, validation)) {
            if (classes(store).size() < 2) {
                throw new BadInputException(
                        store.path(),
                        "has " + store.size() + " windows of " + classes(store).size() + " classes",
                        "training needs windows of at least two classes in each split");
            }
        }
    }

    private static Set<Integer> classes(TokenStore store) {
        Set<Integer> classes = new HashSet<>();
        for (int row = 0; row < store.size(); row++) {
            classes.add(store.label(row));
        }
        return classes;
    }

    private static void checkPretrained(Family family, Architecture source, TokenStore train, Path pretrained) {
        Path config = pretrained.resolve(Weights.CONFIG);
        if (!source.family().equals(family.name())) {
            throw new BadInputException(
                    config, "describes a model of kind '" + source.family() + "'", "use --model " + source.family());
        }
        if (source.vocabulary() != train.header().vocabularySize()) {
            throw new BadInputException(
                    config,
                    "has a vocabulary of " + source.vocabulary() + ", the tokens of "
                            + train.path().getFileName() + " have "
                            + train.header().vocabularySize(),
                    "tokenize with the tokenizer.json that belongs to the pretrained weights");
        }
    }

    private static void checkSizes(Family family, Settings settings, Architecture architecture) {
        family.values(architecture).forEach((name, value) -> {
            if (!settings.text(name).equals(value)) {
                throw new IllegalArgumentException(
                        "setting '" + name + "' is fixed to " + value + " by the pretrained weights: leave it out");
            }
        });
    }

    /** The family of models. */
    public Family family() {
        return family;
    }

    /** Every setting, with its value. */
    public Settings settings() {
        return settings;
    }

    /** The architecture to train. */
    public Architecture architecture() {
        return architecture;
    }

    /** The training part of the settings. */
    public Hyperparameters hyperparameters() {
        return Hyperparameters.of(settings);
    }

    /** Sequences that pass through the model when training runs to its end: windows times epochs. */
    public long totalRows() {
        return rows(hyperparameters().totalSteps(train.size()));
    }

    /** Sequences of the first steps. */
    long rows(long steps) {
        Hyperparameters parameters = hyperparameters();
        long whole = steps / parameters.stepsPerEpoch(train.size());
        long rest = steps % parameters.stepsPerEpoch(train.size());
        return whole * train.size() + rest * parameters.batchSize();
    }

    /** Floating-point operations of training on one sequence, the mean over all. */
    public double operationsPerRow() {
        double sum = 0;
        for (int row = 0; row < train.size(); row++) {
            sum += architecture.trainingOperations(train.length(row));
        }
        return sum / train.size() * (hyperparameters().strands() == Batches.Strands.BOTH ? 2 : 1);
    }

    /** Windows to train on. */
    public TokenStore train() {
        return train;
    }

    /** Index of the class whose PR-AUC counts; empty for the mean over all classes. */
    public OptionalInt positive() {
        return positive;
    }

    /** Windows to evaluate on during training. */
    public TokenStore validation() {
        return validation;
    }

    /**
     * Values to start from: the pretrained ones, or fresh ones of the seed.
     *
     * @throws BadInputException when the pretrained weights do not fit their config.json
     */
    public Weights.Start start(long seed) throws IOException {
        return pretrained == null
                ? new Weights.Start(Network.initial(architecture, seed), List.of(), List.of())
                : Weights.readPretrained(pretrained, architecture, seed);
    }

    /**
     * Digest of everything the training's result depends on: settings, the model's script, seed, threads, device, precision,
     * both token stores and the pretrained weights.
     */
    public String key(long seed, Torch torch) throws IOException {
        Map<String, String> facts = new TreeMap<>(settings.asMap());
        facts.put("--model", family.name());
        // The script holds what settings do not: sizes that come with pretrained weights, and the math itself, which a
        // new version may change.
        facts.put("--script", Digest.ofText(architecture.script()));
        facts.put("--positive", positive.toString());
        facts.put("--seed", Long.toString(seed));
        facts.put("--threads", Integer.toString(torch.threads()));
        facts.put("--device", torch.device());
        facts.put("--precision", torch.precision().name());
        facts.put("--train", Digest.of(train.path()));
        facts.put("--validation", Digest.of(validation.path()));
        // Of a sample the seed tells the rest.
        facts.put("--windows", train.size() + " " + validation.size());
        if (pretrained != null) {
            facts.put("--pretrained", Weights.digest(pretrained));
        }
        return Digest.ofText(facts.toString()).substring(0, 32);
    }
}
