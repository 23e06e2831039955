package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.artifacts.Json;

/**
 * The page's charts. Each has its place in the page (a figure) and its rows in one JSON block; {@code kinds.js} knows how
 * each kind is drawn.
 */
final class Charts {
    private final List<Map<String, Object>> charts = new ArrayList<>();

    /**
     * Adds a chart and returns its figure.
     *
     * @param kind the name of the drawing in kinds.js
     * @param title what it shows, as the figure's caption
     * @param description the same for those who cannot see it
     * @param rows the data, one map per mark or point
     * @param options further values for the drawing
     */
    Html figure(
            String kind,
            String title,
            String description,
            List<Map<String, Object>> rows,
            Map<String, Object> options) {
        return figure(kind, title, description, rows, options, new Html());
    }

    /** The same with markup of its own between caption and plot. */
    Html figure(
            String kind,
            String title,
            String description,
            List<Map<String, Object>> rows,
            Map<String, Object> options,
            Html panel) {
        String id = "chart-" + (charts.size() + 1);
        Map<String, Object> chart = new LinkedHashMap<>();
        chart.put("id", id);
        chart.put("kind", kind);
        chart.put("title", title);
        chart.put("description", description);
        chart.put("options", options);
        chart.put("rows", rows);
        charts.add(chart);
        Html html = new Html();
        html.open("figure", "class", "chart", "id", id, "aria-labelledby", id + "-title");
        html.element("figcaption", title, "id", id + "-title");
        html.add(panel);
        html.open("div", "class", "plot").close();
        html.close();
        return html;
    }

    boolean isEmpty() {
        return charts.isEmpty();
    }

    /** The charts as JSON that is safe inside a script element: no less-than sign, so neither an end tag nor a comment. */
    String json() {
        return Json.compact(charts)
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
