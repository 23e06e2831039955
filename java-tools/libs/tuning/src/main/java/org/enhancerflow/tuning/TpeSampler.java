package org.enhancerflow.tuning;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tree-structured Parzen estimator, as in Optuna 5: of points drawn where good trials are dense, the one at which good
 * trials are densest compared with the others. Bergstra et al., NIPS 2011; Watanabe, arXiv:2304.11127.
 *
 * @param seed seed of the study; a draw depends on it, its number and the history
 * @param startupTrials as long as fewer trials are complete or pruned, draws are uniform
 * @param candidates points to choose from
 * @param multivariate whether all parameters are drawn together instead of each by itself
 * @param constantLiar whether running trials count as bad ones, so that workers at one study do not crowd one place
 */
public record TpeSampler(long seed, int startupTrials, int candidates, boolean multivariate, boolean constantLiar)
        implements Sampler {
    /** Optuna 5's settings: 10 uniform draws, 24 candidates, parameters together, running trials count. */
    public static TpeSampler standard(long seed) {
        return new TpeSampler(seed, 10, 24, true, true);
    }

    @Override
    public Map<String, Double> sample(SearchSpace space, int draw, StudyHistory history) {
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
                chosen.putAll(choose(open, split, uniforms));
            }
        } else {
            open.forEach((name, distribution) -> chosen.putAll(choose(Map.of(name, distribution), split, uniforms)));
        }
        return chosen;
    }

    private Map<String, Double> choose(Map<String, Distribution> parameters, TrialSplit split, Uniforms uniforms) {
        ParzenEstimator below = new ParzenEstimator(parameters, split.below());
        ParzenEstimator above = new ParzenEstimator(parameters, split.above());
        Map<String, Double> best = below.draw(uniforms);
        double bestScore = below.logDensity(best) - above.logDensity(best);
        for (int i = 1; i < candidates; i++) {
            Map<String, Double> point = below.draw(uniforms);
            double score = below.logDensity(point) - above.logDensity(point);
            if (score > bestScore) {
                best = point;
                bestScore = score;
            }
        }
        return best;
    }
}
