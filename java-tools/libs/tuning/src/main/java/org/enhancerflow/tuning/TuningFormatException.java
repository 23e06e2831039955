package org.enhancerflow.tuning;

/** A space file or a journal that cannot be used; the message is one line and names no file. */
public final class TuningFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long line;

    /**
     * @param line 1-based line, or 0 when the whole is meant
     * @param what what is wrong
     */
    public TuningFormatException(long line, String what) {
        super(what);
        this.line = line;
    }

    /** 1-based line, or 0 when the whole file is meant. */
    public long line() {
        return line;
    }
}
