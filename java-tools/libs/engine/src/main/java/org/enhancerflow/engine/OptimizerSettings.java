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
 * @param consistency weight of a penalty on different answers for the two strands: the symmetric Kullback-Leibler divergence of their
 *     probabilities, mean over pairs; above 0 every batch must be {@link Batch#paired paired}
 */
public record OptimizerSettings(
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        boolean decayAll,
        double clip,
        double labelSmoothing,
        double consistency) {

    /** The same without the penalty. */
    public OptimizerSettings(
            double beta1,
            double beta2,
            double epsilon,
            double weightDecay,
            boolean decayAll,
            double clip,
            double labelSmoothing) {
        this(beta1, beta2, epsilon, weightDecay, decayAll, clip, labelSmoothing, 0);
    }
}
