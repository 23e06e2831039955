package org.enhancerflow.engine.dnabert2;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.Setting;

/** DNABERT-2 of any size; by default a small one that trains from random weights on a CPU. */
public final class Dnabert2Family implements Family {

    static final String NAME = "dnabert2";

    private static final double NORM_EPSILON = 1e-12;
    private static final double DEVIATION = 0.02;
    private static final int TOKEN_TYPES = 2;

    private static final List<Setting> SIZES = List.of(
            Setting.integer("layers", 2, 1, 96, "encoder layers"),
            Setting.integer("hidden", 64, 1, 8192, "width of a token's state; a multiple of heads"),
            Setting.integer("heads", 4, 1, 256, "attention heads"),
            Setting.integer("intermediate", 128, 1, 32768, "width of the gated unit"),
            Setting.decimal("dropout_hidden", 0.1, 0, 0.95, "dropout after embeddings, attention and the gated unit"),
            Setting.decimal("dropout_attention", 0, 0, 0.95, "dropout of attention probabilities"),
            Setting.decimal("dropout_classifier", 0.1, 0, 0.95, "dropout of the pooled vector"));

    /** Hugging Face's names of the settings. */
    private static final Map<String, String> CONFIG_KEYS = Map.of(
            "layers", "num_hidden_layers",
            "hidden", "hidden_size",
            "heads", "num_attention_heads",
            "intermediate", "intermediate_size",
            "dropout_hidden", "hidden_dropout_prob",
            "dropout_attention", "attention_probs_dropout_prob",
            "dropout_classifier", "classifier_dropout");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String modelType() {
        return "bert";
    }

    @Override
    public Set<String> tokenizerKinds() {
        return Set.of();
    }

    @Override
    public List<Setting> settings() {
        return Stream.concat(SIZES.stream(), Dnabert2Tuning.SETTINGS.stream()).toList();
    }

    @Override
    public String configKey(String setting) {
        return CONFIG_KEYS.getOrDefault(setting, setting);
    }

    @Override
    public boolean adjustable(String setting) {
        return Family.super.adjustable(setting)
                || Dnabert2Tuning.SETTINGS.stream().anyMatch(one -> one.name().equals(setting));
    }

    @Override
    public Map<String, String> trainingDefaults() {
        return Map.of();
    }

    @Override
    public Architecture read(ModelConfig config) {
        if (!config.text("hidden_act", "gelu").equals("gelu")) {
            throw config.bad("hidden_act '" + config.text("hidden_act") + "' is not the GELU of DNABERT-2");
        }
        double hidden = config.decimal("hidden_dropout_prob", 0.1);
        Dnabert2 model = new Dnabert2(
                config.integer("num_hidden_layers"),
                config.integer("hidden_size"),
                config.integer("num_attention_heads"),
                config.integer("intermediate_size"),
                config.integer("vocab_size"),
                config.integer("type_vocab_size", TOKEN_TYPES),
                config.labels(),
                config.integer("pad_token_id", 0),
                config.decimal("layer_norm_eps", NORM_EPSILON),
                config.decimal("initializer_range", DEVIATION),
                hidden,
                config.decimal("attention_probs_dropout_prob", 0),
                config.decimal("classifier_dropout", hidden));
        return Dnabert2Tuning.of(model, config);
    }
}
