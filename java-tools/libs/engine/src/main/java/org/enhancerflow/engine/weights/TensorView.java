package org.enhancerflow.engine.weights;

import java.util.List;
import org.enhancerflow.artifacts.TensorType;

/**
 * A tensor as a pickle describes it: a window onto a storage.
 *
 * @param storage where the elements lie
 * @param offset element of the storage that is the tensor's first
 * @param shape lengths of the dimensions
 * @param strides elements of the storage from one index of a dimension to the next
 */
record TensorView(Storage storage, long offset, List<Long> shape, List<Long> strides) {

    /**
     * Elements on disk.
     *
     * @param type of every element
     * @param key name among the file's storages
     * @param count how many there are
     */
    record Storage(TensorType type, String key, long count) {}

    /** A view may leave out this many times its own elements: slices do, hostile files that want memory do more. */
    private static final long SPARSEST = 16;

    TensorView {
        shape = List.copyOf(shape);
        strides = List.copyOf(strides);
        check(storage, offset, shape, strides);
    }

    private static void check(Storage storage, long offset, List<Long> shape, List<Long> strides) {
        boolean formed = offset >= 0
                && shape.size() == strides.size()
                && shape.stream().allMatch(n -> n >= 0)
                && strides.stream().allMatch(n -> n >= 0);
        if (!formed) {
            throw new PickleException("holds a tensor of shape " + shape + " and strides " + strides);
        }
        try {
            long count = shape.stream().reduce(1L, Math::multiplyExact);
            long span = span(shape, strides);
            if (count > 0 && Math.addExact(offset, span) > storage.count()) {
                throw new PickleException("holds a tensor of shape " + shape + " that reaches beyond its storage of "
                        + storage.count() + " elements");
            }
            if (count > Integer.MAX_VALUE - 8 || span > Math.multiplyExact(SPARSEST, count + SPARSEST)) {
                throw new PickleException("holds a tensor of shape " + shape + " and strides " + strides
                        + ", which is larger than this version reads");
            }
        } catch (ArithmeticException e) {
            throw new PickleException("holds a tensor larger than any file, of shape " + shape);
        }
    }

    /** Elements of the storage from the first to the last that the view shows. */
    long span() {
        return span(shape, strides);
    }

    private static long span(List<Long> shape, List<Long> strides) {
        long last = 0;
        for (int i = 0; i < shape.size(); i++) {
            if (shape.get(i) == 0) {
                return 0;
            }
            last = Math.addExact(last, Math.multiplyExact(shape.get(i) - 1, strides.get(i)));
        }
        return last + 1;
    }

    int count() {
        return Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
    }

    /** Whether the elements lie one after another, row-major. */
    boolean contiguous() {
        long expected = 1;
        for (int i = shape.size() - 1; i >= 0; i--) {
            if (shape.get(i) != 1 && strides.get(i) != expected) {
                return false;
            }
            expected *= shape.get(i);
        }
        return true;
    }

    /** Puts the elements of a span in row-major order. */
    float[] gather(float[] span) {
        float[] values = new float[count()];
        long[] index = new long[shape.size()];
        long at = 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = span[Math.toIntExact(at)];
            int dimension = index.length - 1;
            while (dimension >= 0) {
                index[dimension]++;
                at += strides.get(dimension);
                if (index[dimension] < shape.get(dimension)) {
                    break;
                }
                at -= strides.get(dimension) * shape.get(dimension);
                index[dimension] = 0;
                dimension--;
            }
        }
        return values;
    }
}
