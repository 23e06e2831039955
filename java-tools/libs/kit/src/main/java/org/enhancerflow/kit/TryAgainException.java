package org.enhancerflow.kit;

/** Resources were short; the same call may pass later or with more of them. Exit 75, which the pipeline retries. */
public final class TryAgainException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TryAgainException(String message) {
        super(message);
    }
}
