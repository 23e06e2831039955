package org.enhancerflow.tuning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How much each parameter decides whether a trial is among the best: the Pearson divergence between where the best tenth of
 * the complete trials lies along a parameter and where all of them lie, as a share of the sum over parameters. PED-ANOVA of
 * Watanabe, Bansal and Hutter, IJCAI 2023 (arXiv:2304.10255), with the kernels of {@link TpeSampler} as densities.
 */
public final class ParameterImportances {
    private static final double BEST = 0.1;
    private static final int LEAST_BEST = 2;

    /** Places at which densities are compared, spread as uniform draws are. */
    private static final int GRID = 200;

    private ParameterImportances() {}

    /**
     * Shares by parameter, in the order of the space, that add up to 1.
     *
     * @param direction which way the trials' values get better
     * @param trials of any state; complete ones with all parameters count
     * @return empty if there are not more complete trials than best ones are needed; all 0 if nothing tells them apart
     */
    public static Map<String, Double> of(SearchSpace space, Direction direction, List<StudyTrial> trials) {
        List<StudyTrial> complete = new ArrayList<>();
        for (StudyTrial trial : trials) {
            if (trial.state() == TrialState.COMPLETE
                    && trial.value() != null
                    && trial.parameters()
                            .keySet()
                            .containsAll(space.parameters().keySet())) {
                complete.add(trial);
            }
        }
        int places = Math.max(LEAST_BEST, (int) Math.ceil(BEST * complete.size()));
        if (complete.size() <= places) {
            return Map.of();
        }
        List<StudyTrial> ranked = complete.stream()
                .sorted(Comparator.comparingDouble(trial -> loss(direction, trial)))
                .toList();
        List<StudyTrial> best = ranked.subList(0, places);
        Map<String, Double> divergences = new LinkedHashMap<>();
        space.parameters()
                .forEach((name, distribution) -> divergences.put(name, divergence(name, distribution, best, complete)));
        double sum =
                divergences.values().stream().mapToDouble(Double::doubleValue).sum();
        divergences.replaceAll((name, divergence) -> sum > 0 ? divergence / sum : 0);
        return divergences;
    }

    private static double loss(Direction direction, StudyTrial trial) {
        Double value = trial.value();
        double known = value == null ? Double.NaN : value;
        return direction == Direction.MAXIMIZE ? -known : known;
    }

    private static double divergence(
            String name, Distribution distribution, List<StudyTrial> best, List<StudyTrial> all) {
        if (distribution.isSingle()) {
            return 0;
        }
        Observations observations = new Observations(Map.of(name, distribution));
        observations.update(all);
        double[] ofBest = density(distribution, ParzenEstimator.unweighted(observations, best));
        double[] ofAll = density(distribution, ParzenEstimator.unweighted(observations, all));
        double divergence = 0;
        for (int i = 0; i < GRID; i++) {
            double ratio = ofBest[i] / ofAll[i] - 1;
            divergence += ofAll[i] * ratio * ratio;
        }
        return divergence;
    }

    /** Density over the grid, adding up to 1. */
    private static double[] density(Distribution distribution, ParzenEstimator estimator) {
        double[] density = new double[GRID];
        for (int i = 0; i < GRID; i++) {
            double place = distribution.draw((i + 0.5) / GRID);
            density[i] = StrictMath.exp(estimator.logDensity(new double[] {place}));
        }
        double sum = Arrays.stream(density).sum();
        for (int i = 0; i < GRID; i++) {
            density[i] /= sum;
        }
        return density;
    }
}
