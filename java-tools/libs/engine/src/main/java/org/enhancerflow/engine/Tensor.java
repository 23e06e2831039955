package org.enhancerflow.engine;

import ai.djl.pytorch.engine.PtNDArray;

/** An array on a device, owned by whoever holds this object. */
public final class Tensor implements AutoCloseable {

    private final PtNDArray array;

    Tensor(PtNDArray array) {
        this.array = array;
    }

    /** Lengths of the dimensions. */
    public long[] shape() {
        return array.getShape().getShape();
    }

    /** The values of a float32 tensor, row-major; waits for the device. */
    public float[] toFloats() {
        return array.toFloatArray();
    }

    PtNDArray array() {
        return array;
    }

    @Override
    public void close() {
        array.close();
    }
}
