package org.enhancerflow.tools.train;

import org.enhancerflow.kit.CommandLineRunner;

/** Entry of {@code train.jar}. */
public final class Main {

    private Main() {}

    /** Runs the tool and ends the process with its exit status. */
    public static void main(String[] args) {
        System.exit(CommandLineRunner.run(new TrainTool(), args));
    }
}
