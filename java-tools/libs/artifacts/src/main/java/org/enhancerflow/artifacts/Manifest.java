package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where an output comes from ({@code <output>.manifest.json}): written last, as the mark that the output is whole. It
 * holds no time, host or folder, so that equal runs give equal manifests.
 *
 * @param arguments options as given; a path is reduced to its last name
 * @param seed the seed the tool used, if it used one
 * @param inputs name to SHA-256; a reference has its own digest, see the windows table
 * @param outputs name to SHA-256
 * @param counts what was counted on the way, in the tool's order
 * @param values other facts, in the tool's order
 */
public record Manifest(
        String tool,
        String version,
        List<Argument> arguments,
        @Nullable Long seed,
        List<FileDigest> inputs,
        List<FileDigest> outputs,
        Map<String, Long> counts,
        Map<String, String> values) {
    public Manifest {
        arguments = List.copyOf(arguments);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        counts = Collections.unmodifiableMap(new LinkedHashMap<>(counts));
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** An option and its value; a flag has the value {@code true}. */
    public record Argument(String option, String value) {}

    /** A file or folder and its digest. */
    public record FileDigest(String name, String sha256) {}

    /** The manifest's place beside its output. */
    public static Path besides(Path output) {
        return output.resolveSibling(output.getFileName() + ".manifest.json");
    }

    /** Reads a manifest. */
    public static Manifest read(Path file) throws IOException {
        return Json.read(file, Manifest.class);
    }

    /** Writes the manifest. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
