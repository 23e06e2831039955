package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The parts of the sampler that hold no chance, against Optuna 5. */
class GoldenTpeTest {
    private static final Path GOLDEN = Path.of(System.getProperty("enhancerflow.shared", "../shared"))
            .resolve("golden/optuna/tpe_unit-5.0.0dev.json");
    private static final double TOLERANCE = 1e-9;

    @Test
    void goodTrialsAndWeightsAreOptunas() throws IOException {
        JsonNode golden = golden();
        golden.get("gamma").properties().forEach(e -> assertThat(TrialSplit.good(Integer.parseInt(e.getKey())))
                .isEqualTo(e.getValue().intValue()));
        golden.get("weights").properties().forEach(e -> {
            double[] weights = ParzenEstimator.trialWeights(Integer.parseInt(e.getKey()));
            assertThat(weights).containsExactly(numbers(e.getValue()), within(1e-15));
        });
    }

    @Test
    void splitsKernelsAndDensitiesAreOptunas() throws IOException {
        JsonNode golden = golden();
        Map<String, Distribution> space = space(golden.get("space"));
        int densities = 0;
        for (JsonNode result : golden.get("results")) {
            StudyHistory history = history(golden, result.get("case").intValue(), space);
            TrialSplit split =
                    TrialSplit.of(history, result.get("constant_liar").booleanValue());
            assertThat(history.trials().stream().filter(TrialSplit::tells).count())
                    .isEqualTo(result.get("n_finished").longValue());
            compareSide("below", split.below(), result);
            compareSide("above", split.above(), result);
            if (result.has("joint")) {
                densities += compare(golden, space, split, result.get("joint"));
            } else {
                for (Map.Entry<String, JsonNode> one : result.get("independent").properties()) {
                    TreeMap<String, Distribution> single = new TreeMap<>(space);
                    single.keySet().retainAll(List.of(one.getKey()));
                    densities += compare(golden, single, split, one.getValue());
                }
            }
        }
        // 16 joint and 16 × 7 single estimators, two sides, 12 points.
        assertThat(densities).isEqualTo((16 + 16 * 7) * 2 * 12);
    }

    private static void compareSide(String side, List<StudyTrial> trials, JsonNode result) {
        assertThat(trials).hasSize(result.get("n_" + side).intValue());
        // Long lists are left out.
        if (!result.path(side).isEmpty()) {
            List<Integer> numbers = new ArrayList<>();
            result.get(side).forEach(number -> numbers.add(number.intValue()));
            assertThat(trials).extracting(StudyTrial::number).isEqualTo(numbers);
        }
    }

    private static int compare(
            JsonNode golden, Map<String, Distribution> parameters, TrialSplit split, JsonNode expected) {
        return compare(golden, parameters, split.below(), expected.get("below"))
                + compare(golden, parameters, split.above(), expected.get("above"));
    }

    private static int compare(
            JsonNode golden, Map<String, Distribution> parameters, List<StudyTrial> trials, JsonNode expected) {
        Observations observations = new Observations(parameters);
        observations.update(trials);
        ParzenEstimator estimator = new ParzenEstimator(observations, trials);
        List<String> names = List.copyOf(parameters.keySet());
        JsonNode candidates = golden.get("candidates_internal");
        for (int i = 0; i < 12; i++) {
            int candidate = i;
            double[] point = names.stream()
                    .mapToDouble(name -> candidates.get(name).get(candidate).doubleValue())
                    .toArray();
            assertThat(estimator.logDensity(point))
                    .as("%s at %s", names, Arrays.toString(point))
                    .isEqualTo(expected.get("log_pdf").get(i).doubleValue(), within(TOLERANCE));
        }
        if (expected.has("weights")) {
            assertThat(estimator.weights()).containsExactly(numbers(expected.get("weights")), within(TOLERANCE));
        }
        if (expected.has("kernels")) {
            expected.get("kernels").properties().forEach(e -> {
                if (names.contains(e.getKey())) {
                    compareKernels(estimator.kernels().get(names.indexOf(e.getKey())), e.getValue());
                }
            });
        }
        return expected.get("log_pdf").size();
    }

    private static void compareKernels(ParameterKernels kernels, JsonNode expected) {
        if (kernels instanceof NumericKernels numeric) {
            assertThat(numeric.centres()).containsExactly(numbers(expected.get("mu")), within(TOLERANCE));
            assertThat(numeric.widths()).containsExactly(numbers(expected.get("sigma")), within(TOLERANCE));
        } else if (kernels instanceof CategoricalKernels categorical) {
            JsonNode weights = expected.get("category_weights");
            for (int kernel = 0; kernel < weights.size(); kernel++) {
                for (int choice = 0; choice < weights.get(kernel).size(); choice++) {
                    assertThat(categorical.probability(kernel, choice))
                            .isEqualTo(weights.get(kernel).get(choice).doubleValue(), within(TOLERANCE));
                }
            }
        }
    }

    private static StudyHistory history(JsonNode golden, int which, Map<String, Distribution> space) {
        JsonNode history = golden.get("histories").get(which);
        Direction direction =
                history.get("direction").textValue().equals("minimize") ? Direction.MINIMIZE : Direction.MAXIMIZE;
        List<StudyTrial> trials = new ArrayList<>();
        for (JsonNode trial : history.get("trials")) {
            Map<String, Double> parameters = new LinkedHashMap<>();
            trial.get("internal")
                    .properties()
                    .forEach(e -> parameters.put(e.getKey(), e.getValue().doubleValue()));
            TreeMap<Long, Double> reports = new TreeMap<>();
            trial.get("intermediate_values")
                    .properties()
                    .forEach(e -> reports.put(Long.parseLong(e.getKey()), number(e.getValue())));
            JsonNode value = trial.path("value");
            trials.add(new StudyTrial(
                    trial.get("number").intValue(),
                    TrialState.valueOf(trial.get("state").textValue()),
                    value.isNumber() ? List.of(value.doubleValue()) : List.of(),
                    space,
                    parameters,
                    reports,
                    Map.of(),
                    Map.of()));
        }
        return new StudyHistory("golden", direction, trials);
    }

    /** Numbers that are not finite are text. */
    private static double number(JsonNode node) {
        return node.isTextual() ? Double.parseDouble(node.textValue()) : node.doubleValue();
    }

    private static double[] numbers(JsonNode list) {
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).doubleValue();
        }
        return numbers;
    }

    private static Map<String, Distribution> space(JsonNode golden) {
        Map<String, Distribution> space = new TreeMap<>();
        golden.properties()
                .forEach(e ->
                        space.put(e.getKey(), DistributionText.read(e.getValue().toString())));
        return space;
    }

    private static JsonNode golden() throws IOException {
        assumeTrue(Files.exists(GOLDEN), "SKIPPED: Optuna's TPE data are not at " + GOLDEN);
        return JsonMapper.builder().build().readTree(GOLDEN.toFile());
    }
}
