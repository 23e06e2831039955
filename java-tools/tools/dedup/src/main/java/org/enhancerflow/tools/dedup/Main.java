package org.enhancerflow.tools.dedup;

import org.enhancerflow.kit.CommandLineRunner;

/** The command {@code dedup}. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new DedupTool(), args));
    }
}
