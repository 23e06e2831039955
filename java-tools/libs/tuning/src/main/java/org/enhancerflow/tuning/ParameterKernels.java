package org.enhancerflow.tuning;

/** The kernels of one parameter: one for each observation, in order, and last the prior's. */
interface ParameterKernels {
    /**
     * Adds to each kernel's sum what in the logarithm of its density does not depend on the value.
     *
     * @param sums one per kernel
     */
    void addConstants(double[] sums);

    /**
     * Adds to each kernel's sum the rest of the logarithm of its density (of its probability, for a parameter with steps or
     * choices).
     *
     * @param internal an internal value of the parameter
     * @param sums one per kernel
     */
    void addLogDensities(double internal, double[] sums);

    /** Draws an internal value from one kernel. */
    double draw(int kernel, double uniform);

    /**
     * The kernels that observations make.
     *
     * @param numbers trials, all with the parameter
     * @param places by number of a trial: its index in {@code numbers}, or -1
     */
    static ParameterKernels of(ObservedColumn column, int[] numbers, int[] places) {
        return column.distribution() instanceof CategoricalDistribution categorical
                ? new CategoricalKernels(categorical.choices().size(), column, numbers)
                : new NumericKernels(column, numbers, places);
    }
}
