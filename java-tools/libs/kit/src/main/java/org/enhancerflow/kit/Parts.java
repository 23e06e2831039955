package org.enhancerflow.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Digest;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Shard;

/**
 * All parts of one work, as {@code --shard K/N} has made them. The manifest beside each says which part it is and of what:
 * parts are of one work where tool, version, inputs, seed and options are equal but for the shard itself and for what the
 * join is told again, such as {@code --out}.
 */
public final class Parts {
    static final String SHARD = "shard";
    static final String PARTS = "parts";

    private final List<Part> parts;

    private Parts(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    private record Part(Path path, Shard shard, Manifest manifest) {}

    /**
     * The parts that {@code --parts} names. From here on the run is the end of theirs: its manifest has their options,
     * inputs and seed, as that of a run without parts.
     *
     * @throws BadInputException if a part is not given, is given twice, is of another work, or is not as it was written
     */
    public static Parts of(Arguments arguments, Run run) throws IOException {
        List<Part> found = new ArrayList<>();
        for (Path path : arguments.paths(PARTS)) {
            found.add(part(path, run.tool()));
        }
        if (found.isEmpty()) {
            throw new UsageException("--parts is empty: name all parts");
        }
        found.sort(Comparator.comparingInt(part -> part.shard().index()));
        Parts parts = new Parts(found);
        parts.requireEveryOneOnce();
        Set<String> again =
                arguments.forManifest().stream().map(Manifest.Argument::option).collect(Collectors.toSet());
        for (Part part : parts.parts) {
            parts.requireSameWork(part, again);
            requireUnchanged(part);
        }
        run.ends(parts.parts.get(0).manifest());
        return parts;
    }

    /** The parts, the first one first. */
    public List<Path> paths() {
        return parts.stream().map(Part::path).toList();
    }

    /** What the parts have counted, added up name by name, in the order of the first. */
    public Map<String, Long> counts() {
        Map<String, Long> sums = new LinkedHashMap<>();
        parts.forEach(part -> part.manifest().counts().forEach((name, count) -> sums.merge(name, count, Long::sum)));
        return sums;
    }

    /** What the parts have counted under a name, together; 0 where none has. */
    public long sum(String count) {
        return counts().getOrDefault(count, 0L);
    }

    /** What the parts have noted under a name; where they differ, all there is, in order and with commas between. */
    public String value(String name) {
        return parts.stream()
                .map(part -> part.manifest().values().get(name))
                .filter(Objects::nonNull)
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Part part(Path path, String tool) throws IOException {
        if (!Files.exists(path)) {
            throw new BadInputException(path, "does not exist", "check the path");
        }
        Path beside = Manifest.besides(path);
        if (!Files.exists(beside)) {
            throw new BadInputException(
                    path, "has no manifest beside it, which tells what it is a part of", "keep " + beside + " with it");
        }
        Manifest manifest = Manifest.read(beside);
        if (!manifest.tool().equals(tool)) {
            throw new BadInputException(path, "was written by " + manifest.tool(), "pass what " + tool + " wrote");
        }
        String shard = manifest.arguments().stream()
                .filter(argument -> argument.option().equals(SHARD))
                .map(Manifest.Argument::value)
                .findFirst()
                .orElseThrow(() -> new BadInputException(path, "is no part but a whole", "use it as it is"));
        try {
            return new Part(path, Shard.parse(shard), manifest);
        } catch (IllegalArgumentException e) {
            throw new BadInputException(beside, "its shard " + e.getMessage(), "make the part again");
        }
    }

    private void requireEveryOneOnce() {
        Part first = parts.get(0);
        int due = 1;
        for (Part part : parts) {
            Shard shard = part.shard();
            if (shard.count() != first.shard().count()) {
                throw new BadInputException(
                        part.path(),
                        "is part " + shard.text() + ", but " + first.path() + " is part "
                                + first.shard().text(),
                        "pass the parts of one run");
            }
            if (shard.index() < due) {
                throw new BadInputException(
                        part.path(),
                        "is part " + shard.text() + ", as " + parts.get(due - 2).path() + " is",
                        "pass every part once");
            }
            if (shard.index() > due) {
                throw notGiven(new Shard(due, shard.count()));
            }
            due++;
        }
        if (due <= first.shard().count()) {
            throw notGiven(new Shard(due, first.shard().count()));
        }
    }

    private BadInputException notGiven(Shard missing) {
        return new BadInputException(
                parts.get(0).path(),
                "is one of " + missing.count() + " parts, of which " + parts.size() + " are given and part "
                        + missing.text() + " is not",
                "pass all " + missing.count());
    }

    private void requireSameWork(Part part, Set<String> again) {
        Manifest first = parts.get(0).manifest();
        Manifest manifest = part.manifest();
        Optional<String> difference = oneSided(options(first, again), options(manifest, again))
                .map(option -> "--" + option.option())
                .or(() -> oneSided(Set.copyOf(first.inputs()), Set.copyOf(manifest.inputs()))
                        .map(Manifest.FileDigest::name))
                .or(() -> manifest.version().equals(first.version()) ? Optional.empty() : Optional.of("the version"));
        if (difference.isPresent()) {
            throw new BadInputException(
                    part.path(),
                    "is a part of another run than " + parts.get(0).path() + ": " + difference.get() + " differs",
                    "make all parts from the same files with the same options");
        }
    }

    private static Set<Manifest.Argument> options(Manifest manifest, Set<String> again) {
        return manifest.arguments().stream()
                .filter(argument -> !argument.option().equals(SHARD) && !again.contains(argument.option()))
                .collect(Collectors.toSet());
    }

    private static <T> Optional<T> oneSided(Set<T> a, Set<T> b) {
        return a.stream().filter(element -> !b.contains(element)).findFirst().or(() -> b.stream()
                .filter(element -> !a.contains(element))
                .findFirst());
    }

    /** The manifest's outputs are the part itself, or lie in it where it is a folder. */
    private static void requireUnchanged(Part part) throws IOException {
        boolean folder = Files.isDirectory(part.path());
        for (Manifest.FileDigest output : part.manifest().outputs()) {
            Path file = folder ? part.path().resolve(output.name()) : part.path();
            if (!Files.exists(file) || !Digest.of(file).equals(output.sha256())) {
                throw new BadInputException(file, "is not as its manifest says it was written", "make the part again");
            }
        }
    }
}
