package org.enhancerflow.engine;

import org.jspecify.annotations.Nullable;

/** libtorch or the device that was asked for is not there. The message says what to do. */
public final class EngineUnavailableException extends RuntimeException {

    EngineUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
