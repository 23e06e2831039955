package org.enhancerflow.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicOutputTest {
    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.map(p -> p.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aWholeFileReplacesTheOldOne() throws IOException {
        Path target = Files.writeString(folder.resolve("a"), "old");
        AtomicOutput.file(target, path -> Files.writeString(path, "new"));
        assertThat(target).hasContent("new");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aFailedFileLeavesTheOldOneAlone() throws IOException {
        Path target = Files.writeString(folder.resolve("a"), "old");
        assertThatThrownBy(() -> AtomicOutput.file(target, path -> {
                    Files.writeString(path, "half");
                    throw new IOException("disk");
                }))
                .hasMessage("disk");
        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("a");
    }

    @Test
    void aFolderReplacesTheOldOneAndMissingParentsAreMade() throws IOException {
        Path target = folder.resolve("deep/model");
        for (String name : List.of("x", "y")) {
            AtomicOutput.directory(target, path -> Files.writeString(path.resolve(name), name));
        }
        assertThat(target).isDirectoryContaining("glob:**y").isDirectoryNotContaining("glob:**x");
        assertThat(names()).containsExactly("deep");
        try (Stream<Path> list = Files.list(folder.resolve("deep"))) {
            assertThat(list).containsExactly(target);
        }
    }

    @Test
    void aFailedFolderLeavesNothing() throws IOException {
        assertThatThrownBy(() -> AtomicOutput.directory(folder.resolve("model"), path -> {
                    Files.writeString(path.resolve("x"), "half");
                    throw new IllegalStateException("bug");
                }))
                .hasMessage("bug");
        assertThat(names()).isEmpty();
    }

    @Test
    void aFileInTheWayOfAFolderIsAUsersMistake() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> AtomicOutput.file(file.resolve("sub/out"), path -> Files.writeString(path, "")))
                .isInstanceOf(UsageException.class);
    }

    /** Started as a process of its own: begins an output, says so, and waits to be killed. */
    static final class NeverDone {
        private NeverDone() {}

        public static void main(String[] args) throws IOException {
            AtomicOutput.directory(Path.of(args[0]), path -> {
                Files.writeString(path.resolve("half"), "half");
                System.out.println("writing");
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    /** Started as a process of its own: a tool that saves its work when a signal comes. */
    static final class SavesItsWork {
        private SavesItsWork() {}

        public static void main(String[] args) throws IOException {
            Path target = Path.of(args[0]);
            Interruption interruption = Interruption.handle();
            System.out.println("writing");
            while (!interruption.requested()) {
                Thread.onSpinWait();
            }
            AtomicOutput.file(target, path -> Files.writeString(path, "saved"));
            interruption.close();
        }
    }

    private static int terminated(Class<?> main, Path target) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        target.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("writing");
            process.destroy();
            return process.waitFor();
        }
    }

    @Test
    void aKilledProcessLeavesNothingHalfWritten() throws IOException, InterruptedException {
        assertThat(terminated(NeverDone.class, folder.resolve("model"))).isEqualTo(143);
        assertThat(names()).isEmpty();
    }

    @Test
    void aProcessThatSavesItsWorkIsGivenTheTime() throws IOException, InterruptedException {
        assertThat(terminated(SavesItsWork.class, folder.resolve("checkpoint"))).isEqualTo(143);
        assertThat(folder.resolve("checkpoint")).hasContent("saved");
        assertThat(names()).containsExactly("checkpoint");
    }
}
