package org.enhancerflow.kit;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Shard;

/** The values a user gave, typed and checked; every complaint is a {@link UsageException} that names the option. */
public final class Arguments {
    private final ToolOptions options;
    private final CommandLine line;

    Arguments(ToolOptions options, CommandLine line) {
        this.options = options;
        this.line = line;
    }

    /** Whether a flag was given, or an option has a value of the user's. */
    public boolean has(String name) {
        options.find(name);
        return line.hasOption(name);
    }

    /** The value of a required option, or of one with a default. */
    public String text(String name) {
        return optionalText(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("--" + name + " is neither required nor has a default"));
    }

    /** The value given, or the default, or nothing. */
    public Optional<String> optionalText(String name) {
        ToolOptions.Declared option = options.find(name);
        String[] given = line.getOptionValues(name);
        if (given != null && given.length > 1) {
            throw new UsageException("--" + name + " is given " + given.length + " times; give it once");
        }
        return given == null ? option.defaultValue() : Optional.of(given[0]);
    }

    /** All values of a repeated option, in the user's order. */
    public List<String> texts(String name) {
        options.find(name);
        String[] given = line.getOptionValues(name);
        return given == null ? List.of() : List.of(given);
    }

    /** A whole number within [min, max]. */
    public int integer(String name, int min, int max) {
        return (int) longInteger(name, min, max);
    }

    /** A whole number within [min, max]. */
    public long longInteger(String name, long min, long max) {
        String text = text(name);
        try {
            long value = Long.parseLong(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The message below is right for both.
        }
        throw new UsageException("--" + name + " is '" + text + "': give a whole number " + range(min, max));
    }

    private static String range(long min, long max) {
        boolean open = max == Long.MAX_VALUE || max == Integer.MAX_VALUE;
        return open ? "of at least " + min : "from " + min + " to " + max;
    }

    /** A number within [min, max]. */
    public double decimal(String name, double min, double max) {
        String text = text(name);
        try {
            double value = Double.parseDouble(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The message below is right for both.
        }
        throw new UsageException("--" + name + " is '" + text + "': give a number from " + min + " to " + max);
    }

    /** One of an enum's constants, named in lower case with hyphens. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (kebab(constant).equals(text)) {
                return constant;
            }
        }
        String known =
                Arrays.stream(type.getEnumConstants()).map(Arguments::kebab).collect(Collectors.joining(", "));
        throw new UsageException("--" + name + " is '" + text + "': choose one of " + known);
    }

    private static String kebab(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The part K/N of the work that is asked for; nothing where the whole is. */
    public Optional<Shard> shard(String name) {
        return optionalText(name).map(text -> {
            try {
                return Shard.parse(text);
            } catch (IllegalArgumentException e) {
                throw new UsageException("--" + name + " is '" + text
                        + "': give K/N, part K of N, with K from 1 to N and N" + " from 1 to " + Shard.MOST);
            }
        });
    }

    /** A path, of something that may not exist yet. */
    public Path path(String name) {
        return toPath(name, text(name));
    }

    /** The same for an option that may be left out. */
    public Optional<Path> optionalPath(String name) {
        return optionalText(name).map(text -> toPath(name, text));
    }

    /** The same for a repeated option, in the user's order. */
    public List<Path> paths(String name) {
        return texts(name).stream().map(text -> toPath(name, text)).toList();
    }

    /** A file that can be read. */
    public Path existingFile(String name) {
        return readable(name, path(name), false);
    }

    /** The same for an option that may be left out. */
    public Optional<Path> optionalExistingFile(String name) {
        return optionalPath(name).map(path -> readable(name, path, false));
    }

    /** Files that can be read, in the user's order. */
    public List<Path> existingFiles(String name) {
        return texts(name).stream()
                .map(text -> readable(name, toPath(name, text), false))
                .toList();
    }

    /** A folder that can be read. */
    public Path existingDirectory(String name) {
        return readable(name, path(name), true);
    }

    /** The same for an option that may be left out. */
    public Optional<Path> optionalExistingDirectory(String name) {
        return optionalPath(name).map(path -> readable(name, path, true));
    }

    /** Folders that can be read, in the user's order. */
    public List<Path> existingDirectories(String name) {
        return texts(name).stream()
                .map(text -> readable(name, toPath(name, text), true))
                .toList();
    }

    private static Path toPath(String name, String text) {
        if (text.isEmpty()) {
            throw new UsageException("--" + name + " is empty: give a path");
        }
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw new UsageException("--" + name + " is not a path: " + e.getReason());
        }
    }

    private static Path readable(String name, Path path, boolean folder) {
        if (!Files.exists(path)) {
            throw new UsageException("--" + name + ": " + path + " does not exist");
        }
        if (Files.isDirectory(path) != folder) {
            throw new UsageException(
                    "--" + name + ": " + path + " is " + (folder ? "not a folder" : "a folder, not a file"));
        }
        if (!Files.isReadable(path)) {
            throw new UsageException("--" + name + ": " + path + " cannot be read: permission denied");
        }
        return path;
    }

    /** Options and values as given, for the manifest; a path is reduced to its last name. */
    List<Manifest.Argument> forManifest() {
        return Arrays.stream(line.getOptions())
                .flatMap(option -> option.hasArg() || option.hasArgs()
                        ? Arrays.stream(option.getValues()).map(value -> argument(option.getLongOpt(), value))
                        : Stream.of(argument(option.getLongOpt(), "true")))
                .toList();
    }

    private static Manifest.Argument argument(String option, String value) {
        boolean path = !value.contains("://") && !option.equals(Parts.SHARD);
        int slash = path ? value.lastIndexOf('/') : -1;
        String last = slash >= 0 && slash < value.length() - 1 ? value.substring(slash + 1) : value;
        return new Manifest.Argument(option, last);
    }
}
