package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Digest;
import org.junit.jupiter.api.Test;

/**
 * Every library that the tools are made of, and Nextflow and libtorch beside them, is the one that was looked at: its SHA-256 stands in {@code
 * dependencies.sha256}. Whoever changes a version checks where the new file comes from and then runs this test with {@code
 * -Denhancerflow.dependencies.write=true}, which writes the list anew.
 */
class DependenciesTest {
    private static final Path LIST = Nextflow.ROOT.resolve("tests/src/test/resources/dependencies.sha256");

    @Test
    void everyLibraryIsTheOneThatWasLookedAt() throws IOException {
        Map<String, String> found = new TreeMap<>();
        for (Path jar : libraries()) {
            found.put(String.valueOf(jar.getFileName()), Digest.of(jar));
        }
        assertThat(found).containsKey("nextflow-25.04.0.jar").hasSizeGreaterThan(50);
        if (Boolean.getBoolean("enhancerflow.dependencies.write")) {
            write(found);
        }
        Set<String> pinned = new HashSet<>(Files.readAllLines(LIST));
        List<String> unknown = found.entrySet().stream()
                .map(jar -> jar.getValue() + "  " + jar.getKey())
                .filter(line -> !pinned.contains(line))
                .toList();
        assertThat(unknown).as("libraries that are not in " + LIST).isEmpty();
    }

    /** What the other machines' builds of libtorch are stays as it is. */
    private static void write(Map<String, String> found) throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (String line : Files.readAllLines(LIST)) {
            if (line.contains("-native-")) {
                all.put(line.substring(66), line);
            }
        }
        found.forEach((name, digest) -> all.put(name, digest + "  " + name));
        Files.write(LIST, all.values());
    }

    private static List<Path> libraries() throws IOException {
        List<Path> jars = new ArrayList<>();
        Path own = Nextflow.ROOT.resolve("java-tools");
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry).toAbsolutePath().normalize();
            if (entry.endsWith(".jar") && !jar.startsWith(own)) {
                jars.add(jar);
            }
        }
        for (String runtime : new String[] {"nextflow", "libtorch"}) {
            try (Stream<Path> files =
                    Files.list(own.resolve("runtime").resolve(runtime).resolve("target/lib"))) {
                jars.addAll(
                        files.filter(file -> file.toString().endsWith(".jar")).toList());
            }
        }
        return jars;
    }
}
