package org.enhancerflow.engine;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A kind of model: the sizes a user may choose, and how an architecture follows from a config.json. What a user chooses becomes such a
 * configuration too, so that a model has one way to be built.
 */
public interface Family {

    /** Its name on the command line and in training.json. */
    String name();

    /** {@code model_type} of its config.json. */
    String modelType();

    /** Kinds of tokens it reads, as token stores name them; empty for any. */
    Set<String> tokenizerKinds();

    /** What may be set, with defaults: sizes, dropout rates. */
    List<Setting> settings();

    /** Key of config.json that holds a setting. */
    default String configKey(String setting) {
        return setting;
    }

    /** Whether a setting may differ from what the pretrained weights were made with; sizes may not. */
    default boolean adjustable(String setting) {
        return setting.startsWith("dropout");
    }

    /** Defaults of training settings (learning rate, epochs, …) that differ from the general ones. */
    Map<String, String> trainingDefaults();

    /**
     * The architecture of a config.json.
     *
     * @throws IllegalArgumentException when a value is missing or not supported, or the sizes do not fit together
     */
    Architecture read(ModelConfig config);

    /**
     * An architecture of the chosen sizes.
     *
     * @param vocabulary number of token ids
     * @param padId id of padding
     * @param labels number of classes
     * @throws IllegalArgumentException when the sizes do not fit together
     */
    default Architecture create(Settings settings, int vocabulary, int padId, int labels) {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("vocab_size", vocabulary);
        config.put("pad_token_id", padId);
        return configured(config, settings, labels, setting -> true);
    }

    /** The same architecture for another number of classes, with the settings that are adjustable: for fine-tuning. */
    default Architecture adapt(Architecture pretrained, Settings settings, int labels) {
        return configured(new LinkedHashMap<>(pretrained.configuration()), settings, labels, this::adjustable);
    }

    /** The values its settings have in an architecture of this family. */
    default Map<String, String> values(Architecture architecture) {
        Map<String, Object> config = architecture.configuration();
        Map<String, String> values = new LinkedHashMap<>();
        for (Setting setting : settings()) {
            // What concerns training alone is not in the configuration of a model that was pretrained.
            String key = configKey(setting.name());
            values.put(
                    setting.name(),
                    setting.normal(config.containsKey(key) ? setting.text(config.get(key)) : setting.defaultValue()));
        }
        return values;
    }

    private Architecture configured(
            Map<String, Object> config, Settings settings, int labels, Predicate<String> chosen) {
        for (Setting setting : settings()) {
            if (chosen.test(setting.name())) {
                config.put(configKey(setting.name()), setting.value(settings.text(setting.name())));
            }
        }
        config.put("num_labels", labels);
        return read(ModelConfig.of(config));
    }
}
