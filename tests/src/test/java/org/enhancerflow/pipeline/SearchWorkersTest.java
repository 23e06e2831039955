package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A search by two tasks over one study, one of which is killed in the middle of a trial, and the run with it. */
class SearchWorkersTest {
    private static final String NAME = "workers";
    private static final int TRIALS = 4;

    private static final Pattern STARTED =
            Pattern.compile("^\\{\"op_code\":4,.*\"enhancerflow:worker\":\"\\S+ \\S+ (\\d+) \\d+\"");
    private static final Pattern REPORTED = Pattern.compile("^\\{\"op_code\":7,.*\"trial_id\":(\\d+),");
    private static final Pattern ENDED = Pattern.compile("^\\{\"op_code\":6,.*\"trial_id\":(\\d+),\"state\":([123]),");
    private static final String COMPLETE = "1";

    @Test
    void aResumedRunTakesUpTheTrialOfAKilledWorkerAndRepeatsNoFinishedOne() throws Exception {
        Path folder = Nextflow.RUNS.resolve(NAME);
        Folders.delete(folder.resolve("results"));
        Path config = Files.writeString(
                Files.createDirectories(folder).resolve("once.config"), "process.errorStrategy = 'terminate'\n");
        CompletableFuture<Outcome> first = CompletableFuture.supplyAsync(() -> run("-c", config.toString()));
        long victim = workerAtATrial(folder, first);
        ProcessHandle.of(victim).orElseThrow().destroyForcibly();
        Outcome killed = first.get();
        assertThat(killed.exit()).as(killed.errors()).isNotZero();
        List<String> before = journal(folder);
        assertThat(ended(before, COMPLETE)).as("trials done before the end").hasSizeLessThan(TRIALS);

        Outcome resumed = run("-resume");
        assertThat(resumed.exit()).as(resumed.output() + resumed.errors()).isZero();
        List<String> after = journal(folder);
        // What was written stays; the last line may have been cut off by the kill.
        int whole = before.size() - 1;
        assertThat(after.subList(0, whole)).isEqualTo(before.subList(0, whole));
        assertThat(after)
                .filteredOn(line -> ENDED.matcher(line).find() && line.contains("\"state\":1,"))
                .hasSize(TRIALS);
        assertThat(after.subList(whole, after.size()))
                .as("the killed worker's trial, started again")
                .anyMatch(line -> STARTED.matcher(line).find() && line.contains("\"enhancerflow:deaths\":1"));
        List<String> table = Files.readAllLines(resumed.results().resolve("search/cnn/trials.tsv"));
        assertThat(table.stream().skip(1).map(row -> row.split("\t", 3)[0] + " " + row.split("\t", 3)[1]))
                .containsExactly("0 COMPLETE", "1 COMPLETE", "2 COMPLETE", "3 COMPLETE");
    }

    /** One thread a task, so that two run at once on two cores. Without a pruner every trial is long enough to be killed. */
    private static Outcome run(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--models", "cnn", "--threads", "1", "--search_workers", "2"));
        arguments.addAll(List.of("--trials", Integer.toString(TRIALS), "--search_pruner", "none"));
        arguments.addAll(List.of("--search_settings.cnn", "max_steps=60,evaluate_every=10,epochs=100"));
        arguments.addAll(List.of(more));
        return Small.run(NAME, arguments.toArray(String[]::new));
    }

    /** Waits until two workers are at the study and one of them is in the middle of a trial; gives that one's process. */
    private static long workerAtATrial(Path folder, CompletableFuture<Outcome> run)
            throws IOException, InterruptedException, ExecutionException {
        while (true) {
            Optional<Long> found = inTheMiddle(journal(folder));
            if (found.isPresent()) {
                return found.get();
            }
            try {
                Outcome ended = run.get(50, TimeUnit.MILLISECONDS);
                throw new AssertionError("ended before two workers were at work: " + ended);
            } catch (TimeoutException e) {
                // Still running, as it should.
            }
        }
    }

    /** The process of the latest trial that has reported once or twice and not ended. */
    private static Optional<Long> inTheMiddle(List<String> journal) {
        List<Long> processes = new ArrayList<>();
        List<Integer> reports = new ArrayList<>();
        for (String line : journal) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                processes.add(Long.parseLong(started.group(1)));
                reports.add(0);
            }
            Matcher report = REPORTED.matcher(line);
            if (report.find()) {
                reports.set(Integer.parseInt(report.group(1)), reports.get(Integer.parseInt(report.group(1))) + 1);
            }
        }
        Set<Integer> ended = ended(journal, "[123]");
        Optional<Long> found = Optional.empty();
        for (int trial = 0; trial < reports.size(); trial++) {
            if (reports.get(trial) > 0 && reports.get(trial) < 3 && !ended.contains(trial)) {
                found = Optional.of(processes.get(trial));
            }
        }
        return new HashSet<>(processes).size() > 1 ? found : Optional.empty();
    }

    private static Set<Integer> ended(List<String> journal, String state) {
        Set<Integer> ended = new HashSet<>();
        for (String line : journal) {
            Matcher end = ENDED.matcher(line);
            if (end.find() && end.group(2).matches(state)) {
                ended.add(Integer.parseInt(end.group(1)));
            }
        }
        return ended;
    }

    private static List<String> journal(Path folder) throws IOException {
        Path study = folder.resolve("results/study");
        if (!Files.isDirectory(study)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(study)) {
            Optional<Path> journal =
                    files.filter(file -> file.toString().endsWith(".journal")).findFirst();
            return journal.isPresent() ? Files.readAllLines(journal.get()) : List.of();
        }
    }
}
