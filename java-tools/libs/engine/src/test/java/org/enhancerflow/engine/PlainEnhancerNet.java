package org.enhancerflow.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;
import java.util.List;
import org.enhancerflow.engine.cnn.EnhancerNet;

/**
 * EnhancerNet in plain DJL operations, both strands run one after the other. Lengths must be a multiple of {@code pool}.
 */
final class PlainEnhancerNet extends PlainModel {

    private static final double EPSILON = 1e-5;

    private final EnhancerNet model;

    PlainEnhancerNet(EnhancerNet model, List<float[]> values, OptimizerSettings settings, double learningRate) {
        super(model, values, settings, learningRate);
        this.model = model;
    }

    @Override
    NDArray logits(NDArray ids) {
        NDArray bases = ids.getManager().create(new long[] {5, 6, 7, 8}, new Shape(1, 4, 1));
        NDArray oneHot = ids.expandDims(1).eq(bases).toType(DataType.FLOAT32, false);
        // The complement of base i is base 3 - i.
        NDArray reverse = oneHot.flip(1, 2);
        return strand(oneHot).add(strand(reverse)).div(2);
    }

    private NDArray strand(NDArray oneHot) {
        NDArray motifs = convolution(oneHot, parameter(0));
        motifs = Activation.relu(norm(motifs, 1));
        Shape shape = motifs.getShape();
        motifs = motifs.reshape(
                        shape.get(0),
                        shape.get(1),
                        shape.get(2) / model.scan().pool(),
                        model.scan().pool())
                .max(new int[] {3});
        NDArray arrangements = Activation.relu(norm(convolution(motifs, parameter(3)), 4));
        NDArray responses = NDArrays.concat(
                new NDList(
                        arrangements.max(new int[] {2}),
                        arrangements.mean(new int[] {2}).mul(4)),
                1);
        return Linear.linear(responses, parameter(6), parameter(7))
                .singletonOrThrow()
                .add(words(oneHot));
    }

    private NDArray words(NDArray oneHot) {
        int length = model.words().length();
        NDArray bases = oneHot.argMax(1);
        long count = bases.getShape().get(1) - length + 1;
        NDArray words = bases.get(":, :" + count);
        for (int i = 1; i < length; i++) {
            words = words.mul(4).add(bases.get(":, " + i + ":" + (i + count)));
        }
        NDArray counts = words.oneHot(1 << (2 * length)).sum(new int[] {1});
        return counts.matMul(parameter(8)).div(Math.sqrt((double) count));
    }

    /** A matrix product for each position that a detector sees: DJL's own convolution is wrong on some CPUs (see Convolution). */
    private static NDArray convolution(NDArray x, NDArray weight) {
        Shape shape = weight.getShape();
        NDArray border = x.getManager().zeros(new Shape(x.getShape().get(0), shape.get(1), shape.get(2) / 2));
        NDArray wide = border.concat(x, 2).concat(border, 2);
        NDArray sum = x.getManager().zeros(new Shape(1));
        for (long i = 0; i < shape.get(2); i++) {
            NDArray seen = wide.get(":, :, " + i + ":" + (i + x.getShape().get(2)));
            sum = sum.add(weight.get(":, :, " + i).matMul(seen));
        }
        return sum;
    }

    /** Instance normalisation with scale and shift. */
    private NDArray norm(NDArray x, int at) {
        NDArray centred = x.sub(x.mean(new int[] {2}, true));
        NDArray variance = centred.square().mean(new int[] {2}, true);
        Shape perFilter = new Shape(1, x.getShape().get(1), 1);
        return centred.div(variance.add(EPSILON).sqrt())
                .mul(parameter(at).reshape(perFilter))
                .add(parameter(at + 1).reshape(perFilter));
    }
}
