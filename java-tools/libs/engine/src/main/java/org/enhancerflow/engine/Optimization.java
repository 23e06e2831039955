package org.enhancerflow.engine;

import java.util.ArrayList;
import java.util.List;

/** Training steps of a network with one set of constants: which tensors the optimizer changes, in which order and groups. */
final class Optimization implements AutoCloseable {

    private final List<Replica> replicas;
    private final OptimizerSettings settings;
    private final ParameterGroups groups;
    private final List<TensorList> trained;
    private final TensorList weights;
    private final TensorList first;
    private final TensorList second;

    Optimization(
            List<Replica> replicas,
            Architecture architecture,
            TensorList firstMoments,
            TensorList secondMoments,
            OptimizerSettings settings) {
        this.replicas = replicas;
        this.settings = settings;
        this.groups = ParameterGroups.of(architecture.parameters(), settings);
        this.trained =
                replicas.stream().map(replica -> arranged(replica.leaves())).toList();
        this.weights = arranged(replicas.get(0).parameters());
        this.first = arranged(firstMoments);
        this.second = arranged(secondMoments);
    }

    private TensorList arranged(TensorList tensors) {
        return tensors.arranged(groups.order());
    }

    OptimizerSettings settings() {
        return settings;
    }

    StepResult step(List<Batch> batches, double learningRate, long step) {
        if (settings.consistency() > 0 && !batches.stream().allMatch(Batch::paired)) {
            throw new IllegalArgumentException("a penalty on different answers for the two strands needs both of them");
        }
        List<List<Batch>> shares = shares(batches);
        double rows = batches.stream().mapToInt(Batch::rows).sum();
        if (shares.size() == 1) {
            try (Inputs inputs = new Inputs(replicas.get(0), batches);
                    Tensor result = update(forward("step", 0, inputs, rows), learningRate, step)
                            .compute()) {
                return result(result);
            }
        }
        List<TensorList> gradients = new ArrayList<>();
        try {
            // Launching work on a CUDA device returns before it is done, so the devices work at the same time.
            for (int i = 0; i < shares.size(); i++) {
                try (Inputs inputs = new Inputs(replicas.get(i), shares.get(i))) {
                    gradients.add(forward("collect", i, inputs, rows).computeList());
                }
            }
            for (TensorList other : gradients.subList(1, gradients.size())) {
                replicas.get(0)
                        .call("add")
                        .with(gradients.get(0))
                        .with(other)
                        .compute()
                        .close();
            }
            try (Tensor result = update(replicas.get(0).call("update").with(gradients.get(0)), learningRate, step)
                    .compute()) {
                replicas.stream()
                        .skip(1)
                        .forEach(replica -> replica.copy(replicas.get(0).parameters(), replica.parameters()));
                return result(result);
            }
        } finally {
            gradients.forEach(TensorList::close);
        }
    }

    /** Batches in turn to the devices, each of which that has any. */
    private List<List<Batch>> shares(List<Batch> batches) {
        List<List<Batch>> shares = new ArrayList<>();
        for (int i = 0; i < batches.size(); i++) {
            if (i < replicas.size()) {
                shares.add(new ArrayList<>());
            }
            shares.get(i % replicas.size()).add(batches.get(i));
        }
        return shares;
    }

    private Script.Call forward(String method, int replica, Inputs inputs, double rows) {
        return replicas.get(replica)
                .call(method)
                .with(replicas.get(replica).leaves())
                .with(trained.get(replica))
                .with(inputs.ids())
                .with(inputs.masks())
                .with(inputs.labels())
                .with(rows)
                .with(settings.labelSmoothing())
                .with(settings.consistency())
                .with(inputs.kind());
    }

    private Script.Call update(Script.Call call, double learningRate, long step) {
        return call.with(weights)
                .with(first)
                .with(second)
                .with(groups.sizes())
                .with(groups.rates(learningRate))
                .with(groups.decays())
                .with(settings.beta1())
                .with(settings.beta2())
                .with(settings.epsilon())
                .with(settings.clip())
                .with((double) step);
    }

    private static StepResult result(Tensor tensor) {
        float[] values = tensor.toFloats();
        return new StepResult(values[0], values[1]);
    }

    @Override
    public void close() {
        second.close();
        first.close();
        weights.close();
        trained.forEach(TensorList::close);
    }

    /** Batches on a device. */
    private record Inputs(TensorList ids, TensorList masks, TensorList labels, long kind) implements AutoCloseable {

        Inputs(Replica replica, List<Batch> batches) {
            this(
                    new TensorList(batches.stream().map(replica::ids).toList()),
                    new TensorList(batches.stream().map(replica::mask).toList()),
                    new TensorList(batches.stream().map(replica::labels).toList()),
                    replica.kind());
        }

        @Override
        public void close() {
            ids.close();
            masks.close();
            labels.close();
        }
    }
}
