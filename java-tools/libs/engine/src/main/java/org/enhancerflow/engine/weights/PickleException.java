package org.enhancerflow.engine.weights;

/** A pickle that is damaged, or asks for more than making tensors. The message says what, without naming the file. */
final class PickleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PickleException(String what) {
        super(what);
    }
}
