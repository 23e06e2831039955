package org.enhancerflow.kit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** A tool's options, declared once: name, argument, default and description serve parsing, help and manifest. */
public final class ToolOptions {
    private final List<Declared> declared;

    private ToolOptions(List<Declared> declared) {
        this.declared = List.copyOf(declared);
    }

    enum Kind {
        REQUIRED,
        OPTIONAL,
        FLAG,
        REPEATED,
        REQUIRED_REPEATED
    }

    /** One option; {@code argument} is the placeholder in the help text. */
    record Declared(String name, Kind kind, String argument, Optional<String> defaultValue, String description) {}

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

        /** The declaration. */
        public ToolOptions build() {
            return new ToolOptions(declared);
        }
    }
}
