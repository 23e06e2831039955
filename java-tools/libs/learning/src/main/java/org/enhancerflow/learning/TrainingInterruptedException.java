package org.enhancerflow.learning;

/** Training stopped because its listener asked for it, with a checkpoint saved where there is a place for one. */
public final class TrainingInterruptedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long step;

    TrainingInterruptedException(long step) {
        super("interrupted after step " + step);
        this.step = step;
    }

    /** Steps done. */
    public long step() {
        return step;
    }
}
