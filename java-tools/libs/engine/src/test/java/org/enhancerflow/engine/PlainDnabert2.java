package org.enhancerflow.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.engine.dnabert2.Dnabert2;

/** DNABERT-2 in plain DJL operations, from the description of the original, not from the engine's script. */
final class PlainDnabert2 extends PlainModel {

    private static final int PER_LAYER = 11;

    private final Dnabert2 model;

    PlainDnabert2(Dnabert2 model, List<float[]> values, OptimizerSettings settings, double learningRate) {
        super(model, values, settings, learningRate);
        this.model = model;
    }

    @Override
    NDArray logits(NDArray ids) {
        List<NDArray> states = states(ids);
        int head = 4 + model.layers() * PER_LAYER;
        NDArray pooled = linear(states.get(model.layers()).get(":, 0"), head).tanh();
        return linear(pooled, head + 2);
    }

    /** The hidden states after the embeddings and after every layer, each [rows, length, hidden]. */
    List<NDArray> states(NDArray ids) {
        NDArray words =
                Embedding.embedding(ids, parameter(0), SparseFormat.DENSE).singletonOrThrow();
        NDArray state = norm(words.add(parameter(1).get(0)), 2);
        List<NDArray> states = new ArrayList<>(List.of(state));
        NDArray bias = bias(ids);
        for (int layer = 0; layer < model.layers(); layer++) {
            state = layer(state, 4 + layer * PER_LAYER, bias);
            states.add(state);
        }
        return states;
    }

    private NDArray layer(NDArray x, int at, NDArray bias) {
        NDArray attended = linear(attention(linear(x, at), bias), at + 2);
        NDArray middle = norm(attended.add(x), at + 4);
        NDArray gates = Linear.linear(middle, parameter(at + 6)).singletonOrThrow();
        NDArray first = gates.get(":, :, :" + model.intermediate());
        NDArray second = gates.get(":, :, " + model.intermediate() + ":");
        return norm(linear(Activation.gelu(first).mul(second), at + 7).add(middle), at + 9);
    }

    private NDArray attention(NDArray queriesKeysValues, NDArray bias) {
        long rows = queriesKeysValues.getShape().get(0);
        long length = queriesKeysValues.getShape().get(1);
        int size = model.hidden() / model.heads();
        NDArray parts =
                queriesKeysValues.reshape(rows, length, 3, model.heads(), size).transpose(2, 0, 3, 1, 4);
        NDArray scores = parts.get(0)
                .matMul(parts.get(1).transpose(0, 1, 3, 2))
                .div(Math.sqrt(size))
                .add(bias);
        return scores.softmax(-1).matMul(parts.get(2)).transpose(0, 2, 1, 3).reshape(rows, length, model.hidden());
    }

    /** Minus slope times distance, [1, heads, length, length]. */
    private NDArray bias(NDArray ids) {
        long length = ids.getShape().get(1);
        NDArray place = ids.getManager().arange((int) length).toType(DataType.FLOAT32, false);
        NDArray distance = place.expandDims(0).sub(place.expandDims(1)).abs();
        float[] slopes = new float[model.heads()];
        int power = Integer.highestOneBit(slopes.length);
        for (int head = 0; head < slopes.length; head++) {
            slopes[head] = (float)
                    (head < power
                            ? Math.pow(2, -8.0 * (head + 1) / power)
                            : Math.pow(2, -4.0 * (2 * (head - power) + 1) / power));
        }
        return ids.getManager()
                .create(slopes, new Shape(1, slopes.length, 1, 1))
                .neg()
                .mul(distance);
    }

    private NDArray linear(NDArray x, int at) {
        return Linear.linear(x, parameter(at), parameter(at + 1)).singletonOrThrow();
    }

    private NDArray norm(NDArray x, int at) {
        return LayerNorm.layerNorm(
                        x, new Shape(model.hidden()), parameter(at), parameter(at + 1), (float) model.normEpsilon())
                .singletonOrThrow();
    }
}
