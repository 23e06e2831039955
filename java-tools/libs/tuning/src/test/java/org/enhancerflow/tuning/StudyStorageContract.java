package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every storage must do; a test class of a storage extends it. */
abstract class StudyStorageContract {
    /** A worker's access to the one study of this test; every call gives another worker. */
    abstract StudyStorage worker() throws IOException;

    @Test
    void aStudyKeepsItsDirection() throws IOException {
        assertThat(worker().direction()).isEqualTo(Direction.MAXIMIZE);
        assertThat(worker().trials()).isEmpty();
    }

    @Test
    void aTrialStartsWholeAndRunning() throws IOException {
        StudyStorage storage = worker();
        assertThat(storage.create(trial(0.25))).isZero();
        assertThat(storage.create(trial(0.5))).isEqualTo(1);
        StudyTrial trial = storage.trials().get(1);
        assertThat(trial.number()).isEqualTo(1);
        assertThat(trial.state()).isEqualTo(TrialState.RUNNING);
        assertThat(trial.value()).isNull();
        assertThat(trial.parameters()).containsExactly(Map.entry("x", 0.5), Map.entry("y", 1.0));
        assertThat(trial.distributions()).isEqualTo(distributions());
        assertThat(trial.attributes()).containsEntry("note", "a \"µ\"\n");
        assertThat(trial.reports()).isEmpty();
    }

    @Test
    void reportsKeepTheLastValueOfAStepAndTheirOrder() throws IOException {
        StudyStorage storage = worker();
        int number = storage.create(trial(0.5));
        storage.report(number, 20, 0.75);
        storage.report(number, 10, Double.NaN);
        storage.report(number, 10, Double.POSITIVE_INFINITY);
        storage.report(number, 30, Double.NaN);
        assertThat(storage.trials().get(0).reports())
                .containsExactly(
                        Map.entry(10L, Double.POSITIVE_INFINITY), Map.entry(20L, 0.75), Map.entry(30L, Double.NaN));
    }

    @Test
    void attributesHoldEveryKindOfValue() throws IOException {
        StudyStorage storage = worker();
        int number = storage.create(trial(0.5));
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("list", List.of(1L, 2.5, "three"));
        map.put("null", null);
        storage.setAttribute(number, "map", map);
        storage.setAttribute(number, "flag", true);
        storage.setAttribute(number, "flag", false);
        assertThat(storage.trials().get(0).attributes())
                .containsEntry("map", map)
                .containsEntry("flag", false);
    }

    @Test
    void systemAttributesAreKeptApart() throws IOException {
        StudyStorage storage = worker();
        int number = storage.create(trial(0.5));
        storage.setSystemAttribute(number, "completed_rung_0", 0.25);
        StudyTrial trial = storage.trials().get(0);
        assertThat(trial.systemAttributes()).containsExactly(Map.entry("completed_rung_0", 0.25));
        assertThat(trial.attributes()).doesNotContainKey("completed_rung_0");
    }

    @Test
    void aTrialInLineWaitsWithItsWishesUntilOneWorkerClaimsIt() throws IOException {
        StudyStorage one = worker();
        StudyStorage other = worker();
        int number = one.enqueue(Map.of("x", 0.5, "y", "b"));
        assertThat(number).isZero();
        StudyTrial waiting = other.trials().get(0);
        assertThat(waiting.state()).isEqualTo(TrialState.WAITING);
        assertThat(waiting.parameters()).isEmpty();
        assertThat(waiting.systemAttributes()).containsEntry(StudyTrial.WISHES, Map.of("x", 0.5, "y", "b"));
        NewTrial claim = trial(0.5);
        assertThat(other.start(history -> history.trials().get(0).state() == TrialState.WAITING
                        ? new NewTrial(OptionalInt.of(0), claim.distributions(), claim.parameters(), claim.attributes())
                        : null))
                .hasValue(0);
        assertThat(one.start(history -> history.trials().get(0).state() == TrialState.WAITING ? claim : null))
                .isEmpty();
        StudyTrial claimed = one.trials().get(0);
        assertThat(claimed.state()).isEqualTo(TrialState.RUNNING);
        assertThat(claimed.parameters()).isEqualTo(claim.parameters());
        assertThat(claimed.distributions()).isEqualTo(claim.distributions());
        assertThat(claimed.attributes()).isEqualTo(claim.attributes());
        assertThat(one.trials()).hasSize(1);
    }

