package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** A real Slurm of one node. Real tasks in it, and in podman, are compared with this machine's by tests/equal.sh. */
class SlurmTest {
    private static final Path SLURM = Nextflow.ROOT.resolve("tests/slurm.sh");

    @Test
    void gpuTasksGetTheDeviceAndOthersDoNot() throws IOException {
        Path daemons = Files.createDirectories(Nextflow.RUNS.resolve("slurm")).resolve("daemons");
        needSlurm(daemons);
        Outcome run = Nextflow.start(
                "slurm",
                Map.of(
                        "ENHANCERFLOW_BUILD",
                        "never",
                        "NXF_HOME",
                        Nextflow.RUNS.resolve("nxf-home").toString()),
                List.of(
                        SLURM.toString(),
                        daemons.toString(),
                        Nextflow.ROOT.resolve("nextflow").toString(),
                        "-q",
                        "run",
                        Nextflow.ROOT.toString(),
                        "-ansi-log",
                        "false",
                        "-profile",
                        "demo,slurm",
                        "-stub"));
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        List<String> jobs = Files.readAllLines(daemons.resolve("tasks.txt"));
        assertThat(jobs).hasSize(run.trace().size());
        assertThat(jobs)
                .filteredOn(SlurmTest::asksForDevices)
                .hasSizeGreaterThan(6)
                .allMatch(job -> job.endsWith("\tn1\tgres:gpu:1\t0"));
        assertThat(jobs)
                .filteredOn(job -> !asksForDevices(job))
                .hasSizeGreaterThan(6)
                .allMatch(job -> job.endsWith("\tn1\tnone\tnone"));
    }

    private static boolean asksForDevices(String job) {
        return job.matches(".*_?(SEARCH|TRAIN|EVALUATE)_.*");
    }

    /** Skips the test, loudly, where there is no Slurm to start; in CI it fails. */
    private static void needSlurm(Path daemons) {
        Outcome up = Nextflow.start("slurm", Map.of(), List.of(SLURM.toString(), daemons.toString(), "true"));
        if (System.getenv("CI") != null) {
            assertThat(up.exit()).as(up.errors()).isZero();
        }
        Assumptions.assumeTrue(up.exit() != 2, "SKIPPED: " + up.errors());
        assertThat(up.exit()).as(up.errors()).isZero();
    }
}
