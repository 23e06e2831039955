package org.enhancerflow.tuning;

/** Each kernel prefers the choice that was observed; the prior prefers none. */
final class CategoricalKernels implements ParameterKernels {
    private final int choices;
    private final int[] observed;
    private final double own;
    private final double other;
    private final double logOther;
    private final double preference;

    /** @param numbers trials, all with the parameter */
    CategoricalKernels(int choices, ObservedColumn column, int[] numbers) {
        this.choices = choices;
        this.observed = new int[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            observed[i] = (int) column.centre(numbers[i]);
        }
        double share = 1.0 / (numbers.length + 1);
        double total = 1 + choices * share;
        this.own = (1 + share) / total;
        this.other = share / total;
        this.logOther = StrictMath.log(other);
        this.preference = StrictMath.log(own) - logOther;
    }

    /** Probability that a kernel gives a choice. */
    double probability(int kernel, int choice) {
        if (kernel == observed.length) {
            return 1.0 / choices;
        }
        return observed[kernel] == choice ? own : other;
    }

    @Override
    public void addConstants(double[] sums) {
        for (int kernel = 0; kernel < observed.length; kernel++) {
            sums[kernel] += logOther;
        }
        sums[observed.length] -= StrictMath.log(choices);
    }

    @Override
    public void addLogDensities(double internal, double[] sums) {
        int choice = (int) internal;
        for (int kernel = 0; kernel < observed.length; kernel++) {
            sums[kernel] += observed[kernel] == choice ? preference : 0;
        }
    }

    @Override
    public double draw(int kernel, double uniform) {
        double rest = uniform;
        for (int choice = 0; choice < choices - 1; choice++) {
            rest -= probability(kernel, choice);
            if (rest < 0) {
                return choice;
            }
        }
        return choices - 1;
    }
}
