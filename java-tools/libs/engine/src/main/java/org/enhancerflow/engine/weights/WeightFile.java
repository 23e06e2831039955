package org.enhancerflow.engine.weights;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.enhancerflow.artifacts.TensorSpec;

/** Named tensors on disk. Opening reads names and shapes only; values are read tensor by tensor. */
public interface WeightFile extends Closeable {

    /** The file, or the index of its parts. */
    Path path();

    /** What there is, by name, in the file's order. */
    Map<String, TensorSpec> tensors();

    /**
     * Values of one tensor, row-major, as float32.
     *
     * @throws org.enhancerflow.artifacts.BadInputException when the file is damaged or holds no floating-point numbers there
     */
    float[] read(String name) throws IOException;
}
