package org.enhancerflow.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Starts the launcher, {@code jtool} and other programs in child processes. */
final class Nextflow {
    static final Path ROOT = folder("enhancerflow.root");
    static final Path RUNS = folder("enhancerflow.runs");
    private static final int MINUTES = 15;

    private Nextflow() {}

    /** Runs the pipeline in a folder of this name, which is kept for looking at. */
    static Outcome pipeline(String name, String... arguments) {
        if (!List.of(arguments).contains("-resume")) {
            Folders.delete(RUNS.resolve(name).resolve("work"));
            Folders.delete(RUNS.resolve(name).resolve("results"));
        }
        List<String> command = new ArrayList<>(List.of("-q", "run", ROOT.toString(), "-ansi-log", "false"));
        command.addAll(List.of(arguments));
        return launch(name, command.toArray(String[]::new));
    }

    /** Runs the launcher with these arguments. */
    static Outcome launch(String name, String... arguments) {
        return launch(name, Map.of(), arguments);
    }

    /** Runs the launcher with these arguments, and with these variables beside its own. */
    static Outcome launch(String name, Map<String, String> more, String... arguments) {
        return start(name, environment(more), launcher(List.of(), List.of(arguments)));
    }

    /** Runs the launcher as the child of a program, which is given with its own arguments, or of none. */
    static Outcome launch(String name, List<String> around, List<String> arguments) {
        return start(name, environment(Map.of()), launcher(around, arguments));
    }

    /** Starts the launcher in a folder of this name and comes back at once. */
    static Process begin(String name, List<String> around, List<String> arguments) throws IOException {
        return begin(name, environment(Map.of()), launcher(around, arguments));
    }

    private static List<String> launcher(List<String> around, List<String> arguments) {
        List<String> command = new ArrayList<>(around);
        command.add(ROOT.resolve("nextflow").toString());
        command.addAll(arguments);
        return command;
    }

    /** The build that runs this test has built the tools. Nextflow's home starts empty. */
    private static Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("ENHANCERFLOW_BUILD", "never");
        environment.put("NXF_HOME", RUNS.resolve("nxf-home").toString());
        return environment;
    }

    /** Runs any program to its end. */
    static Outcome start(String name, Map<String, String> environment, List<String> command) {
        try {
            Process process = begin(name, environment, command);
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + MINUTES + " minutes: " + command);
            }
            return outcome(name, process);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a process has left that was started in the folder of this name and has ended. */
    static Outcome outcome(String name, Process process) throws IOException {
        Path folder = RUNS.resolve(name);
        return new Outcome(
                process.exitValue(),
                Files.readString(folder.resolve(".out")),
                Files.readString(folder.resolve(".err")),
                folder);
    }

    private static Process begin(String name, Map<String, String> environment, List<String> command)
            throws IOException {
        Path folder = Files.createDirectories(RUNS.resolve(name));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(folder.resolve(".out").toFile())
                .redirectError(folder.resolve(".err").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Path folder(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property))
                .toAbsolutePath()
                .normalize();
    }
}
