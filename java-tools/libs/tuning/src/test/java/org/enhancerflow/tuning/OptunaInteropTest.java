package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journals shared with Optuna itself. What Optuna writes alone is in {@link GoldenJournalTest}. */
class OptunaInteropTest {
    private static final int EACH = 25;

    @TempDir
    Path folder;

    private Path journal = Path.of("");

    @BeforeEach
    void nameJournal() {
        journal = folder.resolve("study.journal");
    }

    @Test
    void optunaReadsFromOurJournalWhatWeRead() throws Exception {
        OptunaProgram optuna = OptunaProgram.require(folder);
        StudyStorage storage = storage();
        trialsOfEveryKind(storage, Double.NEGATIVE_INFINITY);
        assertSame(optuna.report(journal.toString()).get(DrillWorker.STUDY), storage);
    }

    @Test
    void twoWorkersOfOursAndTwoOfOptunasLoseNothing() throws Exception {
        OptunaProgram optuna = OptunaProgram.require(folder);
        storage();
        List<Process> ours = new ArrayList<>();
        List<Process> theirs = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            theirs.add(optuna.worker(journal.toString(), DrillWorker.STUDY, EACH));
            List<String> classes = List.of("-cp", DrillWorker.CLASS_PATH);
            ours.add(
                    new ProcessBuilder(DrillWorker.command(classes, journal.toString(), 1_000, EACH, 5, 60_000, 30_000))
                            .redirectOutput(folder.resolve("ours-" + i).toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start());
        }
        for (Process process : theirs) {
            optuna.await(process);
        }
        for (Process process : ours) {
            assertThat(process.waitFor()).isZero();
        }
        StudyStorage storage = storage();
        List<StudyTrial> trials = storage.trials();
        assertThat(trials).hasSize(4 * EACH);
        Set<Integer> draws = new HashSet<>();
        for (StudyTrial trial : trials) {
            assertThat(trial.state()).isIn(TrialState.COMPLETE, TrialState.PRUNED);
            assertThat(trial.parameters()).hasSize(3);
            boolean mine = trial.attributes().containsKey(Study.DRAW);
            assertThat(trial.reports()).hasSize(mine ? DrillWorker.STEPS : trial.state() == TrialState.PRUNED ? 2 : 3);
            if (mine) {
                assertThat(draws.add(Study.draw(trial))).as("%s", trial).isTrue();
            }
        }
        assertThat(draws).hasSize(2 * EACH);
        assertSame(optuna.report(journal.toString()).get(DrillWorker.STUDY), storage);
    }

    private StudyStorage storage() throws IOException {
        return JournalStorage.open(
                journal, DrillWorker.STUDY, Direction.MAXIMIZE, Clock.system(ZoneId.systemDefault()));
    }

    /** Complete, pruned, failed, interrupted, repeated, running and waiting trials, and numbers that are not finite. */
    static void trialsOfEveryKind(StudyStorage storage, double worst) throws IOException {
        Study study = new Study(
                storage, DrillWorker.space(), new RandomSampler(3), Pruner.NONE, "drill", Duration.ofHours(1));
        RunningTrial best = study.ask();
        best.report(1, 0.25);
        best.report(2, 1e-7);
        best.complete(2.5);
        study.ask().complete(-1e22);
        RunningTrial pruned = study.ask();
        pruned.report(5, 0.125);
        pruned.prune();
        RunningTrial odd = study.ask();
        odd.report(1, Double.NaN);
        odd.report(2, Double.NEGATIVE_INFINITY);
        odd.complete(worst);
        study.ask().complete(Double.NaN);
        RunningTrial interrupted = study.ask();
        interrupted.report(1, 0.5);
        interrupted.interrupt();
        RunningTrial again = study.ask();
        again.report(2, 0.75);
        again.complete(2.5);
        study.ask().fail("a \"reason\", µ");
        study.ask().report(1, 0.5);
        study.enqueue(Map.of("x", 0.5, "schedule", "cosine"));
    }

    static void assertSame(JsonNode optuna, StudyStorage storage) throws IOException {
        List<StudyTrial> trials = storage.trials();
        assertThat(optuna.get("direction").textValue())
                .isEqualTo(storage.direction().name());
        assertThat(optuna.get("trials").size()).isEqualTo(trials.size());
        for (StudyTrial trial : trials) {
            JsonNode theirs = optuna.get("trials").get(trial.number());
            assertThat(theirs.get("number").intValue()).isEqualTo(trial.number());
            assertThat(theirs.get("state").textValue()).isEqualTo(trial.state().name());
            assertThat(doubles(theirs.get("values"))).isEqualTo(trial.values());
            assertThat(plain(theirs.get("params"))).isEqualTo(values(trial));
            assertThat(plain(theirs.get("user_attrs"))).isEqualTo(trial.attributes());
            Map<Long, Double> reports = new LinkedHashMap<>();
            theirs.get("intermediate_values")
                    .properties()
                    .forEach(e -> reports.put(Long.parseLong(e.getKey()), number(e.getValue())));
            assertThat(reports).isEqualTo(trial.reports());
            Map<String, Distribution> distributions = new LinkedHashMap<>();
            theirs.get("distributions")
                    .properties()
                    .forEach(e -> distributions.put(
                            e.getKey(), DistributionText.read(e.getValue().textValue())));
            assertThat(distributions).isEqualTo(trial.distributions());
            assertThat(theirs.get("timed").booleanValue() || trial.state() == TrialState.WAITING)
                    .as("start and end of %s", trial)
                    .isTrue();
        }
        Study study = new Study(storage, DrillWorker.space(), new RandomSampler(3), Pruner.NONE, "drill");
        assertThat(study.best().map(StudyTrial::number))
                .hasValue(optuna.get("best").intValue());
    }

    private static Map<String, @Nullable Object> values(StudyTrial trial) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        trial.distributions()
                .forEach((name, distribution) ->
                        values.put(name, distribution.value(trial.parameters().getOrDefault(name, Double.NaN))));
        return values;
    }

    private static @Nullable Object plain(JsonNode node) {
        return JournalValues.any(node);
    }

    private static List<Double> doubles(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(node -> numbers.add(number(node)));
        return numbers;
    }

    private static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }
}
