package org.enhancerflow.tools.picard;

import org.enhancerflow.kit.CommandLineRunner;

/** The command {@code picard}. */
public final class Main {
    private Main() {}

    /** Runs the tool and ends the JVM with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new PicardTool(), args));
    }
}
