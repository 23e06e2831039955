package org.enhancerflow.tuning;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every parameter drawn by itself, uniformly over its distribution. A draw depends on the seed and its number alone.
 *
 * @param seed seed of the study
 */
public record RandomSampler(long seed) implements Sampler {
    /** Increment and finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): the same on every JDK. */
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    @Override
    public Map<String, Double> sample(SearchSpace space, int draw, StudyHistory history) {
        long state = mix(mix(seed) + (draw + 1L) * GOLDEN_GAMMA);
        Map<String, Double> values = new LinkedHashMap<>();
        for (Map.Entry<String, Distribution> entry : space.parameters().entrySet()) {
            state += GOLDEN_GAMMA;
            double uniform = (mix(state) >>> 11) * 0x1.0p-53;
            values.put(entry.getKey(), entry.getValue().draw(uniform));
        }
        return values;
    }

    private static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
