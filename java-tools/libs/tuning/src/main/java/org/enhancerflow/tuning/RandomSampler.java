package org.enhancerflow.tuning;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Every parameter drawn by itself, uniformly over its distribution. A draw depends on the seed and its number alone.
 *
 * @param seed seed of the study
 */
public record RandomSampler(long seed) implements Sampler {
    @Override
    public Map<String, Double> sample(SearchSpace space, int draw, StudyHistory history) {
        Uniforms uniforms = new Uniforms(seed, draw);
        Map<String, Double> values = new LinkedHashMap<>();
        space.parameters().forEach((name, distribution) -> values.put(name, distribution.draw(uniforms.next())));
        return values;
    }
}
