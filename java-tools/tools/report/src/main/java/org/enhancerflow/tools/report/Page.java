package org.enhancerflow.tools.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The page as a whole. It carries its styles, scripts and data, and its content security policy forbids every request and
 * every script and style but those, by digest.
 */
final class Page {
    private static final String NOTICE = "Charts: Vega, Vega-Lite and Vega-Embed, BSD-3-Clause, Copyright University of"
            + " Washington Interactive Data Lab";

    private Page() {}

    /** The HTML; the same contents always give the same text. */
    static String of(Contents contents) throws IOException {
        Charts charts = new Charts();
        Map<String, Html> sections = sections(contents, charts);
        String style = PlotLibrary.Resource.text("report.css");
        List<String> scripts = new ArrayList<>();
        for (PlotLibrary library : PlotLibrary.values()) {
            scripts.add(library.script());
        }
        StringBuilder page =
                new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        Html head = new Html();
        head.empty("meta", "http-equiv", "Content-Security-Policy", "content", policy(style, scripts));
        head.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        head.empty("meta", "name", "color-scheme", "content", "light dark");
        head.empty("link", "rel", "icon", "href", "data:,");
        head.element("title", contents.title());
        page.append(head.finished());
        page.append("<style>").append(style).append("</style>\n</head>\n<body>\n");
        page.append(body(contents, sections).finished());
        page.append("<script type=\"application/json\" id=\"charts\">")
                .append(charts.json())
                .append("</script>\n");
        page.append("<!-- ").append(NOTICE).append(" -->\n");
        for (String script : scripts) {
            page.append("<script>").append(script).append("</script>\n");
        }
        return page.append("</body>\n</html>\n").toString();
    }

    private static Map<String, Html> sections(Contents contents, Charts charts) {
        Map<String, Html> sections = new LinkedHashMap<>();
        sections.put("Summary", SummarySection.of(contents));
        if (AblationSection.applies(contents)) {
            sections.put("Splits side by side", AblationSection.of(contents, charts));
        }
        for (String testSet : contents.testSets()) {
            Html html = new Html();
            html.add(ComparisonSection.of(testSet, contents.of(testSet)));
            contents.comparison(testSet).ifPresent(comparison -> html.add(DifferenceSection.of(comparison)));
            html.add(CurveSection.of(testSet, contents.of(testSet), charts));
            html.add(ExplorerSection.of(testSet, contents.of(testSet), charts));
            html.add(StrataSection.of(testSet, contents.of(testSet), charts));
            sections.put("Results on " + testSet, html);
        }
        if (!contents.trained().isEmpty()) {
            sections.put("Training", TrainingSection.of(contents.trained(), charts));
        }
        if (!contents.searches().isEmpty()) {
            sections.put("Search", SearchSection.of(contents.searches(), charts));
        }
        if (CorpusSection.applies(contents)) {
            sections.put("Corpus", CorpusSection.of(contents, charts));
        }
        if (!contents.leakage().isEmpty()) {
            sections.put("Leakage", LeakageSection.of(contents.leakage(), charts));
        }
        if (!contents.of(Contents.Tools.TOKENIZE).isEmpty()) {
            sections.put("Tokens", TokenSection.of(contents));
        }
        if (!contents.manifests().isEmpty()) {
            sections.put("Provenance", ProvenanceSection.of(contents));
        }
        return sections;
    }

    private static Html body(Contents contents, Map<String, Html> sections) {
        Html html = new Html();
        html.element("a", "Skip to the results", "class", "skip", "href", "#main");
        html.open("header").element("h1", contents.title());
        html.open("nav", "aria-label", "Sections").open("ul");
        int number = 0;
        for (String heading : sections.keySet()) {
            html.open("li")
                    .element("a", heading, "href", "#section-" + ++number)
                    .close();
        }
        html.close().close().close();
        html.open("main", "id", "main");
        number = 0;
        for (Map.Entry<String, Html> section : sections.entrySet()) {
            String id = "section-" + ++number;
            html.open("section", "id", id, "aria-labelledby", id + "-heading");
            html.element("h2", section.getKey(), "id", id + "-heading");
            html.add(section.getValue()).close();
        }
        html.close();
        html.open("footer");
        html.element(
                "p",
                "Exact values stand in metrics.json and curves.json beside this file's sources. "
                        + "The charts need JavaScript; tables do not. This page makes no network request.");
        html.close();
        return html;
    }

    private static String policy(String style, List<String> scripts) {
        StringBuilder policy =
                new StringBuilder("default-src 'none'; base-uri 'none'; form-action 'none'; img-src data:");
        policy.append("; style-src ").append(digest(style)).append("; script-src");
        scripts.forEach(script -> policy.append(' ').append(digest(script)));
        return policy.toString();
    }

    private static String digest(String text) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(sha) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
