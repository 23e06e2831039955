package org.enhancerflow.tuning;

import java.util.Arrays;

/**
 * Logarithms of the probabilities that kernels of a stepped parameter give to its values, kept from draw to draw: the same
 * few values and kernels come again and again, and each probability takes several special functions. Of two that fall on
 * one place the later stays, so its size has a bound; what it gives never depends on what it holds.
 */
final class MassTable {
    private static final int PLACES = 1 << 14;
    private static final int MIX = 0x9E3779B9;

    private final NumericScale scale;
    private final double[] values = new double[PLACES];
    private final double[] centres = new double[PLACES];
    private final double[] widths = new double[PLACES];
    private final double[] logs = new double[PLACES];

    MassTable(NumericScale scale) {
        this.scale = scale;
        Arrays.fill(values, Double.NaN);
    }

    /** Logarithm of what a kernel has on the step around a value, before what the limits cut off is made up for. */
    double logMass(double internal, double centre, double width) {
        int hash = (Double.hashCode(internal) * MIX + Double.hashCode(centre)) * MIX + Double.hashCode(width);
        int place = (hash * MIX) >>> (Integer.SIZE - Integer.numberOfTrailingZeros(PLACES));
        if (values[place] != internal || centres[place] != centre || widths[place] != width) {
            double from = scale.scaled(internal - scale.step() / 2);
            double to = scale.scaled(internal + scale.step() / 2);
            logs[place] = TruncatedNormal.logMass((from - centre) / width, (to - centre) / width);
            values[place] = internal;
            centres[place] = centre;
            widths[place] = width;
        }
        return logs[place];
    }
}
