package org.enhancerflow.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** A tool's options, declared once: name, argument, default and description serve parsing, help and manifest. */
public final class ToolOptions {
    private final List<Declared> declared;
    /** Options that go with {@code --parts}; empty where a tool's work has no parts. */
    private final List<String> withParts;

    private ToolOptions(List<Declared> declared, List<String> withParts) {
        this.declared = List.copyOf(declared);
        this.withParts = List.copyOf(withParts);
    }

    enum Kind {
        REQUIRED,
        OPTIONAL,
        FLAG,
        REPEATED,
        REQUIRED_REPEATED
    }

    /** One option; {@code argument} is the placeholder in the help text. */
    record Declared(String name, Kind kind, String argument, Optional<String> defaultValue, String description) {
        Declared notRequired() {
            Kind free =
                    switch (kind) {
                        case REQUIRED -> Kind.OPTIONAL;
                        case REQUIRED_REPEATED -> Kind.REPEATED;
                        case OPTIONAL, FLAG, REPEATED -> kind;
                    };
            return new Declared(name, free, argument, defaultValue, description);
        }
    }

    /** Starts a declaration. */
    public static Builder builder() {
        return new Builder();
    }

    List<Declared> declared() {
        return declared;
    }

    Declared find(String name) {
        return declared.stream()
                .filter(option -> option.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("option --" + name + " was not declared"));
    }

    /** The options as they are, or, of a command line with {@code --parts}, with nothing required but what goes with it. */
    ToolOptions forCommandLine(List<String> args) {
        boolean joining = args.stream().anyMatch(arg -> arg.equals("--parts") || arg.startsWith("--parts="));
        if (withParts.isEmpty() || !joining) {
            return this;
        }
        return new ToolOptions(
                declared.stream()
                        .map(d -> withParts.contains(d.name()) ? d : d.notRequired())
                        .toList(),
                withParts);
    }

    /** Refuses what the parts have been made with already. */
    void checkParts(CommandLine line) {
        if (withParts.isEmpty() || !line.hasOption("parts")) {
            return;
        }
        for (Option option : line.getOptions()) {
            if (!withParts.contains(option.getLongOpt())) {
                throw new UsageException("--" + option.getLongOpt()
                        + " does not go with --parts: the parts were made with it, or without");
            }
        }
    }

    Options toCommonsCli() {
        Options options = new Options();
        for (Declared d : declared) {
            String description = d.description()
                    + d.defaultValue().map(v -> " (default: " + v + ")").orElse("");
            Option.Builder option = Option.builder().longOpt(d.name()).desc(description);
            if (d.kind() == Kind.REQUIRED || d.kind() == Kind.REQUIRED_REPEATED) {
                option.required();
            }
            if (d.kind() == Kind.REPEATED || d.kind() == Kind.REQUIRED_REPEATED) {
                option.hasArgs().argName(d.argument());
            } else if (d.kind() != Kind.FLAG) {
                option.hasArg().argName(d.argument());
            }
            options.addOption(option.build());
        }
        return options;
    }

    /** Collects options, in the order of the help text. */
    public static final class Builder {
        private final List<Declared> declared = new ArrayList<>();
        private List<String> withParts = List.of();

        private Builder() {}

        private Builder add(String name, Kind kind, String argument, Optional<String> value, String description) {
            declared.add(new Declared(name, kind, argument, value, description));
            return this;
        }

        /** An option that must be given once. */
        public Builder required(String name, String argument, String description) {
            return add(name, Kind.REQUIRED, argument, Optional.empty(), description);
        }

        /** An option that may be left out. */
        public Builder optional(String name, String argument, String description) {
            return add(name, Kind.OPTIONAL, argument, Optional.empty(), description);
        }

        /** An option with a value when it is left out. */
        public Builder withDefault(String name, String argument, String defaultValue, String description) {
            return add(name, Kind.OPTIONAL, argument, Optional.of(defaultValue), description);
        }

        /** An option without a value. */
        public Builder flag(String name, String description) {
            return add(name, Kind.FLAG, "", Optional.empty(), description);
        }

        /** An option that takes any number of values, also none. */
        public Builder repeated(String name, String argument, String description) {
            return add(name, Kind.REPEATED, argument, Optional.empty(), description);
        }

        /** An option that takes one or more values. */
        public Builder requiredRepeated(String name, String argument, String description) {
            return add(name, Kind.REQUIRED_REPEATED, argument, Optional.empty(), description);
        }

        /** Options that several tools share. */
        public Builder all(Consumer<Builder> shared) {
            shared.accept(this);
            return this;
        }

        /**
         * The tool's work may be done in parts: {@code --shard K/N} makes one, {@code --parts} makes the whole of all, see
         * {@link Parts}.
         *
         * @param argument placeholder of a part in the help text
         * @param withParts options that go with {@code --parts}, which needs no others
         */
        public Builder inParts(String argument, String... withParts) {
            this.withParts =
                    Stream.concat(Stream.of("parts"), Stream.of(withParts)).toList();
            optional("shard", "K/N", "make only part K of N, to be joined with the others by --parts");
            return repeated(
                    "parts", argument, "make the whole of all parts that --shard has made; then only --out is needed");
        }

        /** The declaration. */
        public ToolOptions build() {
            return new ToolOptions(declared, withParts);
        }
    }
}
