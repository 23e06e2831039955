package org.enhancerflow.tools.evaluate;

/**
 * How confidence intervals are made.
 *
 * @param resamples of the bootstrap; 0 makes none
 * @param seed of the bootstrap
 */
record Resampling(int resamples, long seed) {}
