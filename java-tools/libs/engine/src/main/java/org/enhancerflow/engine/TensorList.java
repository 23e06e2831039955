package org.enhancerflow.engine;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/** Tensors that pass to a script as one argument; the native list is built once and used for every call. Owns its tensors. */
public final class TensorList implements AutoCloseable {

    private final List<Tensor> tensors;
    private final IValue value;

    /** @param tensors at least one; owned by the list from now on */
    public TensorList(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("a tensor list holds at least one tensor");
        }
        this.tensors = List.copyOf(tensors);
        this.value = IValue.listFrom(tensors.stream().map(Tensor::array).toArray(PtNDArray[]::new));
    }

    /** Number of tensors. */
    public int size() {
        return tensors.size();
    }

    /** The tensor at an index; it stays owned by the list. */
    public Tensor get(int index) {
        return tensors.get(index);
    }

    IValue value() {
        return value;
    }

    @Override
    public void close() {
        value.close();
        tensors.forEach(Tensor::close);
    }
}
