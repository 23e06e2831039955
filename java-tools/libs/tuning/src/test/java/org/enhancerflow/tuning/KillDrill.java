package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Workers in processes of their own that are killed at random moments, with kill -9, and replaced, until enough have died;
 * then the study is finished in peace. A reader looks on all the time. Nothing that a storage had confirmed to a worker may
 * be missing or different at the end.
 */
final class KillDrill {
    private static final int WORKERS = 4;
    private static final int STEP_MILLIS = 200;
    private static final int LONGEST_PAUSE_MILLIS = 500;
    private static final int LOOK_MILLIS = 20;
    private static final int LEASE_MILLIS = 20_000;
    private static final int GRACE_MILLIS = 2_000;

    private final Path folder;
    private final DrillArchive archive;
    private final String place;
    private final int trials;
    private final Random random;
    private final List<Worker> workers = new ArrayList<>();
    private final Map<Integer, StudyTrial> finished = new HashMap<>();
    private int started;

    KillDrill(Path folder, String place, int trials, long seed) throws IOException {
        this.folder = folder;
        this.archive = DrillArchive.in(folder);
        this.place = place;
        this.trials = trials;
        this.random = new Random(seed);
    }

    /** What befalls a worker besides its death. */
    interface Mishap {
        void strike(Random random) throws Exception;
    }

    /** Runs it; the number of kills is exact. */
    void run(StudyStorage reader, int kills, Mishap mishap) throws Exception {
        try {
            Worker first = start(archive.making(), 1);
            assertThat(first.process().waitFor()).as(first.errors()).isZero();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(start());
            }
            for (int killed = 0; killed < kills; killed++) {
                int victim = random.nextInt(WORKERS);
                Worker worker = workers.get(victim);
                // At work, and then a random while more: most are hit in the middle of a trial. A worker that ends by
                // itself had too small a study.
                boolean ended = false;
                while (!ended && !worker.isAtWork()) {
                    ended = worker.process().waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                }
                ended |= worker.process().waitFor(random.nextInt(LONGEST_PAUSE_MILLIS), TimeUnit.MILLISECONDS);
                assertThat(ended)
                        .as("worker ended after %s kills: %s", killed, worker.errors())
                        .isFalse();
                mishap.strike(random);
                worker.process().destroyForcibly().waitFor();
                workers.set(victim, start());
                look(reader);
            }
            for (Worker worker : workers) {
                assertThat(worker.process().waitFor()).as(worker.errors()).isZero();
            }
        } finally {
            workers.forEach(worker -> worker.process().destroyForcibly());
        }
    }

    /** Checks the study at the end against what the workers were told. */
    void check(StudyStorage storage) throws IOException {
        look(storage);
        List<StudyTrial> all = storage.trials();
        Study study = new Study(storage, DrillWorker.space(), new RandomSampler(1), Pruner.NONE, "drill");
        assertThat(study.settled()).hasSize(trials).extracting(Study::draw).doesNotHaveDuplicates();
        assertThat(study.settled())
                .allSatisfy(trial -> assertThat(trial.state()).isEqualTo(TrialState.COMPLETE));
        assertThat(all).noneMatch(trial -> trial.state() == TrialState.RUNNING);
        for (int i = 0; i < started; i++) {
            String said = Files.readString(folder.resolve("worker-" + i + ".out"));
            // A line that the kill cut off was not said.
            said.substring(0, said.lastIndexOf('\n') + 1).lines().forEach(line -> {
                String[] fields = line.split(" ", -1);
                checkConfirmed(fields, all.get(Integer.parseInt(fields[1])));
            });
        }
    }

    private static void checkConfirmed(String[] said, StudyTrial trial) {
        assertThat(Study.draw(trial)).isEqualTo(Integer.parseInt(said[2]));
        if (said[0].equals("reported")) {
            assertThat(trial.reports()).containsEntry(Long.parseLong(said[3]), Double.parseDouble(said[4]));
        } else if (said[0].equals("completed")) {
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
            assertThat(trial.value()).isEqualTo(Double.parseDouble(said[4]));
        }
    }

    /** A reader is never broken, and what is finished stays as it is. */
    private void look(StudyStorage reader) throws IOException {
        for (StudyTrial trial : reader.trials()) {
            if (trial.state().isFinished()) {
                assertThat(finished.computeIfAbsent(trial.number(), number -> trial))
                        .isEqualTo(trial);
            }
        }
    }

    private Worker start() throws IOException {
        return start(archive.using(), Integer.MAX_VALUE);
    }

    private Worker start(List<String> classes, int own) throws IOException {
        String name = "worker-" + started++;
        List<String> command =
                DrillWorker.command(classes, place, trials, own, STEP_MILLIS, LEASE_MILLIS, GRACE_MILLIS);
        Path said = folder.resolve(name + ".out");
        Path errors = folder.resolve(name + ".err");
        Process process = new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(errors.toFile())
                .start();
        return new Worker(process, said, errors);
    }

    private record Worker(Process process, Path said, Path log) {
        boolean isAtWork() throws IOException {
            return Files.size(said) > 0;
        }

        String errors() throws IOException {
            return Files.readString(log);
        }
    }
}
