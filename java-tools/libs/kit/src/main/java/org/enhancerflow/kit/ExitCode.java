package org.enhancerflow.kit;

/** What a tool's exit status says; 65, 70 and 75 follow BSD's sysexits. */
public enum ExitCode {
    DONE(0),
    USAGE(2),
    BAD_DATA(65),
    BUG(70),
    TRY_AGAIN(75),
    INTERRUPTED(130),
    TERMINATED(143);

    private final int status;

    ExitCode(int status) {
        this.status = status;
    }

    /** The process's exit status. */
    public int status() {
        return status;
    }
}
