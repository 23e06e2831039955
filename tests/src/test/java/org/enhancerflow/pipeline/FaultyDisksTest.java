package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.testkit.GenomeBuilder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, and a file that may not be read: one line each, and nothing half-written. */
class FaultyDisksTest {
    @TempDir
    Path folder;

    private Path genome = Path.of("");
    private Path peaks = Path.of("");

    @BeforeEach
    void write() throws IOException {
        genome = GenomeBuilder.seeded(5).contig("chr1", 200_000).writeFasta(folder.resolve("genome.fa"));
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            lines.append("chr1\t" + (1_000 + 90 * i) + "\t" + (1_100 + 90 * i) + "\n");
        }
        peaks = Files.writeString(folder.resolve("peaks.bed"), lines);
    }

    @Test
    void aFullDiskIsOneLineThatNamesTheOutput() throws IOException {
        Path small = Files.createDirectory(folder.resolve("small"));
        Outcome mount = start("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", small.toString());
        Assumptions.assumeTrue(mount.exit() == 0, "SKIPPED: a small disk can be mounted by root only");
        try {
            refused(75, "No space left", small.resolve("ref"), reference(small.resolve("ref")));
            assertThat(small).isEmptyDirectory();
            assertThat(start(reference(folder.resolve("ref")).toArray(String[]::new))
                            .exit())
                    .isZero();
            refused(75, "No space left", small.resolve("w.windows.safetensors"), extract(small));
            assertThat(small).isEmptyDirectory();
        } finally {
            assertThat(start("umount", small.toString()).exit()).isZero();
        }
    }

    @Test
    void aFileThatMayNotBeReadIsOneLine() throws IOException {
        Assumptions.assumeTrue(
                start("setpriv", "--reuid=65534", "--clear-groups", "true").exit() == 0,
                "SKIPPED: only root can run a tool as somebody who may not read a file");
        assertThat(start(reference(folder.resolve("ref")).toArray(String[]::new))
                        .exit())
                .isZero();
        Path out = Files.createDirectory(folder.resolve("out"));
        everybodyMay(folder);
        everybodyMay(out);
        Files.setPosixFilePermissions(peaks, Set.of());
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=65534", "--clear-groups"));
        command.addAll(extract(out));
        refused(2, "permission denied", peaks, command);
        assertThat(out).isEmptyDirectory();
    }

    private static void everybodyMay(Path place) throws IOException {
        Files.setPosixFilePermissions(place, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    private List<String> reference(Path out) {
        return List.of(jtool(), "reference", "--fasta", genome.toString(), "--out", out.toString());
    }

    private List<String> extract(Path out) {
        String table = out.resolve("w.windows.safetensors").toString();
        String reference = folder.resolve("ref").toString();
        return List.of(
                jtool(),
                "extract",
                "--peaks",
                peaks.toString(),
                "--sample",
                "s",
                "--label",
                "l",
                "--reference",
                reference,
                "--out",
                table);
    }

    private static String jtool() {
        return Nextflow.ROOT.resolve("bin/jtool").toString();
    }

    private static void refused(int exit, String what, Path file, List<String> command) {
        Outcome run = start(command.toArray(String[]::new));
        assertThat(run.exit()).as(run.errors()).isEqualTo(exit);
        List<String> lines = run.errorLines();
        assertThat(lines.get(lines.size() - 1)).contains(what).contains(file.toString());
        assertThat(run.errors()).doesNotContain("\tat ");
    }

    private static Outcome start(String... command) {
        return Nextflow.start("faulty-disks", Map.of(), List.of(command));
    }
}