    @Test
    void noTrialStartsBetweenChoosingAndStarting() throws Exception {
        int workers = 4;
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<Boolean>> futures = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                StudyStorage storage = worker();
                Callable<Boolean> work = () -> {
                    for (int j = 0; j < 10; j++) {
                        int[] seen = new int[1];
                        OptionalInt number = storage.start(history -> {
                            seen[0] = history.trials().size();
                            return trial(0.5);
                        });
                        assertThat(number).hasValue(seen[0]);
                    }
                    return true;
                };
                futures.add(pool.submit(work));
            }
            for (Future<Boolean> future : futures) {
                assertThat(future.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(worker().trials()).hasSize(10 * workers);
    }

    @Test
    void theFirstFinishWinsAndNothingChangesAfterIt() throws IOException {
        StudyStorage one = worker();
        StudyStorage other = worker();
        int number = one.create(trial(0.5));
        assertThat(other.finish(number, TrialState.COMPLETE, 0.9)).isTrue();
        assertThat(one.finish(number, TrialState.FAIL, null)).isFalse();
        one.report(number, 1, 0.1);
        one.setAttribute(number, "late", true);
        StudyTrial trial = one.trials().get(0);
        assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
        assertThat(trial.value()).isEqualTo(0.9);
        assertThat(trial.reports()).isEmpty();
        assertThat(trial.attributes()).doesNotContainKey("late");
    }

    @Test
    void anEndCarriesItsNotesAndOneThatComesLateLeavesNone() throws IOException {
        StudyStorage one = worker();
        StudyStorage other = worker();
        int number = one.create(trial(0.5));
        assertThat(one.finish(number, TrialState.FAIL, null, Map.of("why", "because")))
                .isTrue();
        assertThat(other.finish(number, TrialState.FAIL, null, Map.of("why", "another", "late", true)))
                .isFalse();
        assertThat(other.trials().get(0).attributes())
                .containsEntry("why", "because")
                .doesNotContainKey("late");
    }

    @Test
    void aWorkerIsHeardOfByWhateverItWritesAndByBeats() throws IOException {
        StudyStorage one = worker();
        StudyStorage other = worker();
        int silent = one.create(trial(0.5));
        int finished = one.create(trial(0.5));
        assertThat(other.silent(Duration.ofHours(1))).isEmpty();
        assertThat(other.silent(Duration.ZERO)).containsExactlyInAnyOrder(silent, finished);
        assertThat(one.beat(silent)).isTrue();
        assertThat(one.finish(finished, TrialState.COMPLETE, 0.5)).isTrue();
        assertThat(one.beat(finished)).isFalse();
        assertThat(other.silent(Duration.ZERO)).containsExactly(silent);
        assertThat(other.trials().get(silent).attributes())
                .as("for storages, not for people")
                .containsOnlyKeys("note");
    }

    @Test
    void anEndNeedsAValueThatFitsIt() throws IOException {
        StudyStorage storage = worker();
        int number = storage.create(trial(0.5));
        assertThatThrownBy(() -> storage.finish(number, TrialState.COMPLETE, null))
                .hasMessageContaining("COMPLETE");
        assertThatThrownBy(() -> storage.finish(number, TrialState.PRUNED, Double.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> storage.finish(number, TrialState.RUNNING, 1.0))
                .hasMessageContaining("no end");
        assertThat(storage.finish(number, TrialState.PRUNED, null)).isTrue();
    }

    @Test
    void whatOneWorkerWroteTheOthersSee() throws IOException {
        StudyStorage one = worker();
        StudyStorage other = worker();
        int number = one.create(trial(0.5));
        one.report(number, 5, 0.5);
        assertThat(other.trials().get(number).reports()).containsEntry(5L, 0.5);
        assertThat(other.create(trial(0.75))).isEqualTo(1);
        assertThat(one.trials()).hasSize(2);
    }

    @Test
    void manyWorkersAtOnceGetDistinctNumbersAndLoseNothing() throws Exception {
        int workers = 4;
        int each = 25;
        ExecutorService pool = Executors.newFixedThreadPool(workers);
        try {
            List<Future<List<Integer>>> futures = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                StudyStorage storage = worker();
                Callable<List<Integer>> work = () -> {
                    List<Integer> numbers = new ArrayList<>();
                    for (int j = 0; j < each; j++) {
                        int number = storage.create(trial(j / 100.0));
                        storage.report(number, 1, j);
                        assertThat(storage.finish(number, TrialState.COMPLETE, (double) j))
                                .isTrue();
                        numbers.add(number);
                    }
                    return numbers;
                };
                futures.add(pool.submit(work));
            }
            List<Integer> numbers = new ArrayList<>();
            for (Future<List<Integer>> future : futures) {
                numbers.addAll(future.get());
            }
            assertThat(numbers).hasSize(workers * each).doesNotHaveDuplicates();
        } finally {
            pool.shutdownNow();
        }
        List<StudyTrial> trials = worker().trials();
        assertThat(trials).hasSize(workers * each);
        for (StudyTrial trial : trials) {
            Double value = trial.value();
            assertThat(trial.state()).isEqualTo(TrialState.COMPLETE);
            assertThat(trial.reports()).containsEntry(1L, value);
            assertThat(trial.parameters()).containsEntry("x", value == null ? -1 : value / 100.0);
        }
    }

    static Map<String, Distribution> distributions() {
        Map<String, Distribution> distributions = new LinkedHashMap<>();
        distributions.put("x", new FloatDistribution(0, 1, false, null));
        distributions.put("y", new CategoricalDistribution(List.of("a", "b")));
        return distributions;
    }

    static NewTrial trial(double x) {
        Map<String, Double> parameters = new LinkedHashMap<>();
        parameters.put("x", x);
        parameters.put("y", 1.0);
        Map<String, @Nullable Object> attributes = new LinkedHashMap<>();
        attributes.put("note", "a \"µ\"\n");
        return new NewTrial(distributions(), parameters, attributes);
    }
}
