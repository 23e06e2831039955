package org.enhancerflow.engine;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.IValue;
import java.util.List;

/** Tensors that pass to a script as one argument; the native list is built once and used for every call. Owns its
 * tensors, unless it is an arrangement of another list. */
public final class TensorList implements AutoCloseable {

    private final List<Tensor> tensors;
    private final IValue value;
    private final boolean owner;

    /** @param tensors at least one; owned by the list from now on */
    public TensorList(List<Tensor> tensors) {
        this(tensors, true);
    }

    private TensorList(List<Tensor> tensors, boolean owner) {
        this(tensors, listFrom(tensors), owner);
    }

    /** @param value the native list of the tensors */
    TensorList(List<Tensor> tensors, IValue value, boolean owner) {
        this.tensors = List.copyOf(tensors);
        this.value = value;
        this.owner = owner;
    }

    private static IValue listFrom(List<Tensor> tensors) {
        if (tensors.isEmpty()) {
            throw new IllegalArgumentException("a tensor list holds at least one tensor");
        }
        return IValue.listFrom(tensors.stream().map(Tensor::array).toArray(PtNDArray[]::new));
    }

    /** A list of some of the same tensors, in another order; they stay owned by this one. */
    TensorList arranged(List<Integer> order) {
        return new TensorList(order.stream().map(tensors::get).toList(), false);
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
        if (owner) {
            tensors.forEach(Tensor::close);
        }
    }
}
