package org.enhancerflow.learning;

/** The loss is no longer a finite number. */
public final class DivergedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DivergedException(long step, double learningRate, float loss) {
        super("the loss became " + loss + " at step " + step + " (learning rate " + learningRate
                + "); lower learning_rate, raise warmup, or set clip");
    }
}
