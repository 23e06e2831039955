package org.enhancerflow.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A model's parameters on one device, and the script that calculates with them there. */
final class Replica implements AutoCloseable {

    private final Torch torch;
    private final List<ParameterSpec> specs;
    private final Script script;
    private final TensorList parameters;
    /** The same memory as the parameters; those that train ask for gradients. */
    private final TensorList leaves;

    /** The parameters in the type to calculate in; null while they have to be cast afresh. */
    private @Nullable TensorList cast;

    Replica(Torch torch, Architecture architecture, List<float[]> values) {
        this.torch = torch;
        this.specs = architecture.parameters();
        this.script = torch.script(architecture.script() + TrainingScript.METHODS);
        try (TensorList shared = new TensorList(tensors(values))) {
            // Tensors made from Java share its direct memory; their clones live in libtorch's own, which is larger and
            // better aligned.
            this.parameters = script.call("copies").with(shared).computeList();
        }
        long[] trains = specs.stream().mapToLong(spec -> spec.trains() ? 1 : 0).toArray();
        this.leaves = script.call("leaves").with(parameters).with(trains).computeList();
    }

    TensorList parameters() {
        return parameters;
    }

    TensorList leaves() {
        return leaves;
    }

    /** libtorch's number of the type it calculates in. */
    long kind() {
        return torch.precision().kind();
    }

    Script.Call call(String method) {
        return script.call(method);
    }

    /** To be called whenever the parameters have changed. */
    void changed() {
        if (cast != null) {
            cast.close();
            cast = null;
        }
    }

    float[] logits(Batch batch) {
        try (Tensor ids = ids(batch);
                Tensor mask = mask(batch);
                Tensor result = script.call("infer")
                        .with(forInference())
                        .with(ids)
                        .with(mask)
                        .infer()) {
            return result.toFloats();
        }
    }

    private TensorList forInference() {
        if (torch.precision() == Precision.FP32) {
            return parameters;
        }
        if (cast == null) {
            cast = script.call("cast").with(parameters).with(kind()).computeList();
        }
        return cast;
    }

    /** Copies values into tensors of this device. */
    void assign(TensorList target, List<float[]> values) {
        try (TensorList source = new TensorList(tensors(values))) {
            copy(source, target);
        }
        changed();
    }

    /** Copies tensors of any device into tensors of this one. */
    void copy(TensorList source, TensorList target) {
        script.call("assign").with(target).with(source).compute().close();
    }

    TensorList zeros(TensorList like) {
        return script.call("zeros").with(like).computeList();
    }

    private List<Tensor> tensors(List<float[]> values) {
        if (values.size() != specs.size()) {
            throw new IllegalArgumentException(values.size() + " arrays for " + specs.size() + " parameters");
        }
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            tensors.add(torch.floats(values.get(i), specs.get(i).dimensions()));
        }
        return tensors;
    }

    Tensor ids(Batch batch) {
        return torch.longs(batch.ids(), batch.rows(), batch.length());
    }

    Tensor labels(Batch batch) {
        return torch.longs(batch.labels(), batch.rows());
    }

    /** 1 for a token, 0 for padding; without elements where nothing is padded. */
    Tensor mask(Batch batch) {
        return batch.padded()
                ? torch.floats(batch.mask(), batch.rows(), batch.length())
                : torch.floats(new float[0], 0);
    }

    @Override
    public void close() {
        changed();
        leaves.close();
        parameters.close();
        script.close();
    }
}
