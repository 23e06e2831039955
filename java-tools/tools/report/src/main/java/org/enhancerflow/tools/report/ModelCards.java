package org.enhancerflow.tools.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.artifacts.Leakage;
import org.enhancerflow.artifacts.Metrics;

/**
 * Model cards: the README.md that TRAIN wrote, with what the run then measured. The front matter gets a
 * {@code model-index} as Hugging Face reads it; the text gets the figures, their intervals and what to hold against them.
 */
final class ModelCards {
    private static final String CARD = "README.md";
    private static final String FENCE = "---\n";

    private ModelCards() {}

    /** Writes {@code MODEL/README.md} for every model, below a folder of its split where one is given. */
    static void write(Contents contents, List<Given> models, Path folder) throws IOException {
        for (Given model : models) {
            String name = model.path().toRealPath().getFileName().toString();
            Contents own = model.name().map(contents::ofSplit).orElse(contents);
            List<Measured> measured = own.measured().stream()
                    .filter(m -> !m.baseline() && m.name().equals(name))
                    .toList();
            Path place = model.name().map(folder::resolve).orElse(folder).resolve(name);
            String card = Files.readString(model.path().resolve(CARD));
            Files.writeString(Files.createDirectories(place).resolve(CARD), of(card, measured, own));
        }
    }

    /** The card with its evaluation; as it was where there is none. */
    static String of(String card, List<Measured> measured, Contents contents) {
        if (measured.isEmpty()) {
            return card;
        }
        int end = card.startsWith(FENCE) ? card.indexOf("\n" + FENCE, FENCE.length()) : -1;
        String head = end < 0 ? "" : card.substring(FENCE.length(), end + 1);
        String body = end < 0 ? card : card.substring(end + 1 + FENCE.length());
        return FENCE + head + index(measured) + FENCE + body.stripTrailing() + "\n\n" + text(measured, contents);
    }

    /** YAML; names are JSON strings, which YAML reads as they are. */
    private static String index(List<Measured> measured) {
        StringBuilder yaml = new StringBuilder("model-index:\n- name: ")
                .append(Json.compact(measured.get(0).name()))
                .append("\n  results:\n");
        for (Measured m : measured) {
            yaml.append(
                            "  - task:\n      type: text-classification\n    dataset:\n      type: enhancerflow\n      name: ")
                    .append(Json.compact(m.metrics().testSet()))
                    .append("\n    metrics:\n");
            for (MetricText metric : MetricText.ALL) {
                Double value = m.value(metric.key()).value();
                if (value != null) {
                    yaml.append("    - type: ")
                            .append(metric.key())
                            .append("\n      name: ")
                            .append(Json.compact(metric.label()))
                            .append("\n      value: ")
                            .append(String.format(Locale.ROOT, "%.6f", value))
                            .append('\n');
                }
            }
        }
        return yaml.toString();
    }

    private static String text(List<Measured> measured, Contents contents) {
        StringBuilder text = new StringBuilder("## Evaluation\n");
        for (Measured m : measured) {
            evaluation(text, m);
            contents.of(m.metrics().testSet()).stream()
                    .filter(Measured::baseline)
                    .forEach(baseline -> text.append("Baseline ")
                            .append(cell(baseline.name()))
                            .append(": PR-AUC ")
                            .append(Numbers.value(baseline.value("pr_auc").value()))
                            .append(", ROC-AUC ")
                            .append(Numbers.value(baseline.value("roc_auc").value()))
                            .append(".\n"));
        }
        if (!contents.leakage().isEmpty()) {
            text.append("\n## What the split leaks\n");
            contents.leakage().forEach(leakage -> leaks(text, leakage));
        }
        return text.toString();
    }

    private static void evaluation(StringBuilder text, Measured m) {
        Metrics metrics = m.metrics();
        text.append("\nTest set ").append(cell(metrics.testSet())).append(": ");
        text.append(Numbers.count(metrics.testWindows())).append(" windows, ");
        text.append(Numbers.count(metrics.positives())).append(" of them ").append(cell(metrics.positiveLabel()));
        text.append(". Temperature ").append(Numbers.value(metrics.temperature()));
        text.append(" and threshold ").append(Numbers.value(metrics.threshold()));
        text.append(" were chosen on ").append(Numbers.count(metrics.validationWindows()));
        text.append(" validation windows.\n\n| metric | value | 95 % interval |\n|---|---|---|\n");
        for (MetricText metric : MetricText.ALL) {
            Estimate estimate = m.value(metric.key());
            if (estimate.value() != null) {
                text.append("| ").append(metric.label()).append(" | ");
                text.append(Numbers.value(estimate.value())).append(" | ");
                text.append(Numbers.interval(estimate)).append(" |\n");
            }
        }
        text.append('\n');
    }

    private static void leaks(StringBuilder text, Leakage leakage) {
        text.append("\nSplit ").append(cell(leakage.strategy())).append(": ");
        text.append(Numbers.count(leakage.overlappingTestWindows())).append(" of ");
        text.append(Numbers.count(leakage.testWindows())).append(" test windows overlap a training window.\n");
        leakage.warnings()
                .forEach(warning -> text.append("- ").append(cell(warning)).append('\n'));
    }

    /** Markdown shows HTML; names and sentences are text. */
    private static String cell(String text) {
        return Html.escape(text).replace("|", "\\|").replace("\n", " ");
    }
}
