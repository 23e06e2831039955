package org.enhancerflow.kit;

import java.io.IOException;

/** A command-line tool. Its core knows no files, clock or environment; this is the thin shell around it. */
public interface Tool {
    /** The command's name, as in {@code jtool NAME}. */
    String name();

    /** What it does, in one sentence for {@code --help}. */
    String summary();

    /** The options it takes. */
    ToolOptions options();

    /**
     * Does the work.
     *
     * @throws UsageException if the arguments do not fit together (exit 2)
     * @throws org.enhancerflow.artifacts.BadInputException if an input cannot be used (exit 65)
     * @throws TryAgainException if resources were short (exit 75)
     * @throws InterruptedRunException if a signal ended it with its work saved (exit 130 or 143)
     */
    void run(Arguments arguments, Run run) throws IOException;
}
