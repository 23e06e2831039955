package org.enhancerflow.engine.hybrid;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.Setting;
import org.enhancerflow.engine.cnn.Arrangements;
import org.enhancerflow.engine.cnn.MotifScan;
import org.enhancerflow.engine.cnn.WordCounts;

/** The hybrid of motif detectors and a transformer. */
public final class HybridFamily implements Family {

    static final String NAME = "hybrid";
    static final String TYPE = "enhancer-hybrid";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String modelType() {
        return TYPE;
    }

    @Override
    public Set<String> tokenizerKinds() {
        return Set.of("char");
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(MotifScan.settings(false, 32, "15"));
        settings.addAll(Arrangements.settings());
        settings.add(WordCounts.setting());
        settings.add(Setting.integer(
                "merge", 4, 1, 100, "pooled positions whose strongest responses make one position of the transformer"));
        settings.add(Setting.integer("layers", 2, 1, 96, "encoder layers"));
        settings.add(
                Setting.integer("hidden", 32, 1, 8192, "width of a position\'s state; a multiple of twice the heads"));
        settings.add(Setting.integer("heads", 4, 1, 256, "attention heads"));
        settings.add(Setting.integer("intermediate", 64, 1, 32768, "width of the feed-forward layer"));
        settings.add(
                Setting.decimal("dropout", 0.1, 0, 0.95, "dropout after attention, feed-forward layer and readout"));
        return settings;
    }

    @Override
    public Map<String, String> trainingDefaults() {
        return Map.of(
                "learning_rate", "0.003",
                "weight_decay", "0.01",
                "batch_size", "32",
                "epochs", "8",
                "schedule", "cosine",
                "warmup", "0.15");
    }

    @Override
    public Architecture read(ModelConfig config) {
        return new Hybrid(
                MotifScan.read(config, false),
                Arrangements.read(config),
                new WordCounts(config.integer(WordCounts.KEY)),
                config.integer("merge"),
                config.integer("layers"),
                config.integer("hidden"),
                config.integer("heads"),
                config.integer("intermediate"),
                config.integer("vocab_size"),
                config.labels(),
                config.decimal("dropout"));
    }
}
