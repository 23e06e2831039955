package org.enhancerflow.engine.kmer;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.Setting;

/** Logistic regression on k-mers. */
public final class KmerFamily implements Family {

    static final String NAME = "kmer";
    static final String TYPE = "kmer-regression";

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
        return KmerVocabulary.kinds();
    }

    @Override
    public List<Setting> settings() {
        return List.of(Setting.choice("strands", List.of("both", "forward"), "strands whose words count"));
    }

    @Override
    public Map<String, String> trainingDefaults() {
        return Map.of(
                "learning_rate", "0.02",
                "weight_decay", "0.01",
                "batch_size", "128",
                "epochs", "10",
                "schedule", "cosine",
                "warmup", "0.1");
    }

    @Override
    public Architecture read(ModelConfig config) {
        return new KmerRegression(
                config.integer("vocab_size"),
                config.labels(),
                config.text("strands").equals("both"));
    }
}
