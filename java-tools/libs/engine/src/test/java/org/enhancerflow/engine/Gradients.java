package org.enhancerflow.engine;

import java.util.List;

/** Opens a network's gradients to tests of other packages. */
public final class Gradients {

    private Gradients() {}

    /** Gradients of the mean loss of a batch, without dropout, in the order of the parameters. */
    public static List<float[]> of(Network network, Batch batch) {
        return network.gradients(batch);
    }
}
