package org.enhancerflow.kit;

/** A tool stopped on request, with its work saved. Exit 143 after SIGTERM, 130 after SIGINT. */
public final class InterruptedRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param saved what was saved and how to go on, for the user */
    public InterruptedRunException(String saved) {
        super(saved);
    }
}
