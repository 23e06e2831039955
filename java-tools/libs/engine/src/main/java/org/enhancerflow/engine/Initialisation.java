package org.enhancerflow.engine;

/**
 * How a fresh parameter gets its values. They come from this library's own generator, not from libtorch's, so that equal seeds give equal
 * weights whatever libtorch is loaded.
 */
public sealed interface Initialisation {

    /** Every value equal. */
    record Constant(float value) implements Initialisation {}

    /** Normal around 0 with a standard deviation. */
    record Normal(double deviation) implements Initialisation {}

    /** Uniform in [-bound, bound). */
    record Uniform(double bound) implements Initialisation {}

    /** PyTorch's own start of linear and convolutional layers: uniform within one over the square root of the inputs. */
    static Initialisation fanIn(int inputs) {
        return new Uniform(1 / Math.sqrt(inputs));
    }

    /**
     * Draws the values of one parameter.
     *
     * @param count how many
     * @param seed the model's seed
     * @param name the parameter's name: each parameter has a stream of its own, so adding one leaves the others as they were
     */
    default float[] draw(int count, long seed, String name) {
        float[] values = new float[count];
        RandomStream random = RandomStream.of(seed, name);
        for (int i = 0; i < count; i++) {
            values[i] = value(random);
        }
        return values;
    }

    private float value(RandomStream random) {
        if (this instanceof Constant constant) {
            return constant.value();
        }
        if (this instanceof Normal normal) {
            return (float) (normal.deviation() * random.nextNormal());
        }
        return (float) (((Uniform) this).bound() * (2 * random.nextUniform() - 1));
    }
}
