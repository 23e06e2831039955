package org.enhancerflow.engine;

/** A TorchScript failed to compile or to run: a bug of this library, or memory that ran out. */
public final class ScriptException extends RuntimeException {

    ScriptException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether libtorch could not get memory; the same work may succeed on a larger machine. */
    public boolean outOfMemory() {
        String message = String.valueOf(getMessage());
        return message.contains("out of memory") || message.contains("can't allocate memory");
    }
}
