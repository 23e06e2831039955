package org.enhancerflow.tuning;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

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
    /** For each kernel an earlier one with its centre and width, or itself. */
    private final int[] twins;

    private final double[] inverseWidths;
    /** What a density is divided by, as a logarithm: what the limits leave of the kernel and, without steps, its height. */
    private final double[] logScales;

    /** Of stepped parameters: logarithms of probabilities by value. The same values are asked for again and again. */
    private final Map<Double, double[]> byValue = new HashMap<>();

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
        this.twins = new int[n + 1];
        this.widths = widths(centres, low, high, twins);
        this.inverseWidths = new double[n + 1];
        this.logScales = new double[n + 1];
        double logHeight = 0;
        for (int i = 0; i <= n; i++) {
            inverseWidths[i] = 1 / widths[i];
            if (step == 0 && (i == 0 || widths[i] != widths[i - 1])) {
                logHeight = LOG_ROOT_TWO_PI + StrictMath.log(widths[i]);
            }
            logScales[i] = logHeight
                    + TruncatedNormal.logMass(
                            (low - centres[i]) * inverseWidths[i], (high - centres[i]) * inverseWidths[i]);
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
    private static double[] widths(double[] centres, double low, double high, int[] twins) {
        int n = centres.length - 1;
        double[] sorted = Arrays.copyOf(centres, n);
        Arrays.sort(sorted);
        double range = high - low;
        double narrowest = range / Math.min(MOST_DIVISIONS, n + 2);
        double[] widths = new double[n + 1];
        int[] equal = new int[n];
        int[] latest = new int[n];
        for (int i = 0; i < n; i++) {
            int first = first(sorted, centres[i]);
            // Of equal centres the earlier observation comes first.
            int place = first + equal[first];
            double left = centres[i] - (place == 0 ? low : sorted[place - 1]);
            double right = (place == n - 1 ? high : sorted[place + 1]) - centres[i];
            double width = Math.max(left, right);
            if (n > 1 && place == 0) {
                width = right;
            } else if (n > 1 && place == n - 1) {
                width = left;
            }
            widths[i] = Math.min(range, Math.max(narrowest, width));
            twins[i] = equal[first] > 0 && widths[latest[first]] == widths[i] ? latest[first] : i;
            latest[first] = i;
            equal[first]++;
        }
        widths[n] = range;
        twins[n] = n;
        return widths;
    }

    /** Index of the first of equal numbers. */
    private static int first(double[] sorted, double value) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < value) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
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
            double[] logs = byValue.computeIfAbsent(internal, this::logProbabilities);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += logs[i];
            }
        } else {
            double value = scaled(internal);
            for (int i = 0; i < sums.length; i++) {
                double distance = (value - centres[i]) * inverseWidths[i];
                sums[i] -= 0.5 * distance * distance + logScales[i];
            }
        }
    }

    private double[] logProbabilities(double internal) {
        double from = scaled(internal - step / 2);
        double to = scaled(internal + step / 2);
        double[] logs = new double[centres.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = twins[i] < i
                    ? logs[twins[i]]
                    : TruncatedNormal.logMass(
                                    (from - centres[i]) * inverseWidths[i], (to - centres[i]) * inverseWidths[i])
                            - logScales[i];
        }
        return logs;
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
