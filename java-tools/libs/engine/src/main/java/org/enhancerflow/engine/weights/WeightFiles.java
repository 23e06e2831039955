package org.enhancerflow.engine.weights;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;

/** Finds the weights of a Hugging Face model folder, as transformers does: safetensors first, whole before sharded. */
public final class WeightFiles {

    /** The file this project writes. */
    public static final String SAFETENSORS = "model.safetensors";

    private static final String INDEX = ".index.json";
    private static final String TORCH = "pytorch_model.bin";
    private static final List<String> NAMES = List.of(SAFETENSORS, SAFETENSORS + INDEX, TORCH, TORCH + INDEX);

    private WeightFiles() {}

    /**
     * Opens a folder's weights; the caller closes them.
     *
     * @throws BadInputException when there are none, or they are damaged, hostile or of an unknown format
     */
    public static WeightFile open(Path folder) throws IOException {
        Path file = find(folder);
        return name(file).endsWith(INDEX) ? ShardedWeights.open(file) : openFile(file);
    }

    /** Opens one file, by its name: {@code .safetensors} or {@code .bin}. */
    public static WeightFile openFile(Path file) throws IOException {
        return name(file).endsWith(".safetensors") ? SafetensorsWeights.open(file) : TorchWeights.open(file);
    }

    /** The files that hold a folder's weights: one, or an index and its parts. */
    public static List<Path> list(Path folder) throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(find(folder));
        if (name(files.get(0)).endsWith(INDEX)) {
            files.addAll(ShardedWeights.parts(files.get(0)));
        }
        return List.copyOf(files);
    }

    /** SHA-256 of a folder's weights: of the one file, or of the digests of index and parts. */
    public static String digest(Path folder) throws IOException {
        List<Path> files = list(folder);
        if (files.size() == 1) {
            return Digest.of(files.get(0));
        }
        StringBuilder all = new StringBuilder();
        for (Path file : files) {
            all.append(name(file)).append('\t').append(Digest.of(file)).append('\n');
        }
        return Digest.ofText(all.toString());
    }

    private static Path find(Path folder) {
        return NAMES.stream()
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        folder,
                        "has no weights: none of " + String.join(", ", NAMES),
                        "give a folder with a model's config.json and weights"));
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
