package org.enhancerflow.engine;

/**
 * Constants of AdamW (Loshchilov and Hutter, arXiv 1711.05101) and of what happens around it. The learning rate is given at each step.
 *
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added to the root of the second moment
 * @param weightDecay decoupled, multiplied by the learning rate
 * @param decayAll whether biases and norms decay too
 * @param clip largest global norm of the gradient; 0 for no limit
 * @param labelSmoothing share of the target spread evenly over all classes
 */
public record OptimizerSettings(
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean decayAll,
        double clip,
        double labelSmoothing) {}
