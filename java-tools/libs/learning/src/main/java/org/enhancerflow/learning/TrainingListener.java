package org.enhancerflow.learning;

import org.enhancerflow.artifacts.History;

/** Told how training goes, and asked whether to go on. */
public interface TrainingListener {

    /** What to do after an evaluation or a step. */
    enum Decision {
        /** Go on. */
        CONTINUE,
        /** Stop here; the run ends with the best weights so far (a pruned trial). */
        STOP,
        /** Save a checkpoint and throw {@link TrainingInterruptedException}. */
        INTERRUPT
    }

    /**
     * Training goes on from a checkpoint; told before the first step.
     *
     * @param step steps done before
     * @param rows sequences of them
     */
    default void resumed(long step, long rows) {}

    /**
     * A step is done.
     *
     * @param step from 1
     * @param rows sequences of the step
     * @param loss of the step
     */
    default Decision stepped(long step, int rows, float loss) {
        return Decision.CONTINUE;
    }

    /** Memory ran out; from now on at most so many rows run together, and the step is done again. Its result is the same batch's. */
    default void shrunk(int rows) {}

    /** The model was evaluated on the validation windows. */
    default Decision evaluated(History.Row row) {
        return Decision.CONTINUE;
    }
}
