package org.enhancerflow.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Golden files beside the checkout. */
public final class Shared {

    private Shared() {}

    /** A folder of golden files; the test is skipped, loudly, where it is missing. */
    public static Path golden(String name) {
        Path folder = Path.of(System.getProperty("enhancerflow.shared", "missing"), "golden", name);
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "SKIPPED: " + folder + " is missing");
        return folder;
    }
}
