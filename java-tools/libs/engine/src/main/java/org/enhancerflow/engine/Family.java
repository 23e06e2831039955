package org.enhancerflow.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** A kind of model: the sizes a user may choose, and how an architecture follows from them or from a config.json. */
public interface Family {

    /** Its name on the command line and in training.json. */
    String name();

    /** {@code model_type} of its config.json. */
    String modelType();

    /** Kinds of tokens it reads, as token stores name them; empty for any. */
    Set<String> tokenizerKinds();

    /** What may be set, with defaults: sizes, dropout rates, and this family's own defaults of training settings. */
    List<Setting> settings();

    /** Defaults of training settings (learning rate, epochs, …) that differ from the general ones. */
    Map<String, String> trainingDefaults();

    /**
     * An architecture of the chosen sizes.
     *
     * @param vocabulary number of token ids
     * @param padId id of padding
     * @param labels number of classes
     * @throws IllegalArgumentException when the sizes do not fit together
     */
    Architecture create(Settings settings, int vocabulary, int padId, int labels);

    /**
     * The architecture of a config.json.
     *
     * @throws IllegalArgumentException when a value is missing or not supported
     */
    Architecture read(ModelConfig config);

    /** The values its settings have in an architecture of this family. */
    Map<String, String> values(Architecture architecture);

    /** The same architecture for another number of classes, with the dropout rates of the settings: for fine-tuning. */
    Architecture adapt(Architecture pretrained, Settings settings, int labels);
}
