package org.enhancerflow.tools.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Bootstrap;
import org.enhancerflow.statistics.DeLong;
import org.enhancerflow.statistics.Interval;
import org.enhancerflow.statistics.McNemar;
import org.enhancerflow.statistics.RankMetrics;
import org.enhancerflow.statistics.ResamplingDesign;
import org.jspecify.annotations.Nullable;

/** The comparison itself. Of runs that differ in the seed alone, the first stands for its model in the pairs. */
final class Comparing {
    private final List<Answered> runs;
    private final List<Answered> models = new ArrayList<>();
    private final List<BinaryScores> scores = new ArrayList<>();
    /** ROC-AUC and average precision of each model in turn, by resample; no resamples where there is nothing to draw. */
    private final double[][] distribution;

    Comparing(List<Answered> runs, int resamples, long seed) {
        this.runs = List.copyOf(runs);
        Map<String, Answered> first = new LinkedHashMap<>();
        runs.forEach(run -> first.putIfAbsent(run.metrics().replicateOf(), run));
        models.addAll(first.values());
        models.forEach(model -> scores.add(model.scores()));
        BinaryScores any = scores.get(0);
        boolean possible = resamples > 0 && any.positives() > 0 && any.negatives() > 0 && models.size() > 1;
        distribution = possible
                ? Bootstrap.of(scores)
                        .distribution(
                                new ResamplingDesign.Rows(), resamples, seed, 2 * models.size(), Comparing::measure)
                : new double[2 * models.size()][0];
    }

    private static void measure(List<BinaryScores> resampled, double[] into) {
        for (int m = 0; m < resampled.size(); m++) {
            into[2 * m] = rocAuc(resampled.get(m));
            into[2 * m + 1] = prAuc(resampled.get(m));
        }
    }

    private static double rocAuc(BinaryScores scores) {
        return RankMetrics.rocAuc(scores).orElse(Double.NaN);
    }

    private static double prAuc(BinaryScores scores) {
        return RankMetrics.averagePrecision(scores).orElse(Double.NaN);
    }

    Comparison comparison() {
        Metrics any = runs.get(0).metrics();
        List<Comparison.Pair> pairs = new ArrayList<>();
        for (int a = 0; a < models.size(); a++) {
            for (int b = a + 1; b < models.size(); b++) {
                pairs.add(pair(a, b));
            }
        }
        return new Comparison(
                any.testSet(),
                any.positiveLabel(),
                any.testWindows(),
                any.positives(),
                runs.stream().map(Answered::name).toList(),
                pairs,
                replicates());
    }

    private Comparison.Pair pair(int a, int b) {
        Answered first = models.get(a);
        Answered second = models.get(b);
        McNemar mcnemar = McNemar.of(first.positive(), first.called(), second.called());
        return new Comparison.Pair(
                first.name(),
                second.name(),
                difference(rocAuc(scores.get(a)) - rocAuc(scores.get(b)), 2 * a, 2 * b),
                difference(prAuc(scores.get(a)) - prAuc(scores.get(b)), 2 * a + 1, 2 * b + 1),
                delong(first, second),
                new Comparison.McNemar(mcnemar.onlyFirst(), mcnemar.onlySecond(), mcnemar.p()));
    }

    private Comparison.Difference difference(double value, int a, int b) {
        double[] differences = new double[distribution[a].length];
        Arrays.setAll(differences, r -> distribution[a][r] - distribution[b][r]);
        Optional<Interval> interval = Bootstrap.interval(differences);
        OptionalDouble p = Bootstrap.pOfNoDifference(differences);
        return new Comparison.Difference(
                Double.isNaN(value) ? null : (Double) value,
                interval.map(Interval::low).orElse(null),
                interval.map(Interval::high).orElse(null),
                p.isPresent() ? (Double) p.getAsDouble() : null);
    }

    private static Comparison.@Nullable DeLong delong(Answered first, Answered second) {
        BinaryScores scores = first.scores();
        if (scores.positives() < 2 || scores.negatives() < 2) {
            return null;
        }
        DeLong.Comparison compared = DeLong.compare(first.positive(), first.logOdds(), second.logOdds());
        OptionalDouble z = compared.z();
        OptionalDouble p = compared.p();
        return z.isPresent() && p.isPresent() ? new Comparison.DeLong(z.getAsDouble(), p.getAsDouble()) : null;
    }

    private List<Comparison.Replicates> replicates() {
        Map<String, List<Answered>> byModel = new LinkedHashMap<>();
        runs.forEach(run -> byModel.computeIfAbsent(run.metrics().replicateOf(), name -> new ArrayList<>())
                .add(run));
        List<Comparison.Replicates> replicates = new ArrayList<>();
        byModel.forEach((model, of) -> {
            if (of.size() > 1) {
                replicates.add(new Comparison.Replicates(
                        model, of.stream().map(Answered::name).toList(), spreads(of)));
            }
        });
        return replicates;
    }

    private static Map<String, Comparison.Spread> spreads(List<Answered> runs) {
        Map<String, Comparison.Spread> spreads = new LinkedHashMap<>();
        for (String metric : runs.get(0).metrics().values().keySet()) {
            double[] values = runs.stream()
                    .map(run -> run.metrics().values().get(metric))
                    .map(estimate -> estimate == null ? null : estimate.value())
                    .filter(value -> value != null)
                    .mapToDouble(Double::doubleValue)
                    .toArray();
            if (values.length > 0) {
                spreads.put(metric, spread(values));
            }
        }
        return spreads;
    }

    private static Comparison.Spread spread(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return new Comparison.Spread(
                values.length,
                mean,
                values.length > 1 ? (Double) Math.sqrt(squares / (values.length - 1)) : null,
                Arrays.stream(values).min().orElseThrow(),
                Arrays.stream(values).max().orElseThrow());
    }
}
