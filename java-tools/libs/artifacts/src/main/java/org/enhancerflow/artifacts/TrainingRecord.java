package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code training.json}: how a model came to be.
 *
 * @param model architecture's name: {@code cnn}, {@code dnabert2}, …
 * @param labels classes, in the order of the model's outputs
 * @param tokenizerKind kind of tokens the model reads
 * @param tokenizerDigest SHA-256 of its tokenizer.json
 * @param maxTokens longest input it was trained on
 * @param seed seed of initialisation, order and dropout
 * @param threads CPU threads; part of what makes a run repeatable
 * @param device where it was trained
 * @param settings every hyper-parameter and size of the architecture, as text, in the architecture's order
 * @param pretrained digest of the weights it started from, or null for random ones
 * @param parameterCount trainable numbers
 * @param trainWindows windows it was trained on
 * @param validationWindows windows it was chosen by
 * @param steps optimizer steps done
 * @param bestStep step of the weights that were kept
 * @param bestPrAuc their average precision on validation
 */
public record TrainingRecord(
        String model,
        List<String> labels,
        String tokenizerKind,
        String tokenizerDigest,
        int maxTokens,
        long seed,
        int threads,
        String device,
        Map<String, String> settings,
        @Nullable String pretrained,
        long parameterCount,
        long trainWindows,
        long validationWindows,
        long steps,
        long bestStep,
        double bestPrAuc) {
    public TrainingRecord {
        labels = List.copyOf(labels);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    }

    /** Reads the file. */
    public static TrainingRecord read(Path file) throws IOException {
        return Json.read(file, TrainingRecord.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
