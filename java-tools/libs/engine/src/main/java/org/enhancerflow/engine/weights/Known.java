package org.enhancerflow.engine.weights;

import java.util.Optional;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Every name that a pickle of weights may mention: exact names, never a prefix, since functions of torch itself (torch.load) can be made to
 * run code. None of them is looked up or called; each only tells the reader which value to make.
 */
enum Known {
    ORDERED_DICT("collections", "OrderedDict", null),
    REBUILD_TENSOR("torch._utils", "_rebuild_tensor_v2", null),
    REBUILD_PARAMETER("torch._utils", "_rebuild_parameter", null),
    DOUBLES("torch", "DoubleStorage", TensorType.F64),
    FLOATS("torch", "FloatStorage", TensorType.F32),
    HALVES("torch", "HalfStorage", TensorType.F16),
    BRAIN_FLOATS("torch", "BFloat16Storage", TensorType.BF16),
    LONGS("torch", "LongStorage", TensorType.I64),
    INTS("torch", "IntStorage", TensorType.I32),
    SHORTS("torch", "ShortStorage", TensorType.I16),
    SIGNED_BYTES("torch", "CharStorage", TensorType.I8),
    BYTES("torch", "ByteStorage", TensorType.U8),
    BOOLEANS("torch", "BoolStorage", TensorType.BOOL);

    private final String module;
    private final String attribute;
    private final @Nullable TensorType elements;

    Known(String module, String attribute, @Nullable TensorType elements) {
        this.module = module;
        this.attribute = attribute;
        this.elements = elements;
    }

    static Optional<Known> of(String module, String attribute) {
        return Stream.of(values())
                .filter(known -> known.module.equals(module) && known.attribute.equals(attribute))
                .findFirst();
    }

    /** Elements of a storage; empty for a function. */
    Optional<TensorType> elements() {
        return Optional.ofNullable(elements);
    }
}
