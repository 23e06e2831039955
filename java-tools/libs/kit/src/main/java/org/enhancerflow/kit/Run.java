package org.enhancerflow.kit;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Manifest;
import org.jspecify.annotations.Nullable;

/** One run of a tool: what goes to the user (progress, notes) and what goes to the manifest. */
public final class Run implements AutoCloseable {
    private final String tool;
    private final String version;
    private final Arguments arguments;
    private final PrintStream err;
    private final List<Manifest.FileDigest> inputs = new ArrayList<>();
    private final List<Manifest.FileDigest> outputs = new ArrayList<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();
    private final Map<String, String> values = new LinkedHashMap<>();
    private @Nullable Manifest whole;
    private @Nullable Long seed;
    private @Nullable Interruption interruption;

    Run(String tool, String version, Arguments arguments, PrintStream err) {
        this.tool = tool;
        this.version = version;
        this.arguments = arguments;
        this.err = err;
    }

    /** Name of the tool. */
    String tool() {
        return tool;
    }

    /** Version of the tool, for files that name their maker. */
    public String version() {
        return version;
    }

    /** Says something to the user, on standard error. */
    public void log(String message) {
        err.println(tool + ": " + message);
    }

    /** Shows how far {@code total} units of work have come; a total of 0 means it is not known. */
    public Progress progress(String unit, long total) {
        return new Progress(err, tool, unit, total);
    }

    /** From now on SIGTERM and SIGINT are wishes; see {@link Interruption}. */
    public Interruption interruption() {
        if (interruption == null) {
            interruption = Interruption.handle();
        }
        return interruption;
    }

    /** Notes an input, a file or a folder, with the digest of its content. */
    public void input(Path path) throws IOException {
        input(path, Digest.of(path));
    }

    /** Notes an input whose digest is known already, such as a reference's. */
    public void input(Path path, String sha256) {
        inputs.add(new Manifest.FileDigest(path.getFileName().toString(), sha256));
    }

    /** Notes the seed. */
    public void seed(long value) {
        seed = value;
    }

    /**
     * Notes that this run ends what parts have begun: their options, inputs and seed stand in the manifest, which is then
     * that of a run without parts.
     *
     * @param part manifest of a part; of its options those of this run's command line are replaced, and its shard is left out
     */
    void ends(Manifest part) {
        whole = part;
        inputs.addAll(part.inputs());
        seed = part.seed();
    }

    private List<Manifest.Argument> options() {
        List<Manifest.Argument> own = arguments.forManifest();
        if (whole == null) {
            return own;
        }
        List<Manifest.Argument> options = new ArrayList<>();
        Set<String> replaced = new HashSet<>(List.of(Parts.SHARD, Parts.PARTS));
        for (Manifest.Argument argument : whole.arguments()) {
            List<Manifest.Argument> mine = of(argument.option(), own);
            if (mine.isEmpty() && !argument.option().equals(Parts.SHARD)) {
                options.add(argument);
            } else if (replaced.add(argument.option())) {
                options.addAll(mine);
            }
        }
        own.stream().filter(argument -> !replaced.contains(argument.option())).forEach(options::add);
        return options;
    }

    private static List<Manifest.Argument> of(String option, List<Manifest.Argument> arguments) {
        return arguments.stream()
                .filter(argument -> argument.option().equals(option))
                .toList();
    }

    /** Notes a count; names are in snake_case. */
    public void count(String name, long value) {
        counts.put(name, value);
    }

    /** Notes any other fact. */
    public void value(String name, String value) {
        values.put(name, value);
    }

    /** Notes an output that is in place, a file or a folder. */
    public void output(Path path) throws IOException {
        outputs.add(new Manifest.FileDigest(path.getFileName().toString(), Digest.of(path)));
    }

    /** Writes the manifest beside the main output: the mark that the run is whole. Call it last. */
    public void commit(Path mainOutput) throws IOException {
        Manifest manifest = new Manifest(tool, version, options(), seed, inputs, outputs, counts, values);
        AtomicOutput.file(Manifest.besides(mainOutput), manifest::write);
    }

    @Override
    public void close() {
        if (interruption != null) {
            interruption.close();
        }
    }
}
