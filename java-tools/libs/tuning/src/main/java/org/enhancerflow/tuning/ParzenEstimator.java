package org.enhancerflow.tuning;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntFunction;

/**
 * A density over some parameters, from trials: a mixture of one kernel per trial and a prior over the whole space, each
 * kernel the product of the parameters' own. Bergstra et al., NIPS 2011; the product over parameters is that of Falkner et
 * al., ICML 2018.
 */
final class ParzenEstimator {
    /** The last so many trials count fully, older ones less. */
    private static final int RECENT = 25;

    /** Kernels that contribute less than this to the logarithm of a sum do not change it. */
    private static final double NEGLIGIBLE = 40;

    private final Map<String, ParameterKernels> kernels = new LinkedHashMap<>();
    private final double[] weights;
    private final double[] logWeights;

    /** @param trials in the order in which they were started; those that lack one of the parameters are left out */
    ParzenEstimator(Map<String, Distribution> parameters, List<StudyTrial> trials) {
        this(parameters, trials, ParzenEstimator::trialWeights);
    }

    /** The same with every trial counting alike. */
    static ParzenEstimator unweighted(Map<String, Distribution> parameters, List<StudyTrial> trials) {
        return new ParzenEstimator(parameters, trials, n -> {
            double[] weights = new double[n];
            Arrays.fill(weights, 1);
            return weights;
        });
    }

    private ParzenEstimator(
            Map<String, Distribution> parameters, List<StudyTrial> trials, IntFunction<double[]> weighting) {
        List<String> names = List.copyOf(parameters.keySet());
        double[][] columns = new double[names.size()][trials.size()];
        int n = 0;
        for (StudyTrial trial : trials) {
            boolean whole = true;
            for (int i = 0; whole && i < columns.length; i++) {
                Double internal = trial.parameters().get(names.get(i));
                whole = internal != null;
                columns[i][n] = internal == null ? Double.NaN : internal;
            }
            n += whole ? 1 : 0;
        }
        for (int i = 0; i < columns.length; i++) {
            String name = names.get(i);
            Distribution distribution = Objects.requireNonNull(parameters.get(name));
            kernels.put(name, ParameterKernels.of(distribution, Arrays.copyOf(columns[i], n)));
        }
        weights = Arrays.copyOf(weighting.apply(n), n + 1);
        weights[n] = 1;
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        logWeights = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            weights[i] /= total;
            logWeights[i] = StrictMath.log(weights[i]);
        }
    }

    /** What each of n trials counts, from old to new: the last 25 fully, older ones rising from 1/n to 1. */
    static double[] trialWeights(int n) {
        double[] weights = new double[n];
        Arrays.fill(weights, 1);
        int older = Math.max(0, n - RECENT);
        for (int i = 0; i < older; i++) {
            double first = 1.0 / n;
            weights[i] = older == 1 ? first : first + i * (1 - first) / (older - 1);
        }
        return weights;
    }

    /** Share of each kernel, the prior's last; they add up to 1. */
    double[] weights() {
        return weights.clone();
    }

    /** The kernels of one parameter. */
    Map<String, ParameterKernels> kernels() {
        return kernels;
    }

    /** Logarithm of the density at a point, given by internal values. */
    double logDensity(Map<String, Double> point) {
        double[] sums = logWeights.clone();
        kernels.forEach((name, own) -> own.addLogDensities(point.getOrDefault(name, Double.NaN), sums));
        return logSum(sums);
    }

    private static double logSum(double[] logs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        double sum = 0;
        for (double log : logs) {
            if (log > largest - NEGLIGIBLE) {
                sum += Math.exp(log - largest);
            }
        }
        return largest + StrictMath.log(sum);
    }

    /** Draws a point. */
    Map<String, Double> draw(Uniforms uniforms) {
        int kernel = pick(uniforms.next());
        Map<String, Double> point = new LinkedHashMap<>();
        kernels.forEach((name, own) -> point.put(name, own.draw(kernel, uniforms.next())));
        return point;
    }

    private int pick(double uniform) {
        double rest = uniform;
        for (int kernel = 0; kernel < weights.length - 1; kernel++) {
            rest -= weights[kernel];
            if (rest < 0) {
                return kernel;
            }
        }
        return weights.length - 1;
    }
}
