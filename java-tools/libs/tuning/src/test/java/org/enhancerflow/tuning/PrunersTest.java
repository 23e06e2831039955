package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PrunersTest {
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
            for (Map.Entry<String, JsonNode> result : scenario.get("results").properties()) {
                compare(scenario, result.getKey(), result.getValue());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(22);
    }

    private static Pruner pruner(String name, JsonNode p) {
        if (name.startsWith("hyperband")) {
            JsonNode maximum = p.path("max_resource");
            return new HyperbandPruner(
                    p.path("min_resource").asLong(1),
                    maximum.isNumber() ? OptionalLong.of(maximum.longValue()) : OptionalLong.empty(),
                    p.path("reduction_factor").asInt(3));
        }
        if (name.startsWith("sha")) {
            JsonNode minimum = p.path("min_resource");
            return new SuccessiveHalvingPruner(
                    minimum.isNumber() ? OptionalLong.of(minimum.longValue()) : OptionalLong.empty(),
                    p.path("reduction_factor").asInt(4),
                    p.path("min_early_stopping_rate").asInt(0),
                    p.path("bootstrap_count").asInt(0));
        }
        return new PercentilePruner(
                p.path("percentile").asDouble(50),
                p.path("n_startup_trials").asInt(5),
                p.path("n_warmup_steps").asLong(0),
                p.path("interval_steps").asLong(1),
                p.path("n_min_trials").asInt(1));
    }

    private static void compare(JsonNode scenario, String name, JsonNode result) throws IOException {
        Direction direction =
                scenario.get("direction").textValue().equals("minimize") ? Direction.MINIMIZE : Direction.MAXIMIZE;
        Pruner pruner = pruner(name, result.get("parameters"));
        MemoryStorage storage = new MemoryStorage(scenario.get("study_name").textValue(), direction);
        Study study = new Study(storage, SPACE, new RandomSampler(1), pruner, "context");
        int number = 0;
        for (JsonNode curve : scenario.get("curves")) {
            Long prunedAt = runCurve(study.ask(), curve);
            JsonNode expected = result.get("pruned_at_step").get(number);
            StudyTrial trial = storage.trials().get(number);
            String what = name + ", " + direction + ", trial " + number;
            assertThat(prunedAt).as(what).isEqualTo(expected.isNull() ? null : (Long) expected.longValue());
            assertThat(trial.state().name())
                    .as(what)
                    .isEqualTo(result.get("final_states").get(number).textValue());
            Map<String, Double> rungs = new LinkedHashMap<>();
            result.path("completed_rungs")
                    .path(number)
                    .properties()
                    .forEach(e -> rungs.put(e.getKey(), number(e.getValue())));
            assertThat(trial.systemAttributes()).as(what).isEqualTo(rungs);
            number++;
        }
        if (pruner instanceof HyperbandPruner hyperband) {
            compareBrackets(hyperband, storage.history(), result);
        }
    }

    private static void compareBrackets(HyperbandPruner hyperband, StudyHistory history, JsonNode result) {
        List<Long> budgets = new ArrayList<>();
        result.get("trial_allocation_budgets").forEach(budget -> budgets.add(budget.longValue()));
        assertThat(hyperband.budgets(history))
                .isEqualTo(budgets)
                .hasSize(result.get("n_brackets").intValue());
        for (int number = 0; number < history.trials().size(); number++) {
            JsonNode bracket = result.get("bracket_of_trial").get(number);
            if (bracket.isNumber()) {
                assertThat(hyperband.bracket(history, number)).hasValue(bracket.intValue());
            }
        }
    }

    /** Numbers that are not finite are text. */
    private static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }

    private static @Nullable Long runCurve(RunningTrial trial, JsonNode curve) throws IOException {
        int last = curve.size();
        for (int step = 1; step < last; step++) {
            if (trial.report(step, number(curve.get(step - 1)))) {
                trial.prune();
                return (long) step;
            }
        }
        double value = number(curve.get(last - 1));
        trial.reportLast(last, value);
        trial.complete(value);
        return null;
    }

    @Test
    void nothingIsPrunedBeforeEnoughTrialsAreComplete() throws IOException {
        Study study = new Study(
                new MemoryStorage("study", Direction.MAXIMIZE),
                SPACE,
                new RandomSampler(1),
                new PercentilePruner(50, 2, 0, 1, 1),
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
