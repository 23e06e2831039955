package org.enhancerflow.kit;

/** The command line is wrong; printed as one line with a hint at {@code --help}, exit 2. */
public final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
