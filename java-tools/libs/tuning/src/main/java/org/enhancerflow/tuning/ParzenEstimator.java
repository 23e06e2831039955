package org.enhancerflow.tuning;

import java.util.Arrays;
import java.util.List;
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

    private final List<ParameterKernels> kernels;
    private final double[] weights;
    /** Of each kernel: what in the logarithm of its part does not depend on the point. */
    private final double[] constants;

    private final double[] sums;

    /**
     * The density of some trials.
     *
     * @param observations of these and perhaps other trials
     * @param trials in the order in which they were started; those that lack one of the parameters are left out
     */
    ParzenEstimator(Observations observations, List<StudyTrial> trials) {
        this(observations, trials, ParzenEstimator::trialWeights);
    }

    /** The same with every trial counting alike. */
    static ParzenEstimator unweighted(Observations observations, List<StudyTrial> trials) {
        return new ParzenEstimator(observations, trials, n -> {
            double[] weights = new double[n];
            Arrays.fill(weights, 1);
            return weights;
        });
    }

    private ParzenEstimator(Observations observations, List<StudyTrial> trials, IntFunction<double[]> weighting) {
        int[] places = new int[observations.end()];
        Arrays.fill(places, -1);
        int[] whole = new int[trials.size()];
        int n = 0;
        for (StudyTrial trial : trials) {
            if (observations.isWhole(trial)) {
                places[trial.number()] = n;
                whole[n++] = trial.number();
            }
        }
        int[] numbers = Arrays.copyOf(whole, n);
        kernels = observations.columns().stream()
                .map(column -> ParameterKernels.of(column, numbers, places))
                .toList();
        weights = Arrays.copyOf(weighting.apply(n), n + 1);
        weights[n] = 1;
        double total = 0;
        for (double weight : weights) {
            total += weight;
        }
        constants = new double[n + 1];
        double logWeight = 0;
        for (int i = 0; i <= n; i++) {
            weights[i] /= total;
            // The latest trials all count alike.
            logWeight = i > 0 && weights[i] == weights[i - 1] ? logWeight : StrictMath.log(weights[i]);
            constants[i] = logWeight;
        }
        kernels.forEach(own -> own.addConstants(constants));
        sums = new double[n + 1];
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

    /** The kernels of each parameter, in the order of the observations. */
    List<ParameterKernels> kernels() {
        return kernels;
    }

    /** Logarithm of the density at a point, given by an internal value for each parameter. */
    double logDensity(double[] point) {
        System.arraycopy(constants, 0, sums, 0, sums.length);
        for (int i = 0; i < point.length; i++) {
            kernels.get(i).addLogDensities(point[i], sums);
        }
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : sums) {
            largest = Math.max(largest, log);
        }
        double sum = 0;
        for (double log : sums) {
            if (log > largest - NEGLIGIBLE) {
                sum += Math.exp(log - largest);
            }
        }
        return largest + StrictMath.log(sum);
    }

    /** Draws a point: an internal value for each parameter. */
    double[] draw(Uniforms uniforms) {
        int kernel = pick(uniforms.next());
        double[] point = new double[kernels.size()];
        for (int i = 0; i < point.length; i++) {
            point[i] = kernels.get(i).draw(kernel, uniforms.next());
        }
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
