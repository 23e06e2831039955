package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TpeSamplerTest {
    private static final SearchSpace SPACE = space();

    @Property(tries = 200)
    void everyDrawLiesInTheSpace(
            @ForAll long seed, @ForAll @IntRange(min = 10, max = 40) int trials, @ForAll boolean multivariate) {
        TpeSampler sampler = new TpeSampler(seed, 10, 24, multivariate, true);
        Map<String, Double> sampled = sampler.sample(SPACE, trials, history(seed, trials));
        assertThat(sampled.keySet())
                .containsExactlyElementsOf(SPACE.parameters().keySet());
        SPACE.parameters()
                .forEach((name, distribution) -> assertThat(distribution.contains(sampled.getOrDefault(name, -1.0)))
                        .as("%s = %s", name, sampled.get(name))
                        .isTrue());
    }

    @Test
    void theFirstDrawsAreUniformAndEveryDrawDependsOnSeedNumberAndHistoryAlone() {
        TpeSampler sampler = TpeSampler.standard(7);
        assertThat(sampler.sample(SPACE, 3, history(1, 9)))
                .isEqualTo(new RandomSampler(7).sample(SPACE, 3, history(1, 9)));
        Map<String, Double> learned = sampler.sample(SPACE, 10, history(1, 10));
        assertThat(learned)
                .isEqualTo(sampler.sample(SPACE, 10, history(1, 10)))
                .isNotEqualTo(new RandomSampler(7).sample(SPACE, 10, history(1, 10)))
                .isNotEqualTo(sampler.sample(SPACE, 11, history(1, 10)))
                .isNotEqualTo(sampler.sample(SPACE, 10, history(2, 10)));
    }

    @Property(tries = 50)
    void whatASamplerRemembersChangesNoDraw(@ForAll long seed, @ForAll boolean multivariate) {
        TpeSampler old = new TpeSampler(seed, 10, 24, multivariate, true);
        for (int trials : new int[] {12, 13, 40, 25}) {
            // Half of them another history's: what stood at a number is replaced.
            StudyHistory history = history(trials % 2 == 0 ? seed : ~seed, trials);
            ArrayList<StudyTrial> busy = new ArrayList<>(history.trials());
            busy.set(
                    trials - 2,
                    trial(trials - 2, TrialState.RUNNING, busy.get(trials - 2).parameters()));
            StudyHistory running = history.of(busy);
            TpeSampler fresh = new TpeSampler(seed, 10, 24, multivariate, true);
            assertThat(old.sample(SPACE, trials, running)).isEqualTo(fresh.sample(SPACE, trials, running));
            assertThat(old.sample(SPACE, trials, history)).isEqualTo(fresh.sample(SPACE, trials, history));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void drawsCrowdWhereGoodTrialsAre(boolean multivariate, boolean constantLiar) throws IOException {
        double distance = 0;
        for (int seed = 0; seed < 5; seed++) {
            Study study = new Study(
                    new MemoryStorage("study", Direction.MINIMIZE),
                    SPACE,
                    new TpeSampler(seed, 10, 24, multivariate, constantLiar),
                    Pruner.NONE,
                    "context");
            for (int i = 0; i < 60; i++) {
                RunningTrial trial = study.ask();
                trial.complete(loss(trial.values()));
            }
            distance += study.best().orElseThrow().values().get(0) / 5;
        }
        assertThat(distance).isLessThan(0.05);
    }

    @Test
    void withoutTheLiarARunningTrialChangesNothing() {
        StudyHistory idle = history(1, 20);
        ArrayList<StudyTrial> trials = new ArrayList<>(idle.trials());
        trials.add(trial(20, TrialState.RUNNING, new RandomSampler(5).sample(SPACE, 20, idle)));
        StudyHistory busy = idle.of(trials);
        TpeSampler without = new TpeSampler(7, 10, 24, true, false);
        assertThat(without.sample(SPACE, 21, busy)).isEqualTo(without.sample(SPACE, 21, idle));
        assertThat(TrialSplit.of(busy, true).above()).hasSize(19);
        assertThat(TrialSplit.of(busy, false).above()).hasSize(18);
    }

    @Property
    void quantilesInvertTheMassOfATruncatedNormal(
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double share,
            @ForAll @DoubleRange(min = -40, max = 0) double from,
            @ForAll @DoubleRange(min = 0.01, max = 40) double to) {
        double value = TruncatedNormal.quantile(share, from, to);
        assertThat(Math.exp(TruncatedNormal.logMass(from, value) - TruncatedNormal.logMass(from, to)))
                .isEqualTo(share, within(1e-9));
    }

    @Test
    void massesFarOutKeepTheirPrecision() {
        // log(Phi(-39) - Phi(-40)) to 50 digits by mpmath, rounded.
        assertThat(TruncatedNormal.logMass(-40, -39)).isEqualTo(-765.083156564377, within(1e-10));
        assertThat(TruncatedNormal.logMass(39, 40)).isEqualTo(TruncatedNormal.logMass(-40, -39), within(1e-9));
        assertThat(TruncatedNormal.logMass(-1, 1)).isEqualTo(Math.log(0.682689492137086), within(1e-12));
        assertThat(TruncatedNormal.logMass(1, 2)).isEqualTo(Math.log(0.135905121983278), within(1e-12));
    }

    private static double loss(Map<String, @Nullable Object> values) {
        double lr = Math.log10(number(values.get("lr"))) + 4;
        double drop = number(values.get("drop")) - 0.2;
        return 0.1 * lr * lr + drop * drop + ("adam".equals(values.get("opt")) ? 0 : 0.2);
    }

    private static double number(@Nullable Object value) {
        return value instanceof Double number ? number : Double.NaN;
    }

    private static StudyHistory history(long seed, int trials) {
        StudyHistory empty = new StudyHistory("study", Direction.MINIMIZE, List.of());
        ArrayList<StudyTrial> list = new ArrayList<>();
        for (int i = 0; i < trials; i++) {
            list.add(trial(
                    i,
                    i % 4 == 3 ? TrialState.PRUNED : TrialState.COMPLETE,
                    new RandomSampler(seed).sample(SPACE, i, empty)));
        }
        return empty.of(list);
    }

    private static StudyTrial trial(int number, TrialState state, Map<String, Double> parameters) {
        List<Double> values = state == TrialState.RUNNING ? List.of() : List.of(loss(SPACE.values(parameters)));
        return new StudyTrial(
                number, state, values, SPACE.parameters(), parameters, new TreeMap<>(), Map.of(), Map.of());
    }

    private static SearchSpace space() {
        Map<String, Distribution> parameters = new LinkedHashMap<>();
        parameters.put("lr", new FloatDistribution(1e-6, 1e-2, true, null));
        parameters.put("wd", new FloatDistribution(0, 0.3, false, null));
        parameters.put("drop", new FloatDistribution(0, 0.5, false, 0.1));
        parameters.put("batch", new IntDistribution(8, 64, false, 8));
        parameters.put("units", new IntDistribution(16, 1024, true, 1));
        parameters.put("opt", new CategoricalDistribution(List.of("adamw", "adam", 3L)));
        parameters.put("fixed", new FloatDistribution(1, 1, false, null));
        return new SearchSpace(parameters);
    }
}
