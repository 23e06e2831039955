package org.enhancerflow.engine;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A model on one device or several: an architecture, its parameters, and AdamW's moments once it trains. On one device a training step
 * (forward, loss, backward, clipping, update) over any number of batches is one native call. On several, each holds a copy of the
 * parameters and takes its share of the batches; gradients are added and the update is made on the first.
 */
public final class Network implements AutoCloseable {

    private final Torch torch;
    private final Architecture architecture;
    private final List<Replica> replicas;
    private final TensorList firstMoments;
    private final TensorList secondMoments;
    private @Nullable Optimization optimization;

    /**
     * Builds a network.
     *
     * @param values of every parameter, in the architecture's order
     */
    public Network(Torch torch, Architecture architecture, List<float[]> values) {
        this.torch = torch;
        this.architecture = architecture;
        this.replicas = torch.devices().stream()
                .map(device -> new Replica(device, architecture, values))
                .toList();
        this.firstMoments = main().zeros(main().parameters());
        this.secondMoments = main().zeros(main().parameters());
    }

    /** A network with fresh parameters. */
    public static Network fresh(Torch torch, Architecture architecture, long seed) {
        return new Network(torch, architecture, initial(architecture, seed));
    }

    /** Fresh values of every parameter, in order. */
    public static List<float[]> initial(Architecture architecture, long seed) {
        List<float[]> values = new ArrayList<>();
        for (ParameterSpec spec : architecture.parameters()) {
            values.add(spec.initialisation().draw(spec.count(), seed, spec.name()));
        }
        return values;
    }

    private Replica main() {
        return replicas.get(0);
    }

    /** The devices it runs on. */
    public Torch torch() {
        return torch;
    }

    /** The architecture. */
    public Architecture architecture() {
        return architecture;
    }

    /**
     * Logits of a batch, without dropout.
     *
     * @return [rows × labels], row-major
     */
    public float[] logits(Batch batch) {
        return main().logits(batch);
    }

    /**
     * One AdamW step on the mean loss over all rows of the batches.
     *
     * @param batches together one effective batch; gradients of all of them are added before the update
     * @param settings constants of the optimizer
     * @param learningRate of this step
     * @param step number of this step, from 1
     * @param seed of this step's dropout
     * @return loss before the update and global norm of the gradient before clipping
     */
    public StepResult step(List<Batch> batches, OptimizerSettings settings, double learningRate, long step, long seed) {
        torch.seed(seed);
        StepResult result = optimization(settings).step(batches, learningRate, step);
        replicas.forEach(Replica::changed);
        return result;
    }

    private Optimization optimization(OptimizerSettings settings) {
        if (optimization == null || !optimization.settings().equals(settings)) {
            if (optimization != null) {
                optimization.close();
            }
            optimization = new Optimization(replicas, architecture, firstMoments, secondMoments, settings);
        }
        return optimization;
    }

    /** Gradients of the mean loss of a batch, without dropout, one array per parameter that trains, in order. */
    List<float[]> gradients(Batch batch) {
        Replica main = main();
        List<ParameterSpec> specs = architecture.parameters();
        List<Integer> order = java.util.stream.IntStream.range(0, specs.size())
                .filter(i -> specs.get(i).trains())
                .boxed()
                .toList();
        try (Tensor ids = main.ids(batch);
                Tensor mask = main.mask(batch);
                Tensor labels = main.labels(batch);
                TensorList trained = main.leaves().arranged(order);
                TensorList gradients = main.call("gradients")
                        .with(main.leaves())
                        .with(trained)
                        .with(ids)
                        .with(mask)
                        .with(labels)
                        .with(main.kind())
                        .computeList()) {
            return values(gradients);
        }
    }

    /** Current values of one parameter. */
    public float[] parameter(int index) {
        return main().parameters().get(index).toFloats();
    }

    /** AdamW's first moment of one parameter. */
    public float[] firstMoment(int index) {
        return firstMoments.get(index).toFloats();
    }

    /** AdamW's second moment of one parameter. */
    public float[] secondMoment(int index) {
        return secondMoments.get(index).toFloats();
    }

    /** Current values of every parameter, in order. */
    public List<float[]> parameters() {
        return values(main().parameters());
    }

    /** Replaces the parameters; the optimizer's moments stay. */
    public void setParameters(List<float[]> values) {
        replicas.forEach(replica -> replica.assign(replica.parameters(), values));
    }

    /** Replaces AdamW's moments, as a checkpoint does. */
    public void setMoments(List<float[]> first, List<float[]> second) {
        main().assign(firstMoments, first);
        main().assign(secondMoments, second);
    }

    private static List<float[]> values(TensorList tensors) {
        List<float[]> values = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            values.add(tensors.get(i).toFloats());
        }
        return values;
    }

    @Override
    public void close() {
        if (optimization != null) {
            optimization.close();
        }
        secondMoments.close();
        firstMoments.close();
        replicas.forEach(Replica::close);
    }
}
