package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.enhancerflow.artifacts.Comparison;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Manifest;

/**
 * Everything a report is made of, in the order given.
 *
 * @param title the page's heading
 * @param command what runs the whole pipeline again
 * @param measured models first, then baselines
 * @param comparisons significance of differences, by test set
 * @param trained models with their training
 * @param searches searches
 * @param leakage leakage reports of splits
 * @param manifests manifests of the tools that ran
 */
record Contents(
        String title,
        Optional<String> command,
        List<Measured> measured,
        List<Comparison> comparisons,
        List<Trained> trained,
        List<Searched> searches,
        List<Leakage> leakage,
        List<Manifest> manifests) {
    Contents {
        measured = List.copyOf(measured);
        comparisons = List.copyOf(comparisons);
        trained = List.copyOf(trained);
        searches = List.copyOf(searches);
        leakage = List.copyOf(leakage);
        manifests = List.copyOf(manifests);
    }

    /** Names of the test sets, in order of first appearance. */
    List<String> testSets() {
        return measured.stream().map(m -> m.metrics().testSet()).distinct().toList();
    }

    /** Columns of one test set. */
    List<Measured> of(String testSet) {
        return measured.stream()
                .filter(m -> m.metrics().testSet().equals(testSet))
                .toList();
    }

    /** The comparison of one test set. */
    Optional<Comparison> comparison(String testSet) {
        return comparisons.stream().filter(c -> c.testSet().equals(testSet)).findFirst();
    }

    /** What belongs to one of several splits: its own test set has its name, a further one has that behind a dash. */
    Contents ofSplit(String split) {
        Predicate<String> own = testSet -> testSet.equals(split) || testSet.endsWith("-" + split);
        return new Contents(
                title,
                command,
                measured.stream().filter(m -> own.test(m.metrics().testSet())).toList(),
                comparisons.stream().filter(c -> own.test(c.testSet())).toList(),
                trained,
                searches,
                leakage.stream().filter(l -> l.strategy().equals(split)).toList(),
                manifests);
    }

    /** Which way of splitting made each corpus, by the corpus's digest; empty with one split alone. */
    Map<String, String> splitsOfCorpora() {
        Map<String, String> splits = new LinkedHashMap<>();
        for (Manifest manifest : of(Tools.SPLIT)) {
            manifest.outputs().forEach(output -> splits.put(output.sha256(), strategy(manifest)));
        }
        return of(Tools.SPLIT).size() > 1 ? splits : Map.of();
    }

    /** The way of splitting of one run of SPLIT. */
    static String strategy(Manifest split) {
        return split.arguments().stream()
                .filter(argument -> argument.option().equals("strategy"))
                .map(Manifest.Argument::value)
                .findFirst()
                .orElse("");
    }

    /** Manifests by tool, tools in order of first appearance. */
    Map<String, List<Manifest>> byTool() {
        Map<String, List<Manifest>> byTool = new LinkedHashMap<>();
        for (Manifest manifest : manifests) {
            byTool.merge(manifest.tool(), List.of(manifest), (a, b) -> {
                List<Manifest> both = new ArrayList<>(a);
                both.addAll(b);
                return both;
            });
        }
        return byTool;
    }

    /** Manifests of one tool. */
    List<Manifest> of(Tools tool) {
        return manifests.stream().filter(m -> m.tool().equals(tool.command())).toList();
    }

    /** Versions of the tools that ran. */
    List<String> versions() {
        return manifests.stream().map(Manifest::version).distinct().sorted().toList();
    }

    /** Tools whose manifests have a part of the page to themselves. */
    enum Tools {
        EXTRACT,
        DEDUP,
        SPLIT,
        TOKENIZE;

        String command() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
