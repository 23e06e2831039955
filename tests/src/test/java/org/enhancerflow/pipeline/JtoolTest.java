package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code jtool} adds to a JAR: heap, exit codes, signals. */
class JtoolTest {
    private static final String PROBE =
            """
            package org.enhancerflow.tools.probe;
            public final class Main {
                public static void main(String[] args) throws Exception {
                    switch (args[0]) {
                        case "exit" -> System.exit(Integer.parseInt(args[1]));
                        case "heap" -> System.out.print(Runtime.getRuntime().maxMemory() >> 20);
                        case "words" -> System.out.print(String.join("|", args));
                        case "hungry" -> {
                            var all = new java.util.ArrayList<byte[]>();
                            while (true) all.add(new byte[1 << 20]);
                        }
                        default -> {
                            // Exactly as a tool that checkpoints: the signal is heard, the exit code is its own.
                            Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.print("checkpoint")));
                            System.out.print("started ");
                            System.out.flush();
                            new java.util.concurrent.CountDownLatch(1).await();
                        }
                    }
                }
            }
            """;

    @TempDir
    static Path folder;

    @BeforeAll
    static void compile() throws IOException {
        Path source = Files.writeString(folder.resolve("Main.java"), PROBE);
        int failed = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler())
                .run(null, null, null, "-d", folder.toString(), source.toString());
        assertThat(failed).isZero();
        try (OutputStream file = Files.newOutputStream(folder.resolve("probe.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("org/enhancerflow/tools/probe/Main.class"));
            Files.copy(folder.resolve("org/enhancerflow/tools/probe/Main.class"), jar);
            jar.closeEntry();
        }
    }

    @Test
    void exitCodesComeBack() {
        for (int code : new int[] {0, 2, 65, 70, 75}) {
            assertThat(jtool(Map.of(), "exit", Integer.toString(code)).exit()).isEqualTo(code);
        }
    }

    @Test
    void argumentsArriveAsTheyAre() {
        assertThat(jtool(Map.of(), "words", "two words", "*", "").output()).isEqualTo("words|two words|*|");
    }

    @Test
    void anExhaustedHeapAsksForAnotherTry() {
        assertThat(jtool(Map.of("ENHANCERFLOW_MEMORY_MB", "64"), "hungry").exit())
                .isEqualTo(75);
    }

    @Test
    void theHeapIsAShareOfTheTasksMemory() {
        Outcome run = jtool(Map.of("ENHANCERFLOW_MEMORY_MB", "1000"), "heap");
        assertThat(Integer.parseInt(run.output())).isBetween(700, 750);
    }

    @Test
    void aSecondStartTakesItsClassesFromAnArchiveBesideTheJar() throws IOException {
        Path jar = Files.copy(
                folder.resolve("probe.jar"),
                Files.createDirectories(folder.resolve("archive")).resolve("probe.jar"));
        // What only tells of itself has loaded too little.
        archived(Map.of(), jar, "words", "--version");
        assertThat(archives(jar)).isEmpty();
        Outcome first = archived(Map.of(), jar, "words", "a");
        assertThat(first.output()).isEqualTo("words|a");
        List<Path> archives = archives(jar);
        assertThat(archives).hasSize(1);
        Outcome second = archived(Map.of("ENHANCERFLOW_JVM_ARGS", "-Xlog:class+load"), jar, "words", "a");
        assertThat(second.output()).containsPattern("probe.Main source: shared objects file \\(top\\)");
        assertThat(archives(jar)).isEqualTo(archives);
    }

    @Test
    void anArchiveThatDoesNotFitChangesNothing() throws IOException {
        Path jar = Files.copy(
                folder.resolve("probe.jar"),
                Files.createDirectories(folder.resolve("stale")).resolve("probe.jar"));
        archived(Map.of(), jar, "words");
        for (Path archive : archives(jar)) {
            Files.delete(archive);
            Files.writeString(archive, "not an archive at all");
        }
        Outcome run = archived(Map.of(), jar, "exit", "65");
        assertThat(run.exit()).isEqualTo(65);
        assertThat(run.output() + run.errors()).isEmpty();
        // Of a tool that failed none is kept.
        for (Path archive : archives(jar)) {
            Files.delete(archive);
        }
        assertThat(archived(Map.of(), jar, "exit", "65").exit()).isEqualTo(65);
        assertThat(archives(jar)).isEmpty();
    }

    @Test
    void aJarThatIsMissingIsOneLine() {
        Outcome run = Nextflow.start(
                "jtool-missing",
                Map.of(),
                List.of(Nextflow.ROOT.resolve("bin/jtool").toString(), "nonesuch"));
        assertThat(run.exit()).isEqualTo(2);
        assertThat(run.errorLines()).singleElement().asString().contains("nonesuch.jar is missing");
    }

    @Test
    void aSignalReachesTheToolAndItsCodeComesBack() throws Exception {
        // A build in the background ignores SIGINT, and so would everything it starts.
        List<String> listening = new ArrayList<>(List.of("env", "--default-signal=INT"));
        listening.addAll(command("wait"));
        for (String signal : new String[] {"TERM", "INT"}) {
            Process process = new ProcessBuilder(listening).start();
            var output = process.getInputStream();
            assertThat(new String(output.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("started ");
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(1, TimeUnit.MINUTES))
                    .as(signal + " is heard")
                    .isTrue();
            assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("checkpoint");
            assertThat(process.exitValue()).isEqualTo(signal.equals("TERM") ? 143 : 130);
        }
    }

    @Test
    void aToolThatIsSuspendedIsWaitedFor() throws Exception {
        Process process = new ProcessBuilder(command("wait")).start();
        var output = process.getInputStream();
        assertThat(new String(output.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("started ");
        ProcessHandle tool = process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
        for (String signal : new String[] {"STOP", "CONT"}) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(tool.pid()))
                    .start()
                    .waitFor();
            assertThat(process.waitFor(2, TimeUnit.SECONDS))
                    .as("ended by " + signal)
                    .isFalse();
        }
        process.destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
    }

    @Test
    void aKilledScriptTakesItsToolWithIt() throws Exception {
        Assumptions.assumeTrue(
                Nextflow.start("setpriv", Map.of(), List.of("bash", "-c", "setpriv --pdeathsig TERM true"))
                                .exit()
                        == 0,
                "SKIPPED: setpriv of util-linux is not here");
        // Through a process that outlives the script, since Java drops what comes after its own child's end.
        Process reader = new ProcessBuilder("cat").start();
        Path pipe = Path.of("/proc", Long.toString(reader.pid()), "fd/0");
        Process process = new ProcessBuilder(command("wait"))
                .redirectOutput(pipe.toFile())
                .start();
        reader.getOutputStream().close();
        var output = reader.getInputStream();
        assertThat(new String(output.readNBytes(8), StandardCharsets.UTF_8)).isEqualTo("started ");
        ProcessHandle tool = process.descendants()
                .filter(each -> each.info().command().orElse("").endsWith("java"))
                .findFirst()
                .orElseThrow();
        new ProcessBuilder("kill", "-KILL", Long.toString(process.pid()))
                .start()
                .waitFor();
        assertThat(new String(output.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("checkpoint");
        assertThat(tool.onExit().get(1, TimeUnit.MINUTES).isAlive()).isFalse();
    }

    private static Outcome archived(Map<String, String> environment, Path jar, String... arguments) {
        return Nextflow.start("jtool", environment, command(jar, arguments));
    }

    private static List<Path> archives(Path jar) throws IOException {
        try (var files = Files.list(jar.resolveSibling("."))) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                    .map(Path::normalize)
                    .toList();
        }
    }

    private static Outcome jtool(Map<String, String> environment, String... arguments) {
        return Nextflow.start("jtool", environment, command(arguments));
    }

    private static List<String> command(String... arguments) {
        return command(folder.resolve("probe.jar"), arguments);
    }

    private static List<String> command(Path jar, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(Nextflow.ROOT.resolve("bin/jtool").toString(), jar.toString()));
        command.addAll(List.of(arguments));
        return command;
    }
}
