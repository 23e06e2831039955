package org.enhancerflow.statistics;

/**
 * A confidence interval.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {

    /** Wilson's 95 % interval of a share (Wilson 1927): {@code part} of {@code whole} rows, {@code whole} at least 1. */
    public static Interval wilson(long part, long whole) {
        double z2 = Normal.Z_95 * Normal.Z_95;
        double share = (double) part / whole;
        double centre = (share + z2 / (2.0 * whole)) / (1 + z2 / whole);
        double half =
                Normal.Z_95 * Math.sqrt(share * (1 - share) / whole + z2 / (4.0 * whole * whole)) / (1 + z2 / whole);
        return new Interval(Math.max(0, centre - half), Math.min(1, centre + half));
    }

    /** The normal 95 % interval of the mean of independent values, of which there is at least one. */
    public static Interval ofMean(double[] values) {
        double mean = Sum.mean(values);
        Sum squares = new Sum();
        for (double value : values) {
            squares.add((value - mean) * (value - mean));
        }
        double half =
                values.length < 2 ? 0 : Normal.Z_95 * Math.sqrt(squares.value() / (values.length - 1) / values.length);
        return new Interval(mean - half, mean + half);
    }
}
