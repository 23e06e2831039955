package org.enhancerflow.artifacts;

import java.nio.file.Path;

/**
 * Data from outside that cannot be used: which file, which line, what is wrong, what to do. The command line prints the
 * message as one line, without a stack trace, and exits with 65.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param file the file as the user named it
     * @param line 1-based line, or 0 when the whole file is meant
     * @param what what is wrong
     * @param remedy what the user can do
     */
    public BadInputException(Path file, long line, String what, String remedy) {
        super(message(file, line, what, remedy));
    }

    /** The same for a file without lines, or as a whole. */
    public BadInputException(Path file, String what, String remedy) {
        this(file, 0, what, remedy);
    }

    private static String message(Path file, long line, String what, String remedy) {
        String place = line > 0 ? file + ":" + line : file.toString();
        return place + ": " + what + "; " + remedy;
    }
}
