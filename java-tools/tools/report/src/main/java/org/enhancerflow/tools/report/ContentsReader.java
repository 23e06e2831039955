package org.enhancerflow.tools.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.BestParameters;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Curves;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Manifest;
import org.enhancerflow.artifacts.Metrics;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.artifacts.TrainingRecord;
import org.enhancerflow.artifacts.Trials;
import org.enhancerflow.kit.UsageException;

/** Reads the files a report is made of. */
final class ContentsReader {
    private static final Map<String, String> EXAMPLES = Map.of("trials", "trials.tsv", "best", "best.json");

    private ContentsReader() {}

    /** Folders of evaluate: the models in the order given, then each baseline once per test set. */
    static List<Measured> measured(List<Given> folders) throws IOException {
        List<Measured> models = new ArrayList<>();
        List<Measured> baselines = new ArrayList<>();
        Set<List<String>> seen = new HashSet<>();
        for (Given folder : folders) {
            Measured model = measured(folder, folder.path(), false);
            if (!seen.add(key(model))) {
                throw new UsageException("--metrics: " + folder.path() + " is a second evaluation of '" + model.name()
                        + "' on '" + model.metrics().testSet()
                        + "'; give each a name of its own (evaluate --name), or its test set (--metrics TESTSET=DIR)");
            }
            models.add(model);
        }
        for (Given folder : folders) {
            for (Path baselineFolder : subfolders(folder.path().resolve("baselines"))) {
                Measured baseline = measured(folder, baselineFolder, true);
                // Every model of a test set brings the same baselines.
                if (seen.add(key(baseline))) {
                    baselines.add(baseline);
                }
            }
        }
        models.addAll(baselines);
        return models;
    }

    private static List<String> key(Measured measured) {
        return List.of(measured.metrics().testSet(), measured.name());
    }

    private static Measured measured(Given given, Path folder, boolean baseline) throws IOException {
        Metrics metrics = Metrics.read(folder.resolve("metrics.json"));
        Path curvesFile = folder.resolve("curves.json");
        Curves curves = Curves.read(curvesFile);
        if (!curves.model().equals(metrics.model()) || !curves.testSet().equals(metrics.testSet())) {
            throw new BadInputException(
                    curvesFile,
                    "is of '" + curves.model() + "' on '" + curves.testSet() + "', metrics.json beside it of '"
                            + metrics.model() + "' on '" + metrics.testSet() + "'",
                    "give a folder as evaluate wrote it");
        }
        Metrics named = given.name().map(metrics::withTestSet).orElse(metrics);
        return new Measured(named, curves, strata(folder), baseline);
    }

    /** Parts of the test set, which a baseline's folder does not have. */
    private static Optional<Strata> strata(Path folder) throws IOException {
        Path file = folder.resolve("strata.json");
        return Files.exists(file) ? Optional.of(Strata.read(file)) : Optional.empty();
    }

    private static List<Path> subfolders(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, Files::isDirectory)) {
                entries.forEach(found::add);
            }
        }
        found.sort(null);
        return found;
    }

    /** Model folders of train; with the split that a model was trained on, it stands behind the model's name. */
    static List<Trained> trained(List<Given> folders) throws IOException {
        List<Trained> models = new ArrayList<>();
        for (Given folder : folders) {
            String model = folder.path().toRealPath().getFileName().toString();
            models.add(new Trained(
                    folder.name().map(split -> model + ", " + split).orElse(model),
                    TrainingRecord.read(folder.path().resolve("training.json")),
                    History.read(folder.path().resolve("history.tsv"))));
        }
        return models;
    }

    /** Searches, trials and best parameters given as NAME=FILE; a search need not have the latter. */
    static List<Searched> searches(List<String> trials, List<String> best) throws IOException {
        Map<String, BestParameters> chosen = new HashMap<>();
        for (String text : best) {
            chosen.put(name("best", text), BestParameters.read(file("best", text)));
        }
        List<Searched> searches = new ArrayList<>();
        for (String text : trials) {
            BestParameters own = chosen.remove(name("trials", text));
            Map<String, Double> importances = own == null ? Map.of() : own.importances();
            searches.add(new Searched(name("trials", text), Trials.read(file("trials", text)), importances));
        }
        if (!chosen.isEmpty()) {
            throw new UsageException("--best names " + String.join(", ", new TreeSet<>(chosen.keySet()))
                    + ", of which there are no --trials");
        }
        return searches;
    }

    private static String name(String option, String named) {
        file(option, named);
        return named.substring(0, named.indexOf('='));
    }

    /** The file of NAME=FILE. */
    static Path file(String option, String named) {
        int equals = named.indexOf('=');
        if (equals <= 0 || equals == named.length() - 1) {
            throw new UsageException(
                    "--" + option + " is '" + named + "': give NAME=FILE, for example cnn=" + EXAMPLES.get(option));
        }
        return Path.of(named.substring(equals + 1));
    }

    /** Comparisons, at most one for each test set. */
    static List<Comparison> comparisons(List<Given> files) throws IOException {
        List<Comparison> comparisons = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (Given file : files) {
            Comparison read = Comparison.read(file.path());
            Comparison comparison = file.name().map(read::withTestSet).orElse(read);
            if (!seen.add(comparison.testSet())) {
                throw new UsageException("--comparison: " + file.path() + " is a second comparison on '"
                        + comparison.testSet() + "'; give each its test set (--comparison TESTSET=FILE)");
            }
            comparisons.add(comparison);
        }
        return comparisons;
    }

    /** Leakage reports of splits. */
    static List<Leakage> leakage(List<Path> files) throws IOException {
        List<Leakage> splits = new ArrayList<>();
        for (Path file : files) {
            splits.add(Leakage.read(file));
        }
        return splits;
    }

    /** Manifests. */
    static List<Manifest> manifests(List<Path> files) throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        for (Path file : files) {
            manifests.add(Manifest.read(file));
        }
        return manifests;
    }
}
