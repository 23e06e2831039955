package org.enhancerflow.engine;

/**
 * Type of number a model calculates in. Parameters, gradients and the optimizer's moments are float32 whatever the choice: for bf16, weights
 * are cast inside the script, step by step, and logits and loss are float32 again.
 */
public enum Precision {
    /** float32 throughout. */
    FP32(6),
    /** bfloat16: half the memory traffic, and matrix units on GPUs and newer CPUs; about three significant digits. */
    BF16(15);

    private final int kind;

    Precision(int kind) {
        this.kind = kind;
    }

    /** libtorch's number of the type. */
    long kind() {
        return kind;
    }
}
