package org.enhancerflow.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.artifacts.SafetensorsFile;
import org.enhancerflow.artifacts.SafetensorsWriter;
import org.enhancerflow.artifacts.TensorInfo;
import org.enhancerflow.artifacts.TensorSpec;
import org.enhancerflow.artifacts.TensorType;
import org.enhancerflow.engine.weights.WeightFile;
import org.enhancerflow.engine.weights.WeightFiles;

/** Reads config.json and weights of a Hugging Face model folder, whatever file format they are in, and writes them. */
public final class Weights {

    /** Name of the file that holds the parameters. */
    public static final String FILE = WeightFiles.SAFETENSORS;

    /** Name of the file that describes the architecture. */
    public static final String CONFIG = "config.json";

    /** Folder of adapters within a model's folder. */
    private static final String ADAPTER = "adapter";

    /** What PEFT puts before the name of a parameter. */
    private static final String PEFT = "base_model.model.";

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
     * @param fresh names of parameters that the file lacks, which got fresh values: classification head, pooler
     * @param ignored names in the file that the architecture has no use for: masked-language head, buffers of whole numbers
     */
    public record Start(List<float[]> values, List<String> fresh, List<String> ignored) {}

    /**
     * What a folder of pretrained weights holds.
     *
     * @param architecture that of its config.json
     * @param parameters values in all that are there
     * @param fresh parameters that are not there, which fine-tuning starts afresh
     * @param ignored names of no use to the architecture
     */
    public record Contents(Architecture architecture, long parameters, List<String> fresh, List<String> ignored) {}

    /** The architecture that a folder's config.json describes. */
    public static Architecture readArchitecture(Path folder) throws IOException {
        return Families.read(ModelConfig.read(folder.resolve(CONFIG)));
    }

    /** Digest of a folder's weights, whatever files they are in. */
    public static String digest(Path folder) throws IOException {
        return WeightFiles.digest(folder);
    }

    /**
     * Reads a model whose parameters must all be there.
     *
     * @throws BadInputException when names, shapes or the configuration do not fit
     */
    public static Loaded read(Path folder) throws IOException {
        Architecture architecture = readArchitecture(folder);
        try (WeightFile file = WeightFiles.open(folder)) {
            Fit fit = Fit.of(file, architecture);
            fit.requireAll();
            List<float[]> values = new ArrayList<>();
            for (ParameterSpec spec : architecture.parameters()) {
                values.add(fit.read(spec));
            }
            return new Loaded(architecture, values);
        }
    }

    /**
     * Reads pretrained weights for an architecture. They must fit the folder's own config.json, but for the heads (pooler and classifier),
     * which may be missing as a whole; a classifier made for another number of classes is not used. What is not there starts fresh.
     *
     * @param architecture that of the folder, perhaps with other classes and dropout rates
     * @param seed of the fresh values
     * @throws BadInputException when any name or shape does not fit
     */
    public static Start readPretrained(Path folder, Architecture architecture, long seed) throws IOException {
        Architecture source = readArchitecture(folder);
        try (WeightFile file = WeightFiles.open(folder)) {
            Fit fit = Fit.of(file, source);
            fit.requireAllButHeads();
            Architecture model = architecture instanceof Adapted adapted ? adapted.merged() : architecture;
            Set<String> own =
                    model.parameters().stream().map(ParameterSpec::name).collect(Collectors.toSet());
            Map<String, List<Long>> shapes = new LinkedHashMap<>();
            source.parameters().forEach(spec -> shapes.put(spec.name(), spec.shape()));
            List<float[]> values = new ArrayList<>();
            List<String> fresh = new ArrayList<>();
            for (ParameterSpec spec : architecture.parameters()) {
                if (!own.contains(spec.name())) {
                    values.add(spec.initialisation().draw(spec.count(), seed, spec.name()));
                } else if (fit.has(spec.name()) && spec.shape().equals(shapes.get(spec.name()))) {
                    values.add(fit.read(spec));
                } else if (Fit.isHead(spec.name())) {
                    values.add(spec.initialisation().draw(spec.count(), seed, spec.name()));
                    fresh.add(spec.name());
                } else {
                    throw new IllegalArgumentException(spec.name() + " is not the same in both architectures");
                }
            }
            return new Start(values, fresh, fit.ignored());
        }
    }

    /**
     * Reads a folder of pretrained weights without keeping them.
     *
     * @throws BadInputException as {@link #readPretrained} does
     */
    public static Contents check(Path folder) throws IOException {
        Architecture architecture = readArchitecture(folder);
        try (WeightFile file = WeightFiles.open(folder)) {
            Fit fit = Fit.of(file, architecture);
            fit.requireAllButHeads();
            long parameters = 0;
            List<String> fresh = new ArrayList<>();
            for (ParameterSpec spec : architecture.parameters()) {
                if (fit.has(spec.name())) {
                    parameters += fit.read(spec).length;
                } else {
                    fresh.add(spec.name());
                }
            }
            return new Contents(architecture, parameters, fresh, fit.ignored());
        }
    }

    /**
     * Writes config.json and model.safetensors; of an adapted architecture the merged model, and the adapters apart, in PEFT's layout, in
     * the folder {@code adapter}.
     *
     * @param labels names of the classes, in the order of the logits
     */
    public static void write(Path folder, Architecture architecture, List<String> labels, List<float[]> values)
            throws IOException {
        if (architecture instanceof Adapted adapted) {
            writeAdapters(folder, adapted, values);
            write(folder, adapted.merged(), labels, adapted.merge(values));
            return;
        }
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
        writeSorted(folder.resolve(FILE), architecture.parameters(), values);
    }

    private static void writeAdapters(Path folder, Adapted architecture, List<float[]> values) throws IOException {
        List<Integer> apart = architecture.apart();
        if (apart.isEmpty()) {
            return;
        }
        Path adapter = Files.createDirectory(folder.resolve(ADAPTER));
        List<ParameterSpec> specs = architecture.parameters();
        Json.write(adapter.resolve("adapter_config.json"), architecture.adapterConfiguration());
        writeSorted(
                adapter.resolve("adapter_model.safetensors"),
                apart.stream()
                        .map(specs::get)
                        .map(spec -> spec.named(PEFT + spec.name()))
                        .toList(),
                apart.stream().map(values::get).toList());
    }

    /** In the order of names, as safetensors' own writer does for tensors of one type: equal models are equal files. */
    private static void writeSorted(Path file, List<ParameterSpec> specs, List<float[]> values) throws IOException {
        List<Integer> order = IntStream.range(0, specs.size())
                .boxed()
                .sorted(Comparator.comparing(i -> specs.get(i).name()))
                .toList();
        writeTensors(
                file, order.stream().map(specs::get).toList(), i -> values.get(order.get(i)), Map.of("format", "pt"));
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
        List<float[]> values = new ArrayList<>();
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            for (ParameterSpec spec : specs) {
                TensorInfo info = tensors.require(spec.name(), TensorType.F32);
                if (!info.shape().equals(spec.shape())) {
                    throw new BadInputException(
                            file,
                            "tensor '" + spec.name() + "' has the shape " + info.shape() + " instead of "
                                    + spec.shape(),
                            "remove it");
                }
                values.add(tensors.readFloats(spec.name()));
            }
        }
        return values;
    }
}
