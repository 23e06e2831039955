package org.enhancerflow.tools.evaluate;

import org.enhancerflow.kit.CommandLineRunner;

/** Starts EVALUATE. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new EvaluateTool(), args));
    }
}
