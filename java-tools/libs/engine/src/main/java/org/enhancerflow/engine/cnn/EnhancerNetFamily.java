package org.enhancerflow.engine.cnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.Setting;
import org.enhancerflow.engine.kmer.KmerVocabulary;

/** EnhancerNet: the convolutional baseline, on single bases or on words. */
public final class EnhancerNetFamily implements Family {

    /** Reads single bases. */
    public static final EnhancerNetFamily ON_BASES = new EnhancerNetFamily(false);

    /** Reads overlapping words. */
    public static final EnhancerNetFamily ON_KMERS = new EnhancerNetFamily(true);

    private final boolean words;

    private EnhancerNetFamily(boolean words) {
        this.words = words;
    }

    @Override
    public String name() {
        return words ? "cnn_kmer" : "cnn";
    }

    @Override
    public String modelType() {
        return words ? "enhancernet-kmer" : "enhancernet";
    }

    @Override
    public Set<String> tokenizerKinds() {
        return words ? KmerVocabulary.kinds() : Set.of("char");
    }

    @Override
    public List<Setting> settings() {
        List<Setting> settings = new ArrayList<>(MotifScan.settings(words, 32, words ? "11" : "15"));
        settings.addAll(Arrangements.settings());
        settings.add(Setting.choice(
                "readout",
                List.of("max_mean", "max", "mean"),
                "responses kept of each arrangement over all positions"));
        if (!words) {
            settings.add(WordCounts.setting());
        }
        settings.add(Setting.decimal("dropout", 0.2, 0, 0.95, "dropout of the pooled responses"));
        return settings;
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
                MotifScan.read(config, words),
                Arrangements.read(config),
                Arrangements.Readout.of(config.text("readout")),
                // Models of before there were counts have none.
                words ? WordCounts.NONE : new WordCounts(config.integer(WordCounts.KEY, 0)),
                config.integer("vocab_size"),
                config.labels(),
                config.decimal("dropout"));
    }
}
