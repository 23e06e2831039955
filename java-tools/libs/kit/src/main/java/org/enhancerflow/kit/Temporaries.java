package org.enhancerflow.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Unfinished outputs of this process; the JVM's shutdown deletes what is left of them. */
final class Temporaries {
    private static final Set<Path> UNFINISHED = ConcurrentHashMap.newKeySet();

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            Interruption.onShutdown();
                            UNFINISHED.forEach(Temporaries::deleteQuietly);
                        },
                        "enhancerflow-shutdown"));
    }

    private Temporaries() {}

    /** Loads this class, and with it the shutdown hook. */
    static void install() {
        // The static initialiser does it, once.
    }

    static void add(Path path) {
        UNFINISHED.add(path.toAbsolutePath());
    }

    static void remove(Path path) {
        UNFINISHED.remove(path.toAbsolutePath());
    }

    /** Deletes a file or a folder with all that is in it; nothing there is no error. */
    static void delete(Path path) throws IOException {
        if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(path)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.deleteIfExists(each);
        }
    }

    private static void deleteQuietly(Path path) {
        try {
            delete(path);
        } catch (IOException e) {
            System.err.println(
                    "enhancerflow: could not delete " + path + " (" + e.getMessage() + "); delete it by hand");
        }
    }
}
