package org.enhancerflow.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;

/**
 * A model written as DJL's documentation has it: NDArray operations one by one, GradientCollector, Optimizer. What the engine is compared
 * with, for values and for cost; runs on the CPU, without dropout.
 */
abstract class PlainModel implements AutoCloseable {

    private final NDManager manager;
    private final List<String> names;
    private final List<NDArray> parameters = new ArrayList<>();
    private final Optimizer optimizer;

    PlainModel(Architecture architecture, List<float[]> values, OptimizerSettings settings, double learningRate) {
        manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        names = architecture.parameters().stream().map(ParameterSpec::name).toList();
        for (int i = 0; i < values.size(); i++) {
            NDArray array = manager.create(
                    values.get(i), new Shape(architecture.parameters().get(i).dimensions()));
            array.setRequiresGradient(true);
            parameters.add(array);
        }
        optimizer = Optimizer.adamW()
                .optLearningRateTracker(Tracker.fixed((float) learningRate))
                .optBeta1((float) settings.beta1())
                .optBeta2((float) settings.beta2())
                .optEpsilon((float) settings.epsilon())
                .optWeightDecays((float) settings.weightDecay())
                .build();
    }

    /** Logits [rows, labels] of unpadded ids [rows, length]. */
    abstract NDArray logits(NDArray ids);

    NDArray parameter(int index) {
        return parameters.get(index);
    }

    /** What a function of the ids of a batch gives, as an array. */
    float[] values(Batch batch, java.util.function.UnaryOperator<NDArray> function) {
        try (NDManager step = manager.newSubManager()) {
            return function.apply(ids(step, batch)).toFloatArray();
        }
    }

    /** One step of forward, backward and AdamW; the loss before it. */
    float step(Batch batch) {
        try (NDManager step = manager.newSubManager()) {
            float loss = backward(step, batch);
            for (int i = 0; i < parameters.size(); i++) {
                optimizer.update(names.get(i), parameters.get(i), gradient(step, i));
            }
            return loss;
        }
    }

    /** Gradients of the mean loss. */
    List<float[]> gradients(Batch batch) {
        try (NDManager step = manager.newSubManager()) {
            backward(step, batch);
            List<float[]> gradients = new ArrayList<>();
            for (int i = 0; i < parameters.size(); i++) {
                NDArray gradient = gradient(step, i);
                gradients.add(gradient.toFloatArray());
                gradient.subi(gradient);
            }
            return gradients;
        }
    }

    private float backward(NDManager step, Batch batch) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray labels = step.create(batch.labels(), new Shape(batch.rows()));
            NDArray loss =
                    new SoftmaxCrossEntropyLoss().evaluate(new NDList(labels), new NDList(logits(ids(step, batch))));
            collector.backward(loss);
            return loss.getFloat();
        }
    }

    /** The gradient, freed with the step; DJL would keep its handle as long as the parameter. */
    private NDArray gradient(NDManager step, int index) {
        NDArray gradient = parameters.get(index).getGradient();
        gradient.attach(step);
        return gradient;
    }

    private static NDArray ids(NDManager step, Batch batch) {
        return step.create(batch.ids(), new Shape(batch.rows(), batch.length()));
    }

    /** Current values of every parameter. */
    List<float[]> parameters() {
        return parameters.stream().map(NDArray::toFloatArray).toList();
    }

    @Override
    public void close() {
        manager.close();
    }
}
