package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StudyTest {
    private static final SearchSpace SPACE = space(1.0);

    @TempDir
    Path folder;

    @Test
    void drawsCountUpAndCarryTheSamplersValues() throws IOException {
        Study study = study(new MemoryStorage("study", Direction.MAXIMIZE));
        for (int i = 0; i < 4; i++) {
            RunningTrial trial = study.ask();
            assertThat(trial.draw()).isEqualTo(i);
            Map<String, Double> expected =
                    new RandomSampler(9).sample(SPACE, i, new StudyHistory("study", Direction.MAXIMIZE, List.of()));
            assertThat(trial.values()).isEqualTo(SPACE.values(expected));
            trial.complete(i);
        }
        assertThat(study.best().map(StudyTrial::number)).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResumedStudyEqualsAnUndisturbedOne(boolean learning) throws IOException {
        Study undisturbed = study(new MemoryStorage("study", Direction.MAXIMIZE), learning);
        for (int i = 0; i < 12; i++) {
            run(undisturbed.ask());
        }
        assertThat(undisturbed.settled()).anyMatch(trial -> trial.state() == TrialState.PRUNED);
        Path journal = folder.resolve("study.journal");
        List<RunningTrial> dead = new ArrayList<>();
        // Each "worker" does some trials, then dies or is stopped in the middle of one.
        for (int finished : new int[] {2, 0, 3, 1}) {
            Study worker = study(open(journal), learning);
            worker.failAbandoned();
            for (int i = 0; i < finished; i++) {
                run(worker.ask());
            }
            RunningTrial left = worker.ask();
            left.report(1, 0.5);
            if (finished == 0) {
                left.interrupt();
            }
            dead.add(left);
        }
        Study last = study(open(journal), learning);
        assertThat(last.failAbandoned()).isEqualTo(1);
        while (last.settled().size() < 12) {
            run(last.ask());
        }
        assertThat(outcomes(last)).isEqualTo(outcomes(undisturbed));
        // They are of this process, and their hearts still beat.
        for (RunningTrial trial : dead) {
            trial.interrupt();
        }
    }

    @Test
    void aTrialContinuedFromACheckpointHasTheReportsOfBeforeIt() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        Study study = study(storage);
        RunningTrial first = study.ask();
        first.report(10, 0.1);
        first.report(20, 0.2);
        first.interrupt();
        study.ask().interrupt();
        RunningTrial third = study.ask();
        assertThat(third.draw()).isZero();
        // The checkpoint was older than the last report: step 20 comes again.
        third.report(20, 0.2);
        third.report(30, 0.3);
        third.complete(0.3);
        assertThat(storage.trials().get(third.number()).reports())
                .containsExactly(Map.entry(10L, 0.1), Map.entry(20L, 0.2), Map.entry(30L, 0.3));
    }

    @Test
    void aTrialStartedAfreshForgetsTheReportsOfBefore() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        Study study = study(storage);
        RunningTrial first = study.ask();
        first.report(10, 0.1);
        first.report(20, 0.2);
        first.interrupt();
        RunningTrial second = study.ask();
        second.report(10, 0.1);
        assertThat(storage.trials().get(second.number()).reports()).containsExactly(Map.entry(10L, 0.1));
    }

    @Test
    void aTrialThatFailedForGoodIsNotTakenUpAgain() throws IOException {
        Study study = study(new MemoryStorage("study", Direction.MAXIMIZE));
        study.ask().fail("the loss is not a number");
        study.ask().complete(Double.NaN);
        assertThat(study.ask().draw()).isEqualTo(2);
        assertThat(study.settled()).hasSize(2).allSatisfy(trial -> assertThat(trial.state())
                .isEqualTo(TrialState.FAIL));
        assertThat(Study.failure(study.settled().get(0))).hasValue("the loss is not a number");
        assertThat(study.best()).isEmpty();
    }

    @Test
    void whatWaitsInLineIsTakenFirstWithTheValuesWished() throws IOException {
        Study study = study(new MemoryStorage("study", Direction.MAXIMIZE));
        study.enqueue(Map.of("x", 0.125, "schedule", "cosine"));
        study.enqueue(Map.of("units", 7));
        assertThat(study.ask().values()).containsEntry("x", 0.125).containsEntry("schedule", "cosine");
        RunningTrial second = study.ask();
        Map<String, Double> drawn =
                new RandomSampler(9).sample(SPACE, 1, new StudyHistory("study", Direction.MAXIMIZE, List.of()));
        assertThat(second.draw()).isEqualTo(1);
        assertThat(second.values()).containsEntry("units", 7L).containsEntry("x", drawn.get("x"));
        assertThat(study.ask().number()).isEqualTo(2);
        assertThatThrownBy(() -> study.enqueue(Map.of("x", 2.0))).hasMessage("the search space has no x = 2.0");
        assertThatThrownBy(() -> study.enqueue(Map.of("z", 2.0))).hasMessageContaining("no z");
    }

    @Test
    void noMoreTrialsStartThanAskedForWhateverTheOthersDo() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        Study one = study(storage);
        Study other = study(storage);
        RunningTrial first = one.ask(2).orElseThrow();
        assertThat(other.ask(2)).isPresent();
        assertThat(one.ask(2)).isEmpty();
        first.interrupt();
        assertThat(other.ask(2)).hasValueSatisfying(trial -> {
            assertThat(trial.draw()).isZero();
            assertThat(trial.values()).isEqualTo(first.values());
        });
    }

    @Test
    void aDeadWorkersTrialIsRepeatedWithItsParametersButNotForEver() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        Study study = study(storage);
        Map<String, ?> values = study.ask().values();
        for (int deaths = 1; deaths < Study.MAX_DEATHS; deaths++) {
            assertThat(study.failAbandoned()).isEqualTo(1);
            RunningTrial again = study.ask();
            assertThat(again.draw()).isZero();
            assertThat(again.values()).isEqualTo(values);
        }
        assertThat(study.failAbandoned()).isEqualTo(1);
        assertThat(study.settled()).singleElement().satisfies(trial -> assertThat(Study.failure(trial))
                .hasValue("its worker died 10 times"));
        assertThat(study.ask().draw()).isEqualTo(1);
    }

    @Test
    void aWorkerThatGivesSignsOfLifeKeepsItsTrial() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        RunningTrial trial = study(storage, Duration.ofHours(1)).ask();
        Study other = study(storage, Duration.ofHours(1));
        assertThat(other.failAbandoned()).isZero();
        trial.complete(1);
        assertThat(other.settled()).hasSize(1);
    }

    @Test
    void aTrialWhoseProcessIsGoneIsTakenUpWithoutWaiting() throws Exception {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        String self = WorkerProcess.self().orElse("");
        assumeTrue(!self.isEmpty(), "SKIPPED: processes have no /proc here");
        String gone = self.replaceFirst(" \\d+ (\\d+)$", " " + process.pid() + " $1");
        assertThat(WorkerProcess.isGone(self)).isFalse();
        assertThat(WorkerProcess.isGone(self + "0")).as("another start").isTrue();
        assertThat(WorkerProcess.isGone("another-boot " + gone.substring(gone.indexOf(' ') + 1)))
                .isFalse();
        Study study = study(storage, Duration.ofHours(1));
        RunningTrial trial = study.ask();
        storage.setAttribute(trial.number(), Study.WORKER, gone);
        assertThat(study.failAbandoned()).isEqualTo(1);
        assertThat(study.ask().attempts()).containsExactly(trial.number());
    }

    @Test
    void whoeverLostATrialHearsOfIt() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        Study study = study(storage);
        RunningTrial lost = study.ask();
        assertThat(lost.isLost()).isFalse();
        assertThat(study.failAbandoned()).isEqualTo(1);
        RunningTrial again = study.ask();
        assertThat(lost.isLost()).isTrue();
        assertThatThrownBy(() -> lost.report(1, 0.5)).isInstanceOf(TrialLostException.class);
        assertThatThrownBy(() -> lost.complete(0.5)).isInstanceOf(TrialLostException.class);
        assertThatThrownBy(() -> lost.fail("whatever")).isInstanceOf(TrialLostException.class);
        again.complete(0.75);
        assertThat(study.settled()).extracting(StudyTrial::value).containsExactly(0.75);
    }

    @Test
    void anotherProgramsTrialIsNeverEndedAndNeverWaitedFor() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        Map<String, Double> parameters =
                new RandomSampler(1).sample(SPACE, 0, new StudyHistory("study", Direction.MAXIMIZE, List.of()));
        int foreign = storage.create(new NewTrial(SPACE.parameters(), parameters, Map.of()));
        Study study = study(storage);
        assertThat(study.failAbandoned()).isZero();
        study.ask(1).orElseThrow().complete(0.5);
        assertThat(study.ask(1)).isEmpty();
        storage.finish(foreign, TrialState.COMPLETE, 0.75);
        assertThat(study.settled()).as("one for each draw").hasSize(1);
        assertThat(study.best().map(StudyTrial::number)).hasValue(foreign);
    }

    @Test
    void amongEqualTrialsTheFirstIsBest() throws IOException {
        Study study = study(new MemoryStorage("study", Direction.MINIMIZE));
        for (double value : new double[] {0.5, 0.25, 0.25, 0.75}) {
            study.ask().complete(value);
        }
        RunningTrial pruned = study.ask();
        pruned.report(1, 0.1);
        pruned.prune();
        assertThat(study.best().map(StudyTrial::number)).hasValue(1);
    }

    @Test
    void aStudyOfAnotherSpaceIsRefused() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        study(storage).ask().complete(1);
        assertThatThrownBy(() -> new Study(storage, space(2.0), new RandomSampler(9), Pruner.NONE, "context"))
                .isInstanceOf(TuningFormatException.class)
                .hasMessageContaining("another space");
    }

    @Test
    void aStudyOfOtherDataIsRefused() throws IOException {
        MemoryStorage storage = new MemoryStorage("study", Direction.MAXIMIZE);
        study(storage).ask().complete(1);
        assertThatThrownBy(() -> new Study(storage, SPACE, new RandomSampler(9), Pruner.NONE, "other"))
                .isInstanceOf(TuningFormatException.class)
                .hasMessageContaining("other data");
    }

    /** A training whose curve depends on the parameters alone. */
    private static void run(RunningTrial trial) throws IOException {
        double x = (double) trial.values().getOrDefault("x", 0.0);
        for (int step = 1; step <= 3; step++) {
            if (trial.report(step, x * step)) {
                trial.prune();
                return;
            }
        }
        trial.complete(3 * x);
    }

    private static List<String> outcomes(Study study) throws IOException {
        List<String> outcomes = new ArrayList<>();
        for (StudyTrial trial : study.settled()) {
            Map<String, Object> rungs = new TreeMap<>(trial.systemAttributes());
            rungs.keySet().removeIf(key -> !key.startsWith(SuccessiveHalvingPruner.RUNG));
            outcomes.add(Study.draw(trial) + " " + trial.state() + " " + trial.values() + " " + trial.parameters() + " "
                    + trial.reports() + " " + rungs);
        }
        return outcomes;
    }

    /** What learns: the sampler from the third draw on, and the pruner by rungs and brackets. */
    private static Study study(StudyStorage storage, boolean learning) throws IOException {
        return learning
                ? new Study(
                        storage,
                        SPACE,
                        new TpeSampler(9, 2, 24, true, true),
                        new HyperbandPruner(1, OptionalLong.of(3), 2),
                        "context",
                        Duration.ZERO)
                : study(storage);
    }

    private static Study study(StudyStorage storage) throws IOException {
        return study(storage, Duration.ZERO);
    }

    private static Study study(StudyStorage storage, Duration lease) throws IOException {
        Pruner pruner = new PercentilePruner(50, 2, 0, 1, 1);
        return new Study(storage, SPACE, new RandomSampler(9), pruner, "context", lease);
    }

    private static StudyStorage open(Path journal) throws IOException {
        return JournalStorage.open(journal, "study", Direction.MAXIMIZE, Clock.systemUTC());
    }

    private static SearchSpace space(double high) {
        Map<String, Distribution> parameters = new LinkedHashMap<>();
        parameters.put("x", new FloatDistribution(0, high, false, null));
        parameters.put("units", new IntDistribution(1, 64, true, 1));
        parameters.put("schedule", new CategoricalDistribution(List.of("linear", "cosine")));
        return new SearchSpace(parameters);
    }
}
