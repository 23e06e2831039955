package org.enhancerflow.engine;

import java.util.List;

/**
 * One tensor of an architecture.
 *
 * @param name its name in model.safetensors
 * @param shape lengths of its dimensions
 * @param initialisation values of a fresh model
 * @param decays whether weight decay may pull it towards 0 (biases and norms are usually left alone)
 * @param rate share of the learning rate at which it learns; 0 for one that is frozen
 */
public record ParameterSpec(String name, List<Long> shape, Initialisation initialisation, boolean decays, double rate) {

    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    /** The same parameter, learning at a share of the learning rate. */
    public ParameterSpec at(double share) {
        return new ParameterSpec(name, shape, initialisation, decays, share);
    }

    /** The same parameter under another name. */
    ParameterSpec named(String other) {
        return new ParameterSpec(other, shape, initialisation, decays, rate);
    }

    /** Whether training may change it. */
    public boolean trains() {
        return rate > 0;
    }

    /** A weight, subject to weight decay. */
    public static ParameterSpec weight(String name, Initialisation initialisation, long... shape) {
        return new ParameterSpec(name, boxed(shape), initialisation, true, 1);
    }

    /** A bias or a norm's scale or shift: no weight decay unless all parameters decay. */
    public static ParameterSpec plain(String name, float value, long... shape) {
        return new ParameterSpec(name, boxed(shape), new Initialisation.Constant(value), false, 1);
    }

    /** Weight and bias of a linear layer, as PyTorch starts it but for the bias, which is 0. */
    public static List<ParameterSpec> linear(String name, int out, int in) {
        return List.of(weight(name + ".weight", Initialisation.fanIn(in), out, in), plain(name + ".bias", 0, out));
    }

    /** Scale and shift of a norm. */
    public static List<ParameterSpec> norm(String name, int width) {
        return List.of(plain(name + ".weight", 1, width), plain(name + ".bias", 0, width));
    }

    /** Number of values. */
    public int count() {
        long count = 1;
        for (long dimension : shape) {
            count *= dimension;
        }
        return Math.toIntExact(count);
    }

    long[] dimensions() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    private static List<Long> boxed(long[] shape) {
        return java.util.Arrays.stream(shape).boxed().toList();
    }
}
