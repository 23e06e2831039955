package org.enhancerflow.tools.report;

import org.enhancerflow.kit.CommandLineRunner;

/** Starts REPORT. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit code. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new ReportTool(), args));
    }
}
