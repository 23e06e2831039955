package org.enhancerflow.engine.cnn;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.Setting;

/** EnhancerNet: the convolutional baseline on single bases. */
public final class EnhancerNetFamily implements Family {

    static final String NAME = "cnn";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String modelType() {
        return "enhancernet";
    }

    @Override
    public Set<String> tokenizerKinds() {
        return Set.of("char");
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                Setting.integer("filters", 32, 1, 4096, "motif detectors of the first layer; each scans both strands"),
                Setting.integer("width", 15, 3, 101, "bases a motif detector sees; odd"),
                Setting.integer("pool", 4, 1, 100, "neighbouring positions of which the best match is kept"),
                Setting.integer("combinations", 32, 1, 4096, "detectors of motif arrangements in the second layer"),
                Setting.integer("reach", 7, 1, 101, "pooled positions an arrangement may span; odd"),
                Setting.decimal("dropout", 0.2, 0, 0.95, "dropout of the pooled responses"));
    }

    @Override
    public Map<String, String> trainingDefaults() {
        return Map.of(
                "learning_rate", "0.006",
                "weight_decay", "0.001",
                "batch_size", "32",
                "epochs", "8",
                "schedule", "cosine",
                "warmup", "0.15");
    }

    @Override
    public Architecture read(ModelConfig config) {
        return new EnhancerNet(
                config.integer("filters"),
                config.integer("width"),
                config.integer("pool"),
                config.integer("combinations"),
                config.integer("reach"),
                config.integer("vocab_size"),
                config.labels(),
                config.decimal("dropout"));
    }
}
