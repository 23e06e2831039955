package org.enhancerflow.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A run of every stage that is smaller than the demo: what is learned is not the point. */
final class Small {
    static final String CNN = "max_steps=4,batch_size=8,evaluate_every=2";
    static final String DNABERT2 =
            "layers=1,hidden=16,heads=2,intermediate=32,max_steps=4,batch_size=8,evaluate_every=2";

    private Small() {}

    static Outcome run(String name, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("-profile", "demo", "--simulate_mb", "1", "--simulate_peaks", "600"));
        List<String> extra = List.of(more);
        Map<String, String> settings = Map.of(
                "--models", "cnn,dnabert2",
                "--trials", "1",
                "--search_settings.cnn", "max_steps=2,evaluate_every=1",
                "--search_settings.dnabert2", "max_steps=2,evaluate_every=1",
                "--model_settings.cnn", CNN,
                "--model_settings.dnabert2", DNABERT2);
        settings.forEach((option, value) -> {
            if (!extra.contains(option)) {
                arguments.addAll(List.of(option, value));
            }
        });
        arguments.addAll(extra);
        return Nextflow.pipeline(name, arguments.toArray(String[]::new));
    }
}
