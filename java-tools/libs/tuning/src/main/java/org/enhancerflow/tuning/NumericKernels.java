package org.enhancerflow.tuning;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Normal distributions around the observations, cut off at the ends of the range; for a logarithmic parameter all of it on
 * the logarithm. The range of a parameter with steps reaches half a step beyond its first and last value.
 */
final class NumericKernels implements ParameterKernels {
    private static final double LOG_ROOT_TWO_PI = 0.5 * StrictMath.log(2 * Math.PI);

    /** No kernel is narrower than the range divided by that, however many there are. */
    private static final int MOST_DIVISIONS = 100;

    private final Distribution distribution;
    private final boolean log;
    private final double step;
    private final double low;
    private final double high;
    private final double[] centres;
    private final double[] widths;
    /** Logarithm of what the limits leave of each kernel. */
    private final double[] logMasses;

    private NumericKernels(
            Distribution distribution, boolean log, double step, double from, double to, double[] internal) {
        this.distribution = distribution;
        this.log = log;
        this.step = step;
        this.low = scaled(from - step / 2);
        this.high = scaled(to + step / 2);
        int n = internal.length;
        this.centres = new double[n + 1];
        for (int i = 0; i < n; i++) {
            centres[i] = scaled(internal[i]);
        }
        centres[n] = 0.5 * (low + high);
        this.widths = widths(centres, low, high);
        this.logMasses = new double[n + 1];
        for (int i = 0; i <= n; i++) {
            logMasses[i] = TruncatedNormal.logMass((low - centres[i]) / widths[i], (high - centres[i]) / widths[i]);
        }
    }

    static NumericKernels of(Distribution distribution, double[] internal) {
        if (distribution instanceof FloatDistribution real) {
            Double step = real.step();
            return new NumericKernels(real, real.log(), step == null ? 0 : step, real.low(), real.high(), internal);
        }
        IntDistribution whole = (IntDistribution) distribution;
        return new NumericKernels(whole, whole.log(), whole.step(), whole.low(), whole.high(), internal);
    }

    private double scaled(double value) {
        return log ? StrictMath.log(value) : value;
    }

    /**
     * Each kernel is as wide as the larger distance to its neighbours, the ends of the range among them; but of several the
     * outermost are as wide as the distance to their one neighbour. The prior, last, is as wide as the range and nobody's
     * neighbour.
     */
    private static double[] widths(double[] centres, double low, double high) {
        int n = centres.length - 1;
        Integer[] order = IntStream.range(0, n).boxed().toArray(Integer[]::new);
        // Stable: of equal centres the earlier observation comes first.
        Arrays.sort(order, Comparator.comparingDouble(i -> centres[i]));
        double range = high - low;
        double narrowest = range / Math.min(MOST_DIVISIONS, n + 2);
        double[] widths = new double[n + 1];
        for (int i = 0; i < n; i++) {
            double centre = centres[order[i]];
            double left = centre - (i == 0 ? low : centres[order[i - 1]]);
            double right = (i == n - 1 ? high : centres[order[i + 1]]) - centre;
            double width = Math.max(left, right);
            if (n > 1 && i == 0) {
                width = right;
            } else if (n > 1 && i == n - 1) {
                width = left;
            }
            widths[order[i]] = Math.min(range, Math.max(narrowest, width));
        }
        widths[n] = range;
        return widths;
    }

    /** Centre of each kernel; the logarithm for a logarithmic parameter. */
    double[] centres() {
        return centres.clone();
    }

    /** Standard deviation of each kernel before it is cut off. */
    double[] widths() {
        return widths.clone();
    }

    @Override
    public void addLogDensities(double internal, double[] sums) {
        if (step > 0) {
            double from = scaled(internal - step / 2);
            double to = scaled(internal + step / 2);
            for (int i = 0; i < sums.length; i++) {
                double mass = TruncatedNormal.logMass((from - centres[i]) / widths[i], (to - centres[i]) / widths[i]);
                sums[i] += mass - logMasses[i];
            }
        } else {
            double value = scaled(internal);
            for (int i = 0; i < sums.length; i++) {
                double distance = (value - centres[i]) / widths[i];
                sums[i] -= 0.5 * distance * distance + LOG_ROOT_TWO_PI + StrictMath.log(widths[i]) + logMasses[i];
            }
        }
    }

    @Override
    public double draw(int kernel, double uniform) {
        double centre = centres[kernel];
        double width = widths[kernel];
        double value =
                centre + width * TruncatedNormal.quantile(uniform, (low - centre) / width, (high - centre) / width);
        return distribution.nearest(log ? StrictMath.exp(value) : value);
    }
}
