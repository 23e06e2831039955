package org.enhancerflow.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.engine.cnn.EnhancerNetFamily;
import org.enhancerflow.engine.dnabert2.Dnabert2Family;
import org.enhancerflow.engine.hybrid.HybridFamily;
import org.enhancerflow.engine.kmer.KmerFamily;

/** The model families there are. */
public final class Families {

    private static final List<Family> ALL = List.of(
            new KmerFamily(),
            EnhancerNetFamily.ON_BASES,
            EnhancerNetFamily.ON_KMERS,
            new HybridFamily(),
            new Dnabert2Family());

    private Families() {}

    /** All families, in the order of the documentation. */
    public static List<Family> all() {
        return ALL;
    }

    /**
     * The family of a name.
     *
     * @throws IllegalArgumentException listing the names there are
     */
    public static Family named(String name) {
        return ALL.stream()
                .filter(family -> family.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown model '" + name + "': use one of "
                        + ALL.stream().map(Family::name).collect(Collectors.joining(", "))));
    }

    /**
     * The architecture that a config.json describes.
     *
     * @throws BadInputException when no family reads it, or its values do not fit together
     */
    public static Architecture read(ModelConfig config) {
        String type = config.text("model_type");
        Family family = ALL.stream()
                .filter(one -> one.modelType().equals(type))
                .findFirst()
                .orElseThrow(() -> config.bad("model_type '" + type + "' is none that this version runs"));
        try {
            return family.read(config);
        } catch (IllegalArgumentException e) {
            throw config.bad(String.valueOf(e.getMessage()));
        }
    }
}
