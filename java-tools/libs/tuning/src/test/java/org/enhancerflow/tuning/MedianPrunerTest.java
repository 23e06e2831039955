package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class MedianPrunerTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("enhancerflow.shared", "../shared")).resolve("golden/optuna/pruner_unit.json");
    private static final SearchSpace SPACE = new SearchSpace(Map.of("x", new FloatDistribution(0, 1, false, null)));

    @Test
    void decisionsEqualOptunas() throws IOException {
        assumeTrue(Files.exists(GOLDEN), "SKIPPED: Optuna's pruner decisions are not at " + GOLDEN);
        JsonNode root = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
                .build()
                .readTree(GOLDEN.toFile());
        int compared = 0;
        for (JsonNode scenario : root.get("scenarios")) {
            Map<String, JsonNode> results = new LinkedHashMap<>();
            scenario.get("results").properties().forEach(e -> results.put(e.getKey(), e.getValue()));
            for (Map.Entry<String, JsonNode> result : results.entrySet()) {
                if (result.getKey().startsWith("median")) {
                    compare(scenario, result.getKey(), result.getValue());
                    compared++;
                }
            }
        }
        assertThat(compared).isGreaterThanOrEqualTo(4);
    }

    private static void compare(JsonNode scenario, String name, JsonNode result) throws IOException {
        Direction direction =
                scenario.get("direction").textValue().equals("minimize") ? Direction.MINIMIZE : Direction.MAXIMIZE;
        JsonNode p = result.get("parameters");
        MedianPruner pruner = new MedianPruner(
                p.path("n_startup_trials").asInt(5),
                p.path("n_warmup_steps").asLong(0),
                p.path("interval_steps").asLong(1),
                p.path("n_min_trials").asInt(1));
        MemoryStorage storage = new MemoryStorage(scenario.get("study_name").textValue(), direction);
        Study study = new Study(storage, SPACE, new RandomSampler(1), pruner, "context");
        int number = 0;
        for (JsonNode curve : scenario.get("curves")) {
            Long prunedAt = runCurve(study.ask(), curve);
            JsonNode expected = result.get("pruned_at_step").get(number);
            assertThat(prunedAt)
                    .as("%s, %s, trial %d", name, direction, number)
                    .isEqualTo(expected.isNull() ? null : (Long) expected.longValue());
            assertThat(storage.trials().get(number).state().name())
                    .as("%s, %s, trial %d", name, direction, number)
                    .isEqualTo(result.get("final_states").get(number).textValue());
            number++;
        }
    }

    private static @Nullable Long runCurve(RunningTrial trial, JsonNode curve) throws IOException {
        int last = curve.size();
        for (int step = 1; step <= last; step++) {
            JsonNode value = curve.get(step - 1);
            double report = value.isNumber() ? value.doubleValue() : Double.NaN;
            boolean prune = trial.report(step, report);
            if (prune && step < last) {
                trial.prune();
                return (long) step;
            }
        }
        JsonNode value = curve.get(last - 1);
        trial.complete(value.isNumber() ? value.doubleValue() : Double.NaN);
        return null;
    }

    @Test
    void nothingIsPrunedBeforeEnoughTrialsAreComplete() throws IOException {
        Study study = new Study(
                new MemoryStorage("study", Direction.MAXIMIZE),
                SPACE,
                new RandomSampler(1),
                new MedianPruner(2, 0, 1, 1),
                "context");
        for (int i = 0; i < 2; i++) {
            RunningTrial good = study.ask();
            assertThat(good.report(1, 0.9)).isFalse();
            good.complete(0.9);
        }
        RunningTrial bad = study.ask();
        assertThat(bad.report(1, 0.1)).isTrue();
        bad.prune();
        assertThat(study.settled().get(2)).satisfies(trial -> {
            assertThat(trial.state()).isEqualTo(TrialState.PRUNED);
            assertThat(trial.value()).isEqualTo(0.1);
        });
        assertThat(study.best())
                .hasValueSatisfying(best -> assertThat(best.number()).isZero());
        assertThat(study.settled()).hasSize(3);
    }
}
