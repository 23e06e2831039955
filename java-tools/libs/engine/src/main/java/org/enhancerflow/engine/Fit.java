package org.enhancerflow.engine;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.FloatFormats;
import org.enhancerflow.artifacts.TensorSpec;
import org.enhancerflow.engine.weights.WeightFile;

/**
 * How the names in a file of weights answer to an architecture's parameters. Files differ in a prefix: {@code module.} where training ran on
 * several devices, no {@code bert.} where only the backbone was saved.
 */
final class Fit {

    private static final String REMEDY = "use weights and config.json of one model";
    private static final String WRAPPER = "module.";
    private static final String BACKBONE = "bert.";
    private static final List<String> HEADS = List.of("classifier.", "bert.pooler.");
    private static final String MASKED_LANGUAGE_HEAD = "cls.predictions.";
    private static final int SHOWN = 3;

    private final WeightFile file;
    private final Map<String, TensorSpec> found;
    private final Set<String> missing;
    private final Set<String> unexpected;
    private final List<String> ignored;
    private final Set<String> wanted;

    private Fit(
            WeightFile file,
            Set<String> wanted,
            Map<String, TensorSpec> found,
            Set<String> unexpected,
            List<String> ignored) {
        this.file = file;
        this.wanted = wanted;
        this.found = found;
        this.unexpected = unexpected;
        this.ignored = ignored;
        this.missing = new TreeSet<>(wanted);
        this.missing.removeAll(found.keySet());
    }

    /**
     * Matches names, and compares the shapes of those that match.
     *
     * @throws BadInputException when a shape differs or two names mean one parameter
     */
    static Fit of(WeightFile file, Architecture architecture) {
        Map<String, List<Long>> shapes = new HashMap<>();
        architecture.parameters().forEach(spec -> shapes.put(spec.name(), spec.shape()));
        boolean wrapped = file.tensors().keySet().stream().allMatch(name -> name.startsWith(WRAPPER));
        Map<String, TensorSpec> found = new TreeMap<>();
        Set<String> unexpected = new TreeSet<>();
        List<String> ignored = new ArrayList<>();
        for (TensorSpec tensor : file.tensors().values()) {
            String bare = wrapped ? tensor.name().substring(WRAPPER.length()) : tensor.name();
            String name = shapes.containsKey(bare) ? bare : BACKBONE + bare;
            if (shapes.containsKey(name)) {
                checkShape(file, tensor, shapes.get(name));
                if (found.put(name, tensor) != null) {
                    throw new BadInputException(file.path(), "holds '" + name + "' under two names", REMEDY);
                }
            } else if (bare.startsWith(MASKED_LANGUAGE_HEAD) || !FloatFormats.isFloating(tensor.type())) {
                ignored.add(tensor.name());
            } else {
                unexpected.add(tensor.name());
            }
        }
        return new Fit(
                file,
                new HashSet<>(shapes.keySet()),
                found,
                unexpected,
                ignored.stream().sorted().toList());
    }

    private static void checkShape(WeightFile file, TensorSpec tensor, List<Long> expected) {
        if (!tensor.shape().equals(expected)) {
            throw new BadInputException(
                    file.path(),
                    "tensor '" + tensor.name() + "' has the shape " + tensor.shape() + ", its config.json says "
                            + expected,
                    REMEDY);
        }
    }

    /** Whether a parameter belongs to what fine-tuning may start afresh. */
    static boolean isHead(String name) {
        return HEADS.stream().anyMatch(name::startsWith);
    }

    /** Whether a parameter is in the file. */
    boolean has(String name) {
        return found.containsKey(name);
    }

    /** Names in the file that are knowingly left alone. */
    List<String> ignored() {
        return ignored;
    }

    /**
     * Every parameter must be there, and nothing else.
     *
     * @throws BadInputException naming what is missing and unexpected, in one line
     */
    void requireAll() {
        check(missing);
    }

    /** The same, but a head may be missing as a whole. */
    void requireAllButHeads() {
        Set<String> needed = new TreeSet<>(missing);
        for (String head : HEADS) {
            List<String> own =
                    wanted.stream().filter(name -> name.startsWith(head)).toList();
            if (missing.containsAll(own)) {
                own.forEach(needed::remove);
            }
        }
        check(needed);
    }

    private void check(Set<String> needed) {
        if (!needed.isEmpty() || !unexpected.isEmpty()) {
            throw new BadInputException(
                    file.path(),
                    "does not fit its config.json: missing " + listing(needed) + ", unexpected " + listing(unexpected),
                    REMEDY);
        }
    }

    private static String listing(Set<String> names) {
        if (names.isEmpty()) {
            return "none";
        }
        List<String> first = names.stream().limit(SHOWN).toList();
        return String.join(", ", first) + (names.size() > SHOWN ? " and " + (names.size() - SHOWN) + " more" : "");
    }

    /**
     * Values of a parameter that is there.
     *
     * @throws BadInputException when one of them is infinite or no number
     */
    float[] read(ParameterSpec spec) throws IOException {
        TensorSpec tensor = found.get(spec.name());
        if (tensor == null) {
            throw new IllegalArgumentException(spec.name() + " is not in " + file.path());
        }
        float[] values = file.read(tensor.name());
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new BadInputException(
                        file.path(),
                        "holds " + values[i] + " in tensor '" + tensor.name() + "' at element " + i,
                        "these weights come from a training that diverged, or the file is damaged: take others");
            }
        }
        return values;
    }
}
