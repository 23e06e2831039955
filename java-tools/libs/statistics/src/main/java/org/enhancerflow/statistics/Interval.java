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
}
