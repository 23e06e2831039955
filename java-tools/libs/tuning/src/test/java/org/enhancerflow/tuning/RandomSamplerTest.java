package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class RandomSamplerTest {
    private static final SearchSpace SPACE = space();

    @Property
    void everyDrawLiesInTheSpace(@ForAll long seed, @ForAll @IntRange(min = 0) int draw) {
        Map<String, Double> sampled = sample(seed, draw);
        assertThat(sampled.keySet())
                .containsExactlyElementsOf(SPACE.parameters().keySet());
        SPACE.parameters()
                .forEach((name, distribution) -> assertThat(distribution.contains(sampled.getOrDefault(name, -1.0)))
                        .as("%s = %s", name, sampled.get(name))
                        .isTrue());
    }

    @Property
    void everyUniformNumberGivesAValueOfTheDistribution(
            @ForAll @DoubleRange(min = 0, max = 1, maxIncluded = false) double uniform) {
        SPACE.parameters().values().forEach(distribution -> {
            assertThat(distribution.contains(distribution.draw(uniform))).isTrue();
        });
    }

    @Test
    void aDrawDependsOnSeedAndNumberAlone() {
        assertThat(sample(7, 3)).isEqualTo(sample(7, 3));
        assertThat(sample(7, 3)).isNotEqualTo(sample(7, 4)).isNotEqualTo(sample(8, 3));
    }

    @Test
    void valuesStayTheSameOverReleases() {
        // A study that was begun by an older release goes on with the same draws.
        assertThat(sample(42, 0))
                .isEqualTo(Map.of(
                        "lr",
                        2.1752354122998284E-5,
                        "wd",
                        0.2508870547383777,
                        "drop",
                        0.5,
                        "batch",
                        40.0,
                        "units",
                        280.0,
                        "opt",
                        0.0,
                        "fixed",
                        1.0));
    }

    @Test
    void drawsFollowTheDistributions() {
        int n = 20_000;
        double logMean = 0;
        double upperHalf = 0;
        int[] choices = new int[3];
        Set<Double> steps = new HashSet<>();
        for (int draw = 0; draw < n; draw++) {
            Map<String, Double> sampled = sample(1, draw);
            logMean += Math.log10(sampled.getOrDefault("lr", 0.0)) / n;
            upperHalf += sampled.getOrDefault("wd", 0.0) > 0.15 ? 1.0 / n : 0;
            choices[sampled.getOrDefault("opt", 0.0).intValue()]++;
            steps.add(sampled.getOrDefault("drop", 0.0));
        }
        assertThat(logMean).isBetween(-4.03, -3.97);
        assertThat(upperHalf).isBetween(0.48, 0.52);
        assertThat(IntStream.of(choices).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(6_400, 6_930));
        assertThat(steps).containsExactlyInAnyOrder(0.0, 0.1, 0.2, 0.3, 0.4, 0.5);
    }

    private static Map<String, Double> sample(long seed, int draw) {
        return new RandomSampler(seed).sample(SPACE, draw, new StudyHistory("study", Direction.MAXIMIZE, List.of()));
    }

    private static SearchSpace space() {
        Map<String, Distribution> parameters = new LinkedHashMap<>();
        parameters.put("lr", new FloatDistribution(1e-6, 1e-2, true, null));
        parameters.put("wd", new FloatDistribution(0, 0.3, false, null));
        parameters.put("drop", new FloatDistribution(0, 0.5, false, 0.1));
        parameters.put("batch", new IntDistribution(8, 64, false, 8));
        parameters.put("units", new IntDistribution(16, 1024, true, 1));
        parameters.put("opt", new CategoricalDistribution(List.of("adamw", "adam", 3L)));
        parameters.put("fixed", new FloatDistribution(1, 1, false, null));
        return new SearchSpace(parameters);
    }
}
