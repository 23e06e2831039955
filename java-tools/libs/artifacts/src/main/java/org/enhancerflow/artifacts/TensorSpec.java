package org.enhancerflow.artifacts;

import java.util.List;

/** A tensor to be written: its name, element type and shape. */
public record TensorSpec(String name, TensorType type, List<Long> shape) {
    public TensorSpec {
        shape = List.copyOf(shape);
    }

    /** A one-dimensional tensor. */
    public static TensorSpec vector(String name, TensorType type, long elements) {
        return new TensorSpec(name, type, List.of(elements));
    }

    /** Number of elements: the product of the shape, 1 for a scalar. */
    public long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Size in bytes. */
    public long byteLength() {
        return Math.multiplyExact(elements(), (long) type.bytes());
    }
}
