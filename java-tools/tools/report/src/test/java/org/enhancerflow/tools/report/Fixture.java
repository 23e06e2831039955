package org.enhancerflow.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.enhancerflow.artifacts.BestParameters;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.artifacts.Trial;
import org.enhancerflow.artifacts.Trials;
import org.jspecify.annotations.Nullable;

/** Files of a made-up run, as the other tools write them. */
final class Fixture {
    private final Path folder;

    Fixture(Path folder) {
        this.folder = folder;
    }

    /** The folder of an evaluation with the given separation of the classes; 0 is guessing. */
    Path metrics(String name, String testSet, double separation) throws IOException {
        Path target = Files.createDirectories(folder.resolve(
                "metrics-" + Integer.toHexString(List.of(name, testSet).hashCode())));
        write(target, name, testSet, separation);
        write(Files.createDirectories(target.resolve("baselines/always_positive")), "always positive", testSet, 0);
        return target;
    }

    private static void write(Path target, String name, String testSet, double separation) throws IOException {
        double auc = 0.5 + separation / 2;
        Map<String, Estimate> values = new LinkedHashMap<>();
        for (MetricText metric : MetricText.ALL) {
            double value = metric.higherIsBetter() ? auc : 0.3 - separation / 4;
            values.put(metric.key(), new Estimate(value, value - 0.012, value + 0.012));
        }
        if (separation == 0) {
            values.put("mcc", new Estimate(0.0, 0.0, 0.0));
        }
        new Metrics(
                        name,
                        name,
                        testSet,
                        "tumour",
                        List.of("normal", "tumour"),
                        1500,
                        1500,
                        750,
                        1.31,
                        0.359,
                        values,
                        List.of(new Metrics.Grouped("locus", 1200, wider(values))),
                        new Metrics.Optimism(0.371, auc + 0.004, 0.004))
                .write(target.resolve("metrics.json"));
        new Curves(
                        name,
                        testSet,
                        0.0005,
                        roc(auc),
                        precisionRecall(auc),
                        band(x -> Math.pow(x, (1 - auc) / auc)),
                        band(x -> x == 0 ? 1 : x / (x + Math.pow(x, auc / (1.0001 - auc)))),
                        bins(separation),
                        sweep(auc))
                .write(target.resolve("curves.json"));
    }

    private static Map<String, Estimate> wider(Map<String, Estimate> values) {
        Map<String, Estimate> wider = new LinkedHashMap<>();
        values.forEach((key, each) -> {
            Double low = each.low();
            Double high = each.high();
            if (low != null && high != null) {
                wider.put(key, new Estimate(each.value(), low - 0.01, high + 0.01));
            }
        });
        return wider;
    }

    private static List<Curves.Band> band(DoubleUnaryOperator curve) {
        List<Curves.Band> band = new ArrayList<>();
        for (int i = 0; i <= 50; i++) {
            double y = curve.applyAsDouble(i / 50.0);
            band.add(new Curves.Band(i / 50.0, Math.max(0, y - 0.03), Math.min(1, y + 0.03)));
        }
        return band;
    }

    /** Of 750 windows of each class; the chosen threshold is among the stops. */
    private static Curves.Sweep sweep(double auc) {
        List<Double> thresholds = new ArrayList<>();
        List<Long> truePositives = new ArrayList<>();
        List<Long> falsePositives = new ArrayList<>();
        for (int i = 0; i <= 200; i++) {
            double threshold = i == 72 ? 0.359 : i / 200.0;
            thresholds.add(threshold);
            truePositives.add(Math.round(750 * Math.pow(1 - threshold, (1 - auc) / auc)));
            falsePositives.add(Math.round(750 * (1 - threshold)));
        }
        return new Curves.Sweep(thresholds, truePositives, falsePositives);
    }

    private static List<Curves.Point> roc(double auc) {
        double power = (1 - auc) / auc;
        List<Curves.Point> points = new ArrayList<>();
        for (int i = 0; i <= 500; i++) {
            double x = i / 500.0;
            points.add(new Curves.Point(x, Math.pow(x, power), i == 0 ? null : (Double) (1 - x)));
        }
        return points;
    }

    private static List<Curves.Point> precisionRecall(double auc) {
        List<Curves.Point> points = new ArrayList<>();
        points.add(new Curves.Point(0, 1, null));
        for (int i = 1; i <= 500; i++) {
            double recall = i / 500.0;
            double falsePositives = Math.pow(recall, auc / (1.0001 - auc));
            points.add(new Curves.Point(recall, recall / (recall + falsePositives), 1 - recall));
        }
        return points;
    }

