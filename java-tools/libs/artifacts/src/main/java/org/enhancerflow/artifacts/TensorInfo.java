package org.enhancerflow.artifacts;

import java.util.List;

/**
 * A tensor's entry in the header of a safetensors file.
 *
 * @param shape sizes of the dimensions, empty for a scalar
 * @param begin first byte, counted from the end of the header
 * @param end one past the last byte
 */
public record TensorInfo(String name, TensorType type, List<Long> shape, long begin, long end) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** Number of elements. */
    public long elements() {
        return (end - begin) / type.bytes();
    }

    /** The entry of some consecutive elements, as a vector. */
    TensorInfo range(long from, long to) {
        if (from < 0 || to < from || to > elements()) {
            throw new IndexOutOfBoundsException(name + " [" + from + ", " + to + ")");
        }
        return new TensorInfo(name, type, List.of(to - from), begin + from * type.bytes(), begin + to * type.bytes());
    }
}
