package org.enhancerflow.tuning;

/** The kernels of one parameter: one for each observation, in order, and last the prior's. */
interface ParameterKernels {
    /**
     * Adds to each kernel's sum the logarithm of its density (of its probability, for a parameter with steps or choices).
     *
     * @param internal an internal value of the parameter
     * @param sums one per kernel
     */
    void addLogDensities(double internal, double[] sums);

    /** Draws an internal value from one kernel. */
    double draw(int kernel, double uniform);

    /** The kernels that observations make. */
    static ParameterKernels of(Distribution distribution, double[] internal) {
        return distribution instanceof CategoricalDistribution categorical
                ? new CategoricalKernels(categorical.choices().size(), internal)
                : NumericKernels.of(distribution, internal);
    }
}
