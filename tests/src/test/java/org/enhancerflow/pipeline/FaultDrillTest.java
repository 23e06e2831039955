package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults at random moments of real runs. After {@code -resume} the results are those of an undisturbed run, byte by byte, and no task that had finished is
 * done again.
 *
 * <p>Each fault strikes {@code -Denhancerflow.drill.rounds=N} times, once by default; {@code -Denhancerflow.drill.faults=REGEX} names those wanted, {@code
 * -Denhancerflow.drill.seed=S} replays a drill. A table is printed.
 */
class FaultDrillTest {
    private static final int ATTEMPTS = 6;
    private static final int ROUNDS = Integer.getInteger("enhancerflow.drill.rounds", 1);
    private static final long SEED = Long.getLong("enhancerflow.drill.seed", System.nanoTime());
    private static final Pattern COMPLETED = Pattern.compile(
            "Task completed > TaskHandler\\[(?:jobId: \\d+; )?id: \\d+; name: ([^;]+); status: COMPLETED; exit: 0;");
    private static final List<String> TABLE = new ArrayList<>();

    private static Map<String, String> expected = Map.of();
    private static long workBytes;
    private static long millis;

    @BeforeAll
    static void undisturbed() throws IOException {
        Fault.Site site = site("drill-undisturbed", 0);
        long begun = System.nanoTime();
        Outcome run = Nextflow.launch(site.name(), site.around(), site.arguments());
        millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        expected = artifacts(run);
        assertThat(expected).containsKeys("report.html", "corpus/corpus.bed.gz", "models/cnn/model.safetensors");
        try (Stream<Path> files = Files.walk(site.folder().resolve("work"))) {
            for (Path file : files.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .toList()) {
                workBytes += Files.size(file);
            }
        }
        TABLE.add(
                String.format("%-16s %5s  %-44s %5s %9s %6s", "fault", "after", "hit", "lost", "corrupted", "redone"));
    }

    @AfterAll
    static void print() {
        System.out.println(
                "fault drill, seed " + SEED + ", undisturbed run " + millis / 1000 + " s\n" + String.join("\n", TABLE));
    }

