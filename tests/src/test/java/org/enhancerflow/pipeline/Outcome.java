package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What one run left behind: its exit code, what it printed, and the folder it ran in. */
record Outcome(int exit, String output, String errors, Path folder) {

    /** The results folder of a run started with the default {@code --outdir}. */
    Path results() {
        return folder.resolve("results");
    }

    List<String> errorLines() {
        return errors.lines().filter(line -> !line.isBlank()).toList();
    }

    /** The tasks of the latest run with these results, from the trace that it wrote. */
    List<TraceRow> trace() {
        List<Path> traces = traces();
        return trace(traces.get(traces.size() - 1));
    }

    /** The tasks of the first run with these results. */
    List<TraceRow> firstTrace() {
        return trace(traces().get(0));
    }

    /** In the order in which the runs were started: their names say when. */
    private List<Path> traces() {
        try (Stream<Path> files = Files.list(results().resolve("pipeline_info"))) {
            List<Path> traces = files.filter(
                            file -> file.getFileName().toString().matches("trace_[-_\\d]+\\.txt"))
                    .sorted()
                    .toList();
            assertThat(traces).as("traces in " + results()).isNotEmpty();
            return traces;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TraceRow> trace(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<String> header = Arrays.asList(lines.get(0).split("\t", -1));
            List<TraceRow> rows = new ArrayList<>();
            for (String line : lines.subList(1, lines.size())) {
                String[] fields = line.split("\t", -1);
                rows.add(new TraceRow(
                        fields[header.indexOf("hash")],
                        fields[header.indexOf("name")],
                        fields[header.indexOf("status")]));
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the processes whose tasks have this status, each once, without the workflow in front. */
    List<String> processes(String status) {
        return trace().stream()
                .filter(row -> row.status().equals(status))
                .map(TraceRow::process)
                .distinct()
                .sorted()
                .toList();
    }

    /** One task of a run. */
    record TraceRow(String hash, String name, String status) {

        String process() {
            return name.replaceFirst(" \\(.*", "").replaceFirst("^.*:", "");
        }

        /** The task's work folder, of which the trace has only the first letters. */
        Path work(Path folder) {
            Path parent = folder.resolve("work").resolve(hash.substring(0, 2));
            try (var found = Files.newDirectoryStream(parent, hash.substring(3) + "*")) {
                return found.iterator().next();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
