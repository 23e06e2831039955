package org.enhancerflow.engine;

/**
 * What a training step reports.
 *
 * @param loss mean over the rows, before the update
 * @param gradientNorm global norm of the gradient before clipping
 */
public record StepResult(float loss, float gradientNorm) {}
