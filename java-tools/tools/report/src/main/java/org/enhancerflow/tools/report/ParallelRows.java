package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.enhancerflow.artifacts.Trial;
import org.enhancerflow.artifacts.Trials;

/** The rows of a search's parallel coordinates: for every trial with a value its place on the axis of each parameter. */
final class ParallelRows {
    /** Positive values that differ by this factor are placed by their logarithm. */
    private static final double WIDE = 50;

    private ParallelRows() {}

    static List<Map<String, Object>> of(Trials trials) {
        List<Trial> valued =
                trials.rows().stream().filter(trial -> trial.value() != null).toList();
        Map<String, ToDoubleFunction<String>> axes = new LinkedHashMap<>();
        for (String name : trials.parameters()) {
            axes.put(name, axis(valued.stream().map(trial -> value(trial, name)).toList()));
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Trial trial : valued) {
            axes.forEach((name, axis) -> {
                String text = value(trial, name);
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("trial", trial.number());
                row.put("parameter", Numbers.words(name));
                row.put("value", SearchSection.shortened(text));
                row.put("place", CurveSection.round(axis.applyAsDouble(text)));
                Double reached = trial.value();
                row.put("y", CurveSection.round(reached == null ? Double.NaN : reached));
                rows.add(row);
            });
        }
        return rows;
    }

    private static String value(Trial trial, String name) {
        return trial.parameters().getOrDefault(name, "");
    }

    /** From a value's text to its place between 0 and 1: texts by name, numbers by size. */
    private static ToDoubleFunction<String> axis(List<String> texts) {
        if (!texts.stream().allMatch(text -> text.matches("-?[0-9.]+([eE]-?[0-9]+)?"))) {
            List<String> names = List.copyOf(new TreeSet<>(texts));
            return text -> names.size() < 2 ? 0.5 : names.indexOf(text) / (names.size() - 1.0);
        }
        double[] numbers =
                texts.stream().mapToDouble(Double::parseDouble).sorted().toArray();
        double low = numbers.length == 0 ? 0 : numbers[0];
        double high = numbers.length == 0 ? 0 : numbers[numbers.length - 1];
        if (low == high) {
            return text -> 0.5;
        }
        if (low > 0 && high / low >= WIDE) {
            return text -> Math.log(Double.parseDouble(text) / low) / Math.log(high / low);
        }
        return text -> (Double.parseDouble(text) - low) / (high - low);
    }
}
