package org.enhancerflow.tools.tokenize;

import org.enhancerflow.kit.CommandLineRunner;

/** Entry point of {@code tokenize.jar}. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new TokenizeTool(), args));
    }
}
