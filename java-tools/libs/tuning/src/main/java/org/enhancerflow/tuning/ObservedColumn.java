package org.enhancerflow.tuning;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One parameter's values in all trials seen, ready for {@link ParameterKernels}. What is costly, logarithms, order and what
 * the limits cut off, is found once for each trial instead of at every draw.
 */
final class ObservedColumn {
    private static final int FIRST_CAPACITY = 64;

    private final Distribution distribution;
    private final NumericScale scale;
    private @Nullable MassTable masses;

    /** By number of the trial; not a number where it lacks the parameter. */
    private double[] centres = new double[0];

    /** Numbers of the trials that have the parameter, by value, of equal values the earlier first. */
    private int[] order = new int[0];

    private int count;

    /** By number of the trial: the width its kernel had last, and what follows from it. */
    private double[] widths = new double[0];

    private double[] inverseWidths = new double[0];
    private double[] logScales = new double[0];

    ObservedColumn(Distribution distribution) {
        this.distribution = distribution;
        this.scale = NumericScale.of(distribution);
    }

    Distribution distribution() {
        return distribution;
    }

    NumericScale scale() {
        return scale;
    }

    /** Of a parameter with steps. */
    MassTable masses() {
        MassTable known = masses;
        if (known == null) {
            known = new MassTable(scale);
            masses = known;
        }
        return known;
    }

    /** Of a trial that was set: the value on the parameter's scale. */
    double centre(int number) {
        return centres[number];
    }

    /** Sets a trial's internal value, or not a number if it has none; the trial may have had another before. */
    void set(int number, double internal) {
        grow(number);
        double centre = scale.scaled(internal);
        double before = centres[number];
        if (Double.compare(centre, before) == 0) {
            // A trial that went from running to complete has the same parameters.
            return;
        }
        if (!Double.isNaN(before)) {
            remove(number);
        }
        centres[number] = centre;
        widths[number] = Double.NaN;
        if (!Double.isNaN(centre)) {
            insert(number, centre);
        }
    }

    private void grow(int number) {
        int before = centres.length;
        if (number >= before) {
            int capacity = Math.max(Math.max(FIRST_CAPACITY, 2 * before), number + 1);
            centres = Arrays.copyOf(centres, capacity);
            Arrays.fill(centres, before, capacity, Double.NaN);
            order = Arrays.copyOf(order, capacity);
            widths = Arrays.copyOf(widths, capacity);
            inverseWidths = Arrays.copyOf(inverseWidths, capacity);
            logScales = Arrays.copyOf(logScales, capacity);
        }
    }

    private void remove(int number) {
        int place = 0;
        while (order[place] != number) {
            place++;
        }
        count--;
        System.arraycopy(order, place + 1, order, place, count - place);
    }

    private void insert(int number, double centre) {
        int from = 0;
        int to = count;
        while (from < to) {
            int middle = (from + to) >>> 1;
            int other = order[middle];
            if (centres[other] < centre || (centres[other] == centre && other < number)) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        System.arraycopy(order, from, order, from + 1, count - from);
        order[from] = number;
        count++;
    }

    /**
     * Some trials by value, of equal values the earlier first.
     *
     * @param places by number of the trial: its place among those wanted, or -1
     * @param wanted how many these are; all have the parameter
     * @return their places
     */
    int[] sorted(int[] places, int wanted) {
        int[] sorted = new int[wanted];
        int found = 0;
        for (int i = 0; i < count; i++) {
            int place = places[order[i]];
            if (place >= 0) {
                sorted[found++] = place;
            }
        }
        return sorted;
    }

    /** Makes {@link #inverseWidth} and {@link #logScale} those of a kernel of this width around the trial's value. */
    void use(int number, double width) {
        if (widths[number] != width) {
            widths[number] = width;
            inverseWidths[number] = 1 / width;
            logScales[number] = scale.logScale(centres[number], width);
        }
    }

    double inverseWidth(int number) {
        return inverseWidths[number];
    }

    double logScale(int number) {
        return logScales[number];
    }
}
