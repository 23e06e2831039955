package org.enhancerflow.tuning;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Tree-structured Parzen estimator, as in Optuna 5: of points drawn where good trials are dense, the one at which good
 * trials are densest compared with the others. Bergstra et al., NIPS 2011; Watanabe, arXiv:2304.11127.
 *
 * <p>A draw depends on seed, number and history alone. What was computed about a history's trials is kept, since the next
 * one has the same and one more; threads may share a sampler, but take turns.
 */
public final class TpeSampler implements Sampler {
    private final long seed;
    private final int startupTrials;
    private final int candidates;
    private final boolean multivariate;
    private final boolean constantLiar;

    /** By the names of the parameters that are drawn together. */
    private final Map<Set<String>, Observations> observed = new HashMap<>();

    /**
     * A sampler with settings of its own.
     *
     * @param seed seed of the study; a draw depends on it, its number and the history
     * @param startupTrials as long as fewer trials are complete or pruned, draws are uniform
     * @param candidates points to choose from
     * @param multivariate whether all parameters are drawn together instead of each by itself
     * @param constantLiar whether running trials count as bad ones, so that workers at one study do not crowd one place
     */
    public TpeSampler(long seed, int startupTrials, int candidates, boolean multivariate, boolean constantLiar) {
        this.seed = seed;
        this.startupTrials = startupTrials;
        this.candidates = candidates;
        this.multivariate = multivariate;
        this.constantLiar = constantLiar;
    }

    /** Optuna 5's settings: 10 uniform draws, 24 candidates, parameters together, running trials count. */
    public static TpeSampler standard(long seed) {
        return new TpeSampler(seed, 10, 24, true, true);
    }

    @Override
    public synchronized Map<String, Double> sample(SearchSpace space, int draw, StudyHistory history) {
        Map<String, Double> uniform = new RandomSampler(seed).sample(space, draw, history);
        if (history.trials().stream().filter(TrialSplit::tells).count() < startupTrials) {
            return uniform;
        }
        TrialSplit split = TrialSplit.of(history, constantLiar);
        // Apart from the uniform draw of the same number.
        Uniforms uniforms = new Uniforms(~seed, draw);
        Map<String, Double> chosen = new LinkedHashMap<>(uniform);
        // By name, as Optuna goes through them; a parameter with a single value has no choice.
        TreeMap<String, Distribution> open = new TreeMap<>(space.parameters());
        open.values().removeIf(Distribution::isSingle);
        if (multivariate) {
            if (!open.isEmpty()) {
                choose(open, split, uniforms, chosen);
            }
        } else {
            open.forEach((name, distribution) -> choose(Map.of(name, distribution), split, uniforms, chosen));
        }
        return chosen;
    }

    private void choose(
            Map<String, Distribution> parameters, TrialSplit split, Uniforms uniforms, Map<String, Double> chosen) {
        Observations observations = observations(parameters);
        observations.update(split.below());
        observations.update(split.above());
        double[] best = best(observations, split, uniforms);
        int i = 0;
        for (String name : parameters.keySet()) {
            chosen.put(name, best[i++]);
        }
    }

    private Observations observations(Map<String, Distribution> parameters) {
        Observations known = observed.get(parameters.keySet());
        if (known == null || !known.parameters().equals(parameters)) {
            known = new Observations(parameters);
            observed.put(Set.copyOf(parameters.keySet()), known);
        }
        return known;
    }

    private double[] best(Observations observations, TrialSplit split, Uniforms uniforms) {
        ParzenEstimator below = new ParzenEstimator(observations, split.below());
        ParzenEstimator above = new ParzenEstimator(observations, split.above());
        double[] best = below.draw(uniforms);
        double bestScore = below.logDensity(best) - above.logDensity(best);
        for (int i = 1; i < candidates; i++) {
            double[] point = below.draw(uniforms);
            double score = below.logDensity(point) - above.logDensity(point);
            if (score > bestScore) {
                best = point;
                bestScore = score;
            }
        }
        return best;
    }
}
