package org.enhancerflow.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.artifacts.SafetensorsFile;
import org.enhancerflow.artifacts.SafetensorsWriter;
import org.enhancerflow.artifacts.TensorInfo;
import org.enhancerflow.artifacts.TensorSpec;
import org.enhancerflow.artifacts.TensorType;

/** Reads and writes config.json and model.safetensors of a Hugging Face model folder. */
public final class Weights {

    /** Name of the file that holds the parameters. */
    public static final String FILE = "model.safetensors";

    /** Name of the file that describes the architecture. */
    public static final String CONFIG = "config.json";

    private Weights() {}

    /**
     * A model from disk.
     *
     * @param architecture from config.json
     * @param values of the parameters, in the architecture's order
     */
    public record Loaded(Architecture architecture, List<float[]> values) {}

    /**
     * Weights to start fine-tuning from.
     *
     * @param values of the parameters, in the architecture's order
     * @param fresh names of parameters that the file lacks, which got fresh values: the classification head
     * @param ignored names in the file that the architecture has no use for
     */
    public record Start(List<float[]> values, List<String> fresh, List<String> ignored) {}

    /** The architecture that a folder's config.json describes. */
    public static Architecture readArchitecture(Path folder) throws IOException {
        return Families.read(ModelConfig.read(folder.resolve(CONFIG)));
    }

    /**
     * Reads a model whose parameters must all be there.
     *
     * @throws BadInputException when names, shapes or the configuration do not fit
     */
    public static Loaded read(Path folder) throws IOException {
        Architecture architecture = readArchitecture(folder);
        Path file = folder.resolve(FILE);
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            checkNames(file, weights, architecture, name -> false);
            return new Loaded(architecture, values(file, weights, architecture.parameters(), 0, name -> false));
        }
    }

    /**
     * Reads pretrained weights for an architecture. The head may be missing, or be made for another number of classes: it starts fresh.
     *
     * @param seed of the fresh head
     * @throws BadInputException when any other name or shape does not fit
     */
    public static Start readPretrained(Path folder, Architecture architecture, long seed) throws IOException {
        Path file = folder.resolve(FILE);
        try (SafetensorsFile weights = SafetensorsFile.open(file)) {
            Predicate<String> fresh = headDiffers(weights, architecture) ? Weights::isHead : name -> false;
            checkNames(file, weights, architecture, fresh);
            return new Start(
                    values(file, weights, architecture.parameters(), seed, fresh),
                    architecture.parameters().stream()
                            .map(ParameterSpec::name)
                            .filter(fresh)
                            .toList(),
                    weights.tensors().keySet().stream()
                            .filter(Weights::isIgnored)
                            .sorted()
                            .toList());
        }
    }

    /** Parameters of the masked-language-model head, which a classifier has no use for. */
    private static boolean isIgnored(String name) {
        return name.startsWith("cls.predictions.");
    }

    private static boolean isHead(String name) {
        return name.startsWith("classifier.");
    }

    private static boolean headDiffers(SafetensorsFile weights, Architecture architecture) {
        return architecture.parameters().stream()
                .filter(spec -> isHead(spec.name()))
                .anyMatch(spec -> {
                    TensorInfo info = weights.tensors().get(spec.name());
                    return info == null || !info.shape().equals(spec.shape());
                });
    }

    private static void checkNames(
            Path file, SafetensorsFile weights, Architecture architecture, Predicate<String> mayMiss) {
        TreeSet<String> missing = new TreeSet<>();
        architecture.parameters().forEach(spec -> missing.add(spec.name()));
        TreeSet<String> unexpected = new TreeSet<>(weights.tensors().keySet());
        unexpected.removeAll(missing);
        unexpected.removeIf(Weights::isIgnored);
        missing.removeAll(weights.tensors().keySet());
        missing.removeIf(mayMiss);
        if (!missing.isEmpty() || !unexpected.isEmpty()) {
            throw new BadInputException(
                    file,
                    "does not fit its config.json: missing " + listing(missing) + ", unexpected " + listing(unexpected),
                    "use weights and config.json of one model");
        }
    }

    private static String listing(Set<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        List<String> first = names.stream().limit(3).toList();
        return String.join(", ", first) + (names.size() > 3 ? " and " + (names.size() - 3) + " more" : "");
    }

    private static List<float[]> values(
            Path file, SafetensorsFile weights, List<ParameterSpec> specs, long seed, Predicate<String> fresh) {
        List<float[]> values = new ArrayList<>();
        for (ParameterSpec spec : specs) {
            if (fresh.test(spec.name())) {
                values.add(spec.initialisation().draw(spec.count(), seed, spec.name()));
                continue;
            }
            TensorInfo info = weights.require(spec.name(), TensorType.F32);
            if (!info.shape().equals(spec.shape())) {
                throw new BadInputException(
                        file,
                        "tensor '" + spec.name() + "' has the shape " + info.shape() + ", its config.json says "
                                + spec.shape(),
                        "use weights and config.json of one model");
            }
            values.add(weights.readFloats(spec.name()));
        }
        return values;
    }

    /**
     * Writes config.json and model.safetensors.
     *
     * @param labels names of the classes, in the order of the logits
     */
    public static void write(Path folder, Architecture architecture, List<String> labels, List<float[]> values)
            throws IOException {
        Map<String, Object> config = new LinkedHashMap<>(architecture.configuration());
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, Integer> numbers = new LinkedHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            names.put(Integer.toString(i), labels.get(i));
            numbers.put(labels.get(i), i);
        }
        config.put("id2label", names);
        config.put("label2id", numbers);
        Json.write(folder.resolve(CONFIG), config);
        writeTensors(folder.resolve(FILE), architecture.parameters(), values::get, Map.of("format", "pt"));
    }

    /** Writes one float32 tensor per parameter; values are asked for one by one, in order. */
    public static void writeTensors(
            Path file, List<ParameterSpec> specs, IntFunction<float[]> values, Map<String, String> metadata)
            throws IOException {
        List<TensorSpec> tensors = specs.stream()
                .map(spec -> new TensorSpec(spec.name(), TensorType.F32, spec.shape()))
                .toList();
        try (SafetensorsWriter writer = new SafetensorsWriter(file, metadata, tensors)) {
            for (int i = 0; i < specs.size(); i++) {
                float[] one = values.apply(i);
                writer.writeFloats(one, 0, one.length);
            }
            writer.finish();
        }
    }

    /** Reads what {@link #writeTensors} wrote. */
    public static List<float[]> readTensors(Path file, List<ParameterSpec> specs) throws IOException {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            return values(file, tensors, specs, 0, name -> false);
        }
    }
}