    private static List<Curves.Bin> bins(double separation) {
        List<Curves.Bin> bins = new ArrayList<>();
        if (separation == 0) {
            return List.of(new Curves.Bin(0.5, 0.5, 1500, 0.475, 0.525));
        }
        for (int i = 0; i < 15; i++) {
            double score = (i + 0.5) / 15;
            double share = 0.5 + (score - 0.5) * (0.6 + separation / 2);
            bins.add(new Curves.Bin(score, share, 40 + (i - 7) * (i - 7) * 4, share - 0.02, share + 0.02));
        }
        return bins;
    }

    /** A model folder's training files. */
    Path model(String name) throws IOException {
        Path target = Files.createDirectories(folder.resolve("models").resolve(name));
        Random random = new Random(name.hashCode());
        List<History.Row> rows = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            double learned = 1 - Math.exp(-i / 5.0);
            double noise = random.nextGaussian() * 0.01;
            rows.add(new History.Row(
                    i * 50L,
                    i / 5.0,
                    1e-4,
                    0.7 - 0.35 * learned + noise,
                    0.7 - 0.25 * learned - noise,
                    0.5 + 0.3 * learned + noise));
        }
        new History(rows).write(target.resolve("history.tsv"));
        Files.writeString(
                target.resolve("README.md"), "---\nlibrary_name: enhancerflow\n---\n# " + name + "\n\nText.\n");
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("learning_rate", "0.001");
        settings.put("schedule", "cosine");
        new TrainingRecord(
                        name,
                        List.of("normal", "tumour"),
                        "char",
                        "ab".repeat(32),
                        1000,
                        42,
                        2,
                        "cpu",
                        settings,
                        null,
                        123_457,
                        7000,
                        1500,
                        1000,
                        900,
                        0.801)
                .write(target.resolve("training.json"));
        return target;
    }

    private static SortedMap<Long, Double> reports(@Nullable Double value) {
        SortedMap<Long, Double> reports = new TreeMap<>();
        if (value != null) {
            reports.put(100L, value - 0.05);
            reports.put(200L, value);
        }
        return reports;
    }

    /** What a search found. */
    Path best() throws IOException {
        Path target = folder.resolve("best.json");
        Map<String, Double> importances = new LinkedHashMap<>();
        importances.put("learning_rate", 0.25);
        importances.put("batch_size", 0.625);
        importances.put("schedule", 0.125);
        new BestParameters(3, 0.74, Map.of("schedule", "linear"), importances).write(target);
        return target;
    }

    /** A search's trials. */
    Path trials() throws IOException {
        Path target = folder.resolve("trials.tsv");
        Random random = new Random(5);
        List<Trial> rows = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String state = i == 7 ? "FAIL" : i % 3 == 1 ? "PRUNED" : "COMPLETE";
            Double value = i == 7 ? null : (Double) (0.6 + 0.15 * random.nextDouble() - (i % 3 == 1 ? 0.08 : 0));
            Map<String, String> parameters = new LinkedHashMap<>();
            parameters.put("learning_rate", Double.toString(Math.exp(-6 - 4 * random.nextDouble())));
            parameters.put("batch_size", Integer.toString(32 * (1 + random.nextInt(4))));
            parameters.put("schedule", random.nextBoolean() ? "linear" : "cosine");
            rows.add(new Trial(i, state, value, i == 7 ? -1 : 200, reports(value), parameters));
        }
        new Trials(List.of("learning_rate", "batch_size", "schedule"), rows).write(target);
        return target;
    }

    /** Parts of the test set, beside an evaluation's metrics. */
    void strata(Path metrics, String name, String testSet) throws IOException {
        List<Strata.View> views = new ArrayList<>();
        for (String view : List.of("chromosome", "distance_to_training")) {
            List<Strata.Stratum> parts = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                Estimate auc = new Estimate(0.7 + i / 50.0, 0.65 + i / 50.0, 0.75 + i / 50.0);
                parts.add(new Strata.Stratum(
                        "part " + i, null, null, 500, 250, Map.of("roc_auc", auc, "pr_auc", auc, "f1", auc)));
            }
            views.add(new Strata.View(view, parts));
        }
        Estimate auc = new Estimate(0.8, 0.78, 0.82);
        new Strata(
                        name,
                        testSet,
                        views,
                        new Strata.ReverseComplement(
                                1500,
                                new Estimate(0.031, 0.023, 0.041),
                                new Estimate(0.02, 0.018, 0.022),
                                0.2,
                                Map.of("roc_auc", auc, "f1", auc),
                                Map.of("roc_auc", auc)))
                .write(metrics.resolve("strata.json"));
    }

    /** Two models compared. */
    Path comparison(String testSet, String first, String second) throws IOException {
        Path target = folder.resolve("comparison.json");
        new Comparison(
                        testSet,
                        "tumour",
                        1500,
                        750,
                        List.of(first, second),
                        List.of(new Comparison.Pair(
                                first,
                                second,
                                new Comparison.Difference(0.035, 0.021, 0.049, 0.001998),
                                new Comparison.Difference(-0.002, -0.01, 0.006, 0.61),
                                new Comparison.DeLong(4.9, 9.6e-7),
                                new Comparison.McNemar(101, 62, 0.0029))),
                        List.of(new Comparison.Replicates(
                                first,
                                List.of(first + "-1", first + "-2"),
                                Map.of("roc_auc", new Comparison.Spread(2, 0.81, 0.004, 0.807, 0.813)))))
                .write(target);
        return target;
    }

    /** What a split leaked. */
    Path leakage(String strategy, long overlapping) throws IOException {
        Path target = folder.resolve(strategy + ".leakage.json");
        List<Leakage.Bin> bins = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            bins.add(new Leakage.Bin(i / 10.0, (i + 1) / 10.0, i == 0 ? 1168 - overlapping : i == 9 ? overlapping : 0));
        }
        new Leakage(
                        strategy,
                        5450,
                        1168,
                        overlapping,
                        21,
                        1168,
                        bins,
                        List.of(
                                new Leakage.Part("train", "normal", 2725, 0.437, 0.05),
                                new Leakage.Part("test", "tumour", 584, 0.441, 0.049)),
                        List.of(new Leakage.Sample("tumour_1", 2700, 600, 590)),
                        List.of(new Leakage.GcRocAuc("tumour", 0.526)),
                        List.of(overlapping + " of 1168 test windows overlap a training window"))
                .write(target);
        return target;
    }

    /** Manifests of the tools before evaluate. */
    List<Path> manifests() throws IOException {
        return List.of(
                manifest(
                        "extract",
                        "tumour_1.windows.safetensors",
                        Map.of(),
                        counts("peaks_read", 4100, "blacklisted", 32, "edge_padded", 4, "windows", 4068)),
                manifest(
                        "extract",
                        "normal_1.windows.safetensors",
                        Map.of(),
                        counts("peaks_read", 4500, "blacklisted", 51, "edge_padded", 2, "windows", 4449)),
                manifest(
                        "dedup",
                        "corpus.windows.safetensors",
                        Map.of(),
                        counts(
                                "windows_in",
                                8517,
                                "repeats_within_class",
                                511,
                                "reverse_complements_within_class",
                                100,
                                "dropped_across_classes",
                                120,
                                "dropped_by_balance",
                                0,
                                "windows_out",
                                7786)),
                manifest(
                        "split",
                        "split.windows.safetensors",
                        Map.of(),
                        counts(
                                "groups",
                                7786,
                                "train_normal",
                                2725,
                                "train_tumour",
                                2725,
                                "validation_normal",
                                584,
                                "validation_tumour",
                                584,
                                "test_normal",
                                584,
                                "test_tumour",
                                584)),
                manifest(
                        "tokenize",
                        "tokens",
                        Map.of(
                                "tokenizer_kind", "bpe",
                                "tokens_mean", "203.100000",
                                "tokens_maximum", "232",
                                "tumour/share_unknown", "0.031250"),
                        counts("train_sequences", 5450, "train_truncated", 3)));
    }

    private static Map<String, Long> counts(Object... pairs) {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            counts.put((String) pairs[i], ((Integer) pairs[i + 1]).longValue());
        }
        return counts;
    }

    private Path manifest(String tool, String output, Map<String, String> values, Map<String, Long> counts)
            throws IOException {
        Path target = folder.resolve(output + ".manifest.json");
        new Manifest(
                        tool,
                        "0.1.0",
                        List.of(new Manifest.Argument("out", output), new Manifest.Argument("seed", "42")),
                        42L,
                        List.of(new Manifest.FileDigest("input.bed", "0f".repeat(32))),
                        List.of(new Manifest.FileDigest(output, "a1".repeat(32))),
                        counts,
                        values)
                .write(target);
        return target;
    }

    /** The arguments of a whole report. */
    List<String> wholeRun(Path out) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (String[] model : new String[][] {{"cnn", "0.62"}, {"dnabert2", "0.55"}, {"oracle", "0.8"}}) {
            Path metrics = metrics(model[0], "test", Double.parseDouble(model[1]));
            strata(metrics, model[0], "test");
            arguments.addAll(List.of("--metrics", metrics.toString()));
        }
        for (String model : List.of("cnn", "dnabert2")) {
            arguments.addAll(List.of("--models", model(model).toString()));
        }
        arguments.addAll(List.of("--trials", "cnn=" + trials(), "--best", "cnn=" + best()));
        arguments.addAll(
                List.of("--comparison", comparison("test", "cnn", "dnabert2").toString()));
        arguments.addAll(List.of("--leakage", leakage("stratified", 253).toString()));
        for (Path manifest : manifests()) {
            arguments.addAll(List.of("--manifests", manifest.toString()));
        }
        arguments.addAll(List.of("--out", out.toString()));
        return arguments;
    }
}
