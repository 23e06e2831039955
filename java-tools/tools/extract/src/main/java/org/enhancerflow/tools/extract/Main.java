package org.enhancerflow.tools.extract;

import org.enhancerflow.kit.CommandLineRunner;

/** The command {@code extract}. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new ExtractTool(), args));
    }
}
