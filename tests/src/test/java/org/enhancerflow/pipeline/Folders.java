package org.enhancerflow.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Digest;

/** Folders compared by content. */
final class Folders {
    private Folders() {}

    /** Deletes a folder, if there is one, with all that is in it; links are not followed. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Relative name to SHA-256 of every file below a folder that passes the filter. */
    static Map<String, String> digests(Path folder, Predicate<Path> wanted) throws IOException {
        Map<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path name = folder.relativize(file);
                if (wanted.test(name)) {
                    digests.put(name.toString(), Digest.of(file));
                }
            }
        }
        return digests;
    }

    /** Whether equal runs leave it equal, by its name below the results: not the study's journal with its checkpoints, event files, and the run record. */
    static boolean artifact(Path name) {
        return !name.startsWith("pipeline_info")
                && !name.startsWith("study")
                && !name.toString().contains("tfevents");
    }
}
