package org.enhancerflow.tuning;

import java.util.HashMap;
import java.util.Map;

/**
 * Normal distributions around the observations, cut off at the ends of the range; for a logarithmic parameter all of it on
 * the logarithm. The range of a parameter with steps reaches half a step beyond its first and last value.
 */
final class NumericKernels implements ParameterKernels {
    /** No kernel is narrower than the range divided by that, however many there are. */
    private static final int MOST_DIVISIONS = 100;

    private final ObservedColumn column;
    private final NumericScale scale;
    private final double[] centres;
    private final double[] widths;
    /** For each kernel another one with its centre and width, or itself. */
    private final int[] twins;

    private final double[] inverseWidths;
    /** See {@link NumericScale#logScale}. */
    private final double[] logScales;

    /** Of stepped parameters: logarithms of masses by value. The same values are asked for again and again. */
    private final Map<Double, double[]> byValue = new HashMap<>();

    /**
     * Kernels of some observations.
     *
     * @param numbers trials, all with the parameter
     * @param places by number of a trial: its index in {@code numbers}, or -1
     */
    NumericKernels(ObservedColumn column, int[] numbers, int[] places) {
        this.column = column;
        this.scale = column.scale();
        int n = numbers.length;
        this.centres = new double[n + 1];
        for (int i = 0; i < n; i++) {
            centres[i] = column.centre(numbers[i]);
        }
        centres[n] = 0.5 * (scale.low() + scale.high());
        this.widths = new double[n + 1];
        this.twins = new int[n + 1];
        setWidths(column.sorted(places, n));
        this.inverseWidths = new double[n + 1];
        this.logScales = new double[n + 1];
        for (int i = 0; i < n; i++) {
            column.use(numbers[i], widths[i]);
            inverseWidths[i] = column.inverseWidth(numbers[i]);
            logScales[i] = column.logScale(numbers[i]);
        }
        inverseWidths[n] = 1 / widths[n];
        logScales[n] = scale.logScale(centres[n], widths[n]);
    }

    /**
     * Each kernel is as wide as the larger distance to its neighbours, the ends of the range among them; but of several the
     * outermost are as wide as the distance to their one neighbour. The prior, last, is as wide as the range and nobody's
     * neighbour.
     *
     * @param sorted kernels by centre, of equal centres the earlier observation first
     */
    private void setWidths(int[] sorted) {
        int n = sorted.length;
        double range = scale.range();
        double narrowest = range / Math.min(MOST_DIVISIONS, n + 2);
        double before = scale.low();
        for (int place = 0; place < n; place++) {
            int kernel = sorted[place];
            double centre = centres[kernel];
            double left = centre - before;
            double right = (place == n - 1 ? scale.high() : centres[sorted[place + 1]]) - centre;
            double width = Math.max(left, right);
            if (n > 1 && place == 0) {
                width = right;
            } else if (n > 1 && place == n - 1) {
                width = left;
            }
            widths[kernel] = Math.min(range, Math.max(narrowest, width));
            before = centre;
            boolean twin = place > 0 && left == 0 && widths[kernel] == widths[sorted[place - 1]];
            twins[kernel] = twin ? sorted[place - 1] : kernel;
        }
        widths[n] = range;
        twins[n] = n;
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
    public void addConstants(double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] -= logScales[i];
        }
    }

    @Override
    public void addLogDensities(double internal, double[] sums) {
        if (scale.step() > 0) {
            double[] logs = byValue.computeIfAbsent(internal, this::logProbabilities);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += logs[i];
            }
        } else {
            double value = scale.scaled(internal);
            for (int i = 0; i < sums.length; i++) {
                double distance = (value - centres[i]) * inverseWidths[i];
                sums[i] -= 0.5 * distance * distance;
            }
        }
    }

    private double[] logProbabilities(double internal) {
        MassTable masses = column.masses();
        double[] logs = new double[centres.length];
        for (int i = 0; i < logs.length; i++) {
            logs[i] = twins[i] < i ? logs[twins[i]] : masses.logMass(internal, centres[i], widths[i]);
        }
        return logs;
    }

    @Override
    public double draw(int kernel, double uniform) {
        double centre = centres[kernel];
        double width = widths[kernel];
        double value = centre
                + width
                        * TruncatedNormal.quantile(
                                uniform, (scale.low() - centre) / width, (scale.high() - centre) / width);
        return column.distribution().nearest(scale.log() ? StrictMath.exp(value) : value);
    }
}
