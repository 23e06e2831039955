package org.enhancerflow.tools.testset;

import org.enhancerflow.kit.CommandLineRunner;

/** Entry point of {@code testset.jar}. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new TestsetTool(), args));
    }
}
