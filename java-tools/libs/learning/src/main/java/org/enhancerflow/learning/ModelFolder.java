package org.enhancerflow.learning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.engine.Weights;

/**
 * A trained model on disk, in Hugging Face layout: config.json, model.safetensors, tokenizer.json with its two companions, README.md (the
 * model card), and beside them training.json and history.tsv.
 */
public final class ModelFolder {

    private static final String TRAINING = "training.json";

    /** Longest input of a model from elsewhere whose config.json does not say. */
    private static final int USUAL_TOKENS = 512;

    private final Path folder;
    private final List<String> labels;
    private final String tokenizerDigest;
    private final int maxTokens;

    private ModelFolder(Path folder, List<String> labels, String tokenizerDigest, int maxTokens) {
        this.folder = folder;
        this.labels = List.copyOf(labels);
        this.tokenizerDigest = tokenizerDigest;
        this.maxTokens = maxTokens;
    }

    /**
     * Opens a model that TRAIN wrote, or one from elsewhere in Hugging Face layout: without training.json, its classes and its
     * longest input ({@code max_position_embeddings}, or 512) are those of config.json.
     *
     * @throws BadInputException when a file is missing, or the tokenizer.json is not the one the model was trained with
     */
    public static ModelFolder open(Path folder) throws IOException {
        Path tokenizer = folder.resolve(TokenizerFiles.TOKENIZER);
        boolean given = Files.isRegularFile(tokenizer);
        if (!Files.exists(folder.resolve(TRAINING))) {
            ModelConfig config = ModelConfig.read(folder.resolve(Weights.CONFIG));
            if (!given) {
                throw new BadInputException(tokenizer, "is missing", "put the model's tokenizer.json into its folder");
            }
            int limit = config.integer("max_position_embeddings", USUAL_TOKENS);
            return new ModelFolder(folder, config.labelNames(), Digest.of(tokenizer), limit);
        }
        TrainingRecord record = TrainingRecord.read(folder.resolve(TRAINING));
        if (!given || !Digest.of(tokenizer).equals(record.tokenizerDigest())) {
            throw new BadInputException(
                    tokenizer,
                    "is not the tokenizer the model was trained with",
                    "take the model's own tokenizer.json");
        }
        return new ModelFolder(folder, record.labels(), record.tokenizerDigest(), record.maxTokens());
    }

    /** Classes, in the order of the logits. */
    public List<String> labels() {
        return labels;
    }

    /** SHA-256 of the tokenizer.json. */
    public String tokenizerDigest() {
        return tokenizerDigest;
    }

    /** Longest input in tokens, special ones included. */
    public int maxTokens() {
        return maxTokens;
    }

    /** The tokenizer's file. */
    public Path tokenizer() {
        return folder.resolve(TokenizerFiles.TOKENIZER);
    }

    /**
     * Checks that a store's labels and tokenizer are those of the model.
     *
     * @throws BadInputException saying what differs
     */
    public void check(TokenStore store) {
        if (!store.header().tokenizerDigest().equals(tokenizerDigest)) {
            throw new BadInputException(
                    store.path(),
                    "was made with another tokenizer than the model " + folder.getFileName(),
                    "tokenize with the model's tokenizer.json");
        }
        if (!store.header().labels().equals(labels)) {
            throw new BadInputException(
                    store.path(),
                    "has the labels " + store.header().labels() + ", the model " + labels,
                    "use windows with the model's labels");
        }
    }

    /**
     * Loads the model onto a device; the caller closes it.
     *
     * @throws BadInputException when config.json and model.safetensors do not fit
     */
    public Network load(Torch torch) throws IOException {
        Weights.Loaded loaded = Weights.read(folder);
        return new Network(torch, loaded.architecture(), loaded.values());
    }

    /** Writes a model's files into an empty folder. */
    public static void write(
            Path folder,
            Architecture architecture,
            List<float[]> values,
            TrainingRecord record,
            History history,
            Path tokenizer)
            throws IOException {
        Weights.write(folder, architecture, record.labels(), values);
        TokenizerFiles.write(folder, tokenizer, record.maxTokens());
        record.write(folder.resolve(TRAINING));
        history.write(folder.resolve("history.tsv"));
        Files.writeString(folder.resolve("README.md"), ModelCard.of(record, architecture));
    }
}
