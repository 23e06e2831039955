package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Optuna itself, in Debian's Python; another version of it where PYTHONPATH says so. A test that asks for it is skipped, loudly, where there is none; in CI it fails. */
final class OptunaProgram {
    private static final String PYTHON = "/usr/bin/python3";
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final Path folder;
    private final String version;

    private OptunaProgram(Path folder, String version) {
        this.folder = folder;
        this.version = version;
    }

    /**
     * Looks for Optuna and further modules of Python.
     *
     * @param folder for scripts and what they print
     */
    static OptunaProgram require(Path folder, String... modules) throws Exception {
        List<String> names = new ArrayList<>(List.of(modules));
        names.add(0, "optuna");
        Path printed = folder.resolve("import.log");
        boolean found = Files.isExecutable(Path.of(PYTHON))
                && new ProcessBuilder(
                                        PYTHON,
                                        "-c",
                                        "import " + String.join(", ", names) + "; print(optuna.__version__)")
                                .redirectErrorStream(true)
                                .redirectOutput(printed.toFile())
                                .start()
                                .waitFor()
                        == 0;
        if (!found && System.getenv("CI") != null) {
            fail("Python's " + names + " are missing: .ci/run installs them");
        }
        assumeTrue(
                found,
                "SKIPPED: Python's " + names + " are missing, so nothing was read or written by Optuna itself"
                        + " (apt-get install python3-optuna python3-psycopg2)");
        return new OptunaProgram(folder, Files.readString(printed).trim());
    }

    /** Optuna's own, such as 3.1.0. */
    String version() {
        return version;
    }

    /** What Optuna reads: for each study its direction, trials, and the best one's number. */
    JsonNode report(String storage) throws Exception {
        Process process = start("optuna_report.py", storage);
        byte[] printed = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            fail("Optuna could not read " + storage + ": " + Files.readString(errors(process)));
        }
        return MAPPER.readTree(printed);
    }

    /** Starts a worker that does some trials of a study. */
    Process worker(String storage, String study, int trials) throws IOException {
        return start("optuna_worker.py", storage, study, Integer.toString(trials));
    }

    /** Waits for a process's end and shows what it complained of if that was not good. */
    void await(Process process) throws Exception {
        if (process.waitFor() != 0) {
            fail("Optuna's worker ended with " + process.exitValue() + ": " + Files.readString(errors(process)));
        }
    }

    private Process start(String script, String... arguments) throws IOException {
        Path copy = folder.resolve(script);
        if (!Files.exists(copy)) {
            try (InputStream resource =
                    Objects.requireNonNull(OptunaProgram.class.getResourceAsStream(script), script)) {
                Files.copy(resource, copy);
            }
        }
        List<String> command = new ArrayList<>(List.of(PYTHON, "-W", "ignore", copy.toString()));
        command.addAll(List.of(arguments));
        Path errors = Files.createTempFile(folder, script, ".err");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        Files.move(errors, errors(process));
        return process;
    }

    private Path errors(Process process) {
        return folder.resolve("optuna-" + process.pid() + ".err");
    }
}
