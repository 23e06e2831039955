package org.enhancerflow.engine;

import java.util.List;
import java.util.stream.Collectors;
import org.enhancerflow.engine.cnn.EnhancerNetFamily;
import org.enhancerflow.engine.dnabert2.Dnabert2Family;

/** The model families there are. */
public final class Families {

    private static final List<Family> ALL = List.of(new EnhancerNetFamily(), new Dnabert2Family());

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

    /** The family that a config.json belongs to. */
    public static Family of(ModelConfig config) {
        String type = config.text("model_type");
        return ALL.stream()
                .filter(family -> family.modelType().equals(type))
                .findFirst()
                .orElseThrow(() -> config.bad("model_type '" + type + "' is none that this version runs"));
    }
}
