package org.enhancerflow.engine;

import java.util.List;
import java.util.Map;

/** An architecture that holds more than the model: what serves its training only, and goes into the model's own weights in the end. */
public interface Adapted extends Architecture {

    /** The model alone. */
    Architecture merged();

    /** The model's own values, in the order of {@link #merged()}: adapters are added to the weights they adapt. */
    List<float[]> merge(List<float[]> values);

    /** Indices of the parameters that are saved apart; empty where there are no adapters. */
    List<Integer> apart();

    /** What {@code adapter_config.json} says of them, in PEFT's words. */
    Map<String, Object> adapterConfiguration();
}