    @ParameterizedTest
    @EnumSource
    void aRunThatIsResumedEndsAsAnUndisturbedOne(Fault fault) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                fault.name().matches(System.getProperty("enhancerflow.drill.faults", ".*")), "not asked for");
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(SEED ^ Objects.hash(fault.name(), round));
            boolean hit = false;
            for (int attempt = 0; attempt < ATTEMPTS && !hit; attempt++) {
                hit = round(fault, round, random);
            }
            assertThat(hit).as(fault + " found nothing to hit").isTrue();
        }
    }

    /** False when the run was over before the fault found something to hit. */
    private static boolean round(Fault fault, int round, Random random) throws IOException, InterruptedException {
        Fault.Site site = fault.placed(site("drill-" + fault.name().toLowerCase(java.util.Locale.ROOT), round));
        Assumptions.assumeTrue(fault.possible(site), "SKIPPED: " + fault + " needs root, and NODE_LOST a Slurm");
        fault.prepare(site, random);
        try {
            Process run = Nextflow.begin(site.name(), site.around(), site.arguments());
            long moment = random.nextLong((long) (millis * fault.span));
            run.waitFor(moment, TimeUnit.MILLISECONDS);
            List<ProcessHandle> tasks = run.descendants().toList();
            String hit = run.isAlive() || waits(fault) ? fault.inject(site, run, random) : "";
            if (!run.waitFor(10, TimeUnit.MINUTES)) {
                throw new IllegalStateException("still running after " + fault);
            }
            if (hit.isEmpty()) {
                return false;
            }
            Set<String> finished = finished(site);
            fault.mend(site);
            if (run.exitValue() == 0) {
                // Nothing redone means nothing where nothing is read off the log.
                assertThat(finished)
                        .as("log of " + site.name())
                        .isEqualTo(completed(Nextflow.outcome(site.name(), run)));
            }
            compare(fault, moment, hit + ", exit " + run.exitValue(), finished, resume(site));
            // Tasks outlive a Nextflow that was killed.
            for (ProcessHandle task : tasks) {
                task.onExit().join();
            }
        } finally {
            fault.clear(site);
        }
        Folders.delete(site.folder());
        return true;
    }

    /** Whether the fault lies in wait from the start, and what it hit is told at the end. */
    private static boolean waits(Fault fault) {
        return fault == Fault.DISK_FULL || fault == Fault.MEMORY_SHORT;
    }

    private static Outcome resume(Fault.Site site) {
        List<String> again = new ArrayList<>(site.arguments());
        again.add("-resume");
        return Nextflow.launch(site.name(), site.around(), again);
    }

    private static void compare(Fault fault, long moment, String hit, Set<String> finished, Outcome resumed)
            throws IOException {
        String what = fault + ", seed " + SEED + ", after " + moment + " ms: " + hit;
        assertThat(resumed.exit())
                .as(what + "\n" + resumed.output() + resumed.errors())
                .isZero();
        Map<String, String> got = artifacts(resumed);
        Set<String> lost = new HashSet<>(expected.keySet());
        lost.removeAll(got.keySet());
        List<String> corrupted = got.entrySet().stream()
                .filter(file -> !file.getValue().equals(expected.get(file.getKey())))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        List<String> redone = resumed.trace().stream()
                .filter(row -> row.status().equals("COMPLETED") && finished.contains(row.name()))
                .map(Outcome.TraceRow::name)
                .toList();
        TABLE.add(String.format(
                "%-16s %4.1fs  %-44s %5d %9d %6d",
                fault, moment / 1e3, hit, lost.size(), corrupted.size(), redone.size()));
        assertThat(lost).as("lost: " + what).isEmpty();
        assertThat(corrupted).as("corrupted or left over: " + what).isEmpty();
        assertThat(redone).as("done again: " + what).isEmpty();
    }

    /** Names of the tasks that the first run of a site has done by itself, by its trace. */
    private static Set<String> completed(Outcome run) {
        return run.firstTrace().stream()
                .filter(row -> row.status().equals("COMPLETED"))
                .map(Outcome.TraceRow::name)
                .collect(Collectors.toSet());
    }

    /** Names of the tasks that Nextflow has noted as finished: none, if it was struck while its launcher was still at work. */
    private static Set<String> finished(Fault.Site site) throws IOException {
        if (Files.notExists(site.log())) {
            assertThat(Files.exists(site.folder().resolve("work")))
                    .as("tasks without a log in " + site.folder())
                    .isFalse();
            return Set.of();
        }
        Matcher matcher = COMPLETED.matcher(Files.readString(site.log()));
        return matcher.results().map(result -> result.group(1)).collect(Collectors.toSet());
    }

    private static Map<String, String> artifacts(Outcome run) throws IOException {
        return Folders.digests(run.results(), name -> !name.startsWith("pipeline_info") && !name.startsWith("study"));
    }

    /** An empty folder with an input of its own. */
    private static Fault.Site site(String name, int round) throws IOException {
        String folder = name + "-" + round;
        Folders.delete(Nextflow.RUNS.resolve(folder));
        Path input = Files.createDirectories(Nextflow.RUNS.resolve(folder)).resolve("input");
        Files.writeString(input.resolveSibling("drill.config"), "");
        Outcome simulated = Nextflow.start(
                folder,
                Map.of(),
                List.of(
                        Nextflow.ROOT.resolve("bin/jtool").toString(),
                        "simulate",
                        "--out",
                        input.toString(),
                        "--genome-mb",
                        "1",
                        "--peaks",
                        "600"));
        assertThat(simulated.exit()).as(simulated.errors()).isZero();
        compress(input);
        List<String> arguments = new ArrayList<>(List.of(
                "-q", "run", Nextflow.ROOT.toString(), "-ansi-log", "false", "-profile", "demo", "-c", "drill.config"));
        arguments.addAll(List.of("--input", "input/samplesheet.csv", "--fasta", "input/genome.fa.gz"));
        arguments.addAll(List.of("--models", "kmer,cnn", "--trials", "0", "--batch", "3"));
        arguments.addAll(List.of("--model_settings.cnn", "epochs=1,batch_size=16,evaluate_every=4"));
        arguments.addAll(List.of("--model_settings.kmer", "max_steps=20,evaluate_every=10"));
        return new Fault.Site(folder, List.of(), input, arguments, workBytes);
    }

    private static void compress(Path input) throws IOException {
        try (Stream<Path> files = Files.walk(input)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".narrowPeak")
                            || path.toString().endsWith(".fa"))
                    .toList()) {
                Path to = file.resolveSibling(file.getFileName() + ".gz");
                try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(to))) {
                    Files.copy(file, out);
                }
                Files.delete(file);
            }
        }
        Path sheet = input.resolve("samplesheet.csv");
        Files.writeString(sheet, Files.readString(sheet).replace(".narrowPeak", ".narrowPeak.gz"));
    }
}
