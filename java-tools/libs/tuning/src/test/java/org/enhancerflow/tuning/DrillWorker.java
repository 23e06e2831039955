package org.enhancerflow.tuning;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker as a process of its own, to be killed: takes trials until the study has its number, and says on standard output
 * what the storage has taken from it, after it has. Its trainings pause a little at each step.
 */
final class DrillWorker {
    static final String STUDY = "drill";
    static final int STEPS = 4;
    private static final int MOST_TIMES = 10;
    static final String CLASS_PATH =
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

    private final Study study;
    private final long pauseNanos;

    private DrillWorker(Study study, long pauseNanos) {
        this.study = study;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Arguments: storage, draws in all, trials of its own at most, milliseconds of a step, of the lease, of a lock's grace. On a
     * machine where a start takes long, steps do, too: else few kills would meet a trial.
     */
    public static void main(String[] args) throws IOException {
        long started = ManagementFactory.getRuntimeMXBean().getUptime();
        long step = Math.max(Long.parseLong(args[3]), Math.min(started / STEPS, MOST_TIMES * Long.parseLong(args[3])));
        Duration lease = Duration.ofMillis(Long.parseLong(args[4]));
        Duration grace = Duration.ofMillis(Long.parseLong(args[5]));
        try (StudyStorage storage = open(args[0], grace)) {
            Study study = new Study(storage, space(), new RandomSampler(1), Pruner.NONE, "drill", lease);
            new DrillWorker(study, Duration.ofMillis(step).toNanos())
                    .work(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        }
    }

    static StudyStorage open(String place, Duration grace) throws IOException {
        if (place.startsWith("jdbc:")) {
            return PostgresStorage.open(
                    place, PostgresServer.PASSWORD, STUDY, Direction.MAXIMIZE, Clock.system(ZoneId.systemDefault()));
        }
        return JournalStorage.open(
                Path.of(place), STUDY, Direction.MAXIMIZE, Clock.system(ZoneId.systemDefault()), grace);
    }

    /**
     * The command of such a process.
     *
     * @param classes options that say where the JVM finds them
     */
    static List<String> command(
            List<String> classes, String place, int draws, int own, int stepMillis, int leaseMillis, int graceMillis) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
        command.addAll(classes);
        command.addAll(List.of(DrillWorker.class.getName(), place));
        for (int number : new int[] {draws, own, stepMillis, leaseMillis, graceMillis}) {
            command.add(Integer.toString(number));
        }
        return command;
    }

    static SearchSpace space() {
        Map<String, Distribution> parameters = new LinkedHashMap<>();
        parameters.put("x", new FloatDistribution(0, 1, false, null));
        parameters.put("units", new IntDistribution(1, 64, true, 1));
        parameters.put("schedule", new CategoricalDistribution(List.of("linear", "cosine")));
        return new SearchSpace(parameters);
    }

    private void work(int draws, int own) throws IOException {
        int done = 0;
        while (done < own) {
            study.failAbandoned();
            Optional<RunningTrial> trial = study.ask(draws);
            if (trial.isPresent()) {
                train(trial.get());
                done++;
            } else if (study.settled().size() >= draws) {
                return;
            } else {
                LockSupport.parkNanos(pauseNanos);
            }
        }
    }

    private void train(RunningTrial trial) throws IOException {
        say("started", trial, 0, 0);
        double x = (double) trial.values().getOrDefault("x", 0.0);
        try {
            for (int step = 1; step <= STEPS; step++) {
                LockSupport.parkNanos(pauseNanos);
                trial.report(step, x * step);
                say("reported", trial, step, x * step);
            }
            trial.complete(x);
            say("completed", trial, STEPS, x);
        } catch (TrialLostException e) {
            say("lost", trial, 0, 0);
        }
    }

    private static void say(String what, RunningTrial trial, int step, double value) {
        System.out.printf(Locale.ROOT, "%s %d %d %d %s%n", what, trial.number(), trial.draw(), step, value);
        System.out.flush();
    }
}
