package org.enhancerflow.tools.benchmark;

import org.enhancerflow.kit.CommandLineRunner;

/** Entry point of {@code benchmark.jar}. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new BenchmarkTool(), args));
    }
}
