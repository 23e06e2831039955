package org.enhancerflow.engine.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.enhancerflow.artifacts.SafetensorsFile;
import org.enhancerflow.artifacts.TensorSpec;

/** One {@code model.safetensors}. */
final class SafetensorsWeights implements WeightFile {

    private final SafetensorsFile file;
    private final Map<String, TensorSpec> tensors;

    private SafetensorsWeights(SafetensorsFile file) {
        this.file = file;
        Map<String, TensorSpec> specs = new LinkedHashMap<>();
        file.tensors().forEach((name, info) -> specs.put(name, new TensorSpec(name, info.type(), info.shape())));
        this.tensors = Collections.unmodifiableMap(specs);
    }

    static SafetensorsWeights open(Path path) throws IOException {
        return new SafetensorsWeights(SafetensorsFile.open(path));
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Map<String, TensorSpec> tensors() {
        return tensors;
    }

    @Override
    public float[] read(String name) {
        return file.readAsFloats(name);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
