package org.enhancerflow.tools.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.enhancerflow.kit.CommandLineRunner;
import org.enhancerflow.testkit.Browser;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page in a real browser. Its policy turns every request and every foreign script into a console message. */
final class ChromiumTest {
    private static @Nullable Browser browser;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void every_chart_has_marks_and_nothing_is_said_or_asked_for() throws IOException {
        Browser.Visit visit = wholeRun(Browser.Screen.DESK);
        assertThat(figures(visit)).isGreaterThan(7);
        assertThat(figuresWithoutMarks(visit)).isEmpty();
        assertThat(visit.console()).isEmpty();
        assertThat(visit.requests()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void axe_finds_nothing_serious_and_the_page_is_no_wider_than_the_screen(Browser.Screen screen) throws IOException {
        Browser.Visit visit = wholeRun(screen);
        assertThat(visit.accessibilityProblems()).isEmpty();
        assertThat(visit.page().evaluate("document.documentElement.scrollWidth - window.innerWidth"))
                .isEqualTo(0);
    }

    @Test
    void a_chart_is_zoomed_read_as_a_table_and_saved_by_the_keyboard() throws IOException {
        Browser.Visit visit = wholeRun(Browser.Screen.DESK);
        Locator chart = visit.page().locator("figure.chart").first();
        String whole = axes(chart);
        press(chart, "Zoom in");
        chart.page().waitForCondition(() -> !axes(chart).equals(whole));
        press(chart, "Reset");
        chart.page().waitForCondition(() -> axes(chart).equals(whole));
        press(chart, "Table");
        assertThat(chart.locator(".data tbody tr").count()).isGreaterThan(50);
        assertThat(saved(visit, chart, "CSV")).startsWith("model,series,baseline,x,y");
        assertThat(saved(visit, chart, "SVG")).startsWith("<svg");
        assertThat(saved(visit, chart, "PNG")).contains("PNG");
        assertThat(visit.console()).isEmpty();
    }

    @Test
    void the_slider_moves_every_figure_with_it() throws IOException {
        Browser.Visit visit = wholeRun(Browser.Screen.DESK);
        Locator explorer = visit.page().locator("figure.chart:has(.explored)");
        // As metrics.json has it: recall 0.81 of 750 at the chosen threshold.
        long chosen = count(explorer, "tp");
        assertThat(explorer.locator("input[type=range]").getAttribute("aria-valuetext"))
                .startsWith("0.359: precision");
        assertThat(chosen + count(explorer, "fn")).isEqualTo(750);
        String rule = explorer.locator(".mark-rule.role-mark line").getAttribute("transform");
        explorer.locator("input[type=range]").focus();
        visit.page().keyboard().press("End");
        assertThat(count(explorer, "tp")).isZero();
        assertThat(count(explorer, "tn")).isEqualTo(750);
        assertThat(explorer.locator("[data-value=recall]").innerText()).isEqualTo("0.000");
        visit.page()
                .waitForCondition(() -> !rule.equals(
                        explorer.locator(".mark-rule.role-mark line").getAttribute("transform")));
        explorer.locator("input[type=number]").fill("0");
        visit.page().keyboard().press("Enter");
        assertThat(explorer.locator("[data-value=recall]").innerText()).isEqualTo("1.000");
        assertThat(explorer.locator("[data-value=precision]").innerText()).isEqualTo("0.500");
        explorer.locator("button[data-control=chosen]").click();
        assertThat(count(explorer, "tp")).isEqualTo(chosen);
        explorer.locator("select").selectOption("2");
        assertThat(count(explorer, "tp")).isGreaterThan(chosen);
        assertThat(visit.console()).isEmpty();
    }

    private static long count(Locator explorer, String key) {
        return Long.parseLong(
                explorer.locator("[data-value=" + key + "]").innerText().replace(",", ""));
    }

    @Test
    void a_reader_chooses_the_metric_of_parts_and_closed_parts_are_printed() throws IOException {
        Browser.Visit visit = wholeRun(Browser.Screen.DESK);
        Locator chart = visit.page().locator("figure.chart:has(.choice)").first();
        chart.locator("select").selectOption("PR-AUC");
        chart.page()
                .waitForCondition(() ->
                        chart.locator(".role-axis-title").allTextContents().contains("PR-AUC"));
        press(chart, "Table");
        assertThat(chart.locator(".data tbody tr").first().innerText()).startsWith("PR-AUC");
        Locator closed = visit.page().locator("details:not([open])");
        int before = closed.count();
        assertThat(before).isPositive();
        visit.page().evaluate("dispatchEvent(new Event('beforeprint'))");
        assertThat(closed.count()).isZero();
        visit.page().evaluate("dispatchEvent(new Event('afterprint'))");
        assertThat(closed.count()).isEqualTo(before);
        assertThat(visit.console()).isEmpty();
    }

    @Test
    void names_with_markup_run_nothing() throws IOException {
        Path page = folder.resolve("report.html");
        String name = "</script><script>document.title='broken'</script>";
        Path metrics = new Fixture(folder).metrics(name, "<img src=x onerror=alert(1)>", 0.5);
        run(List.of("--metrics", metrics.toString(), "--title", "fine", "--out", page.toString()));
        Browser.Visit visit = drawn(page, Browser.Screen.DESK);
        // What a pointer shows is made of names, too.
        visit.page().locator("figure.chart .plot svg").first().hover();
        assertThat(visit.page().title()).isEqualTo("fine");
        assertThat(visit.page().locator("img").count()).isZero();
        assertThat(visit.page().locator("th").allInnerTexts()).anyMatch(text -> text.contains(name));
        assertThat(visit.console()).isEmpty();
    }

    private Browser.Visit wholeRun(Browser.Screen screen) throws IOException {
        Path page = folder.resolve("report.html");
        run(new Fixture(folder).wholeRun(page));
        return drawn(page, screen);
    }

    private static Browser.Visit drawn(Path page, Browser.Screen screen) {
        if (browser == null) {
            throw new IllegalStateException("started before");
        }
        Browser.Visit visit = browser.open(page, screen);
        visit.await("html[data-drawn]");
        return visit;
    }

    private static int figures(Browser.Visit visit) {
        return visit.page().locator("figure.chart").count();
    }

    private static List<String> figuresWithoutMarks(Browser.Visit visit) {
        List<String> empty = new ArrayList<>();
        for (Locator figure : visit.page().locator("figure.chart").all()) {
            if (figure.locator(".plot svg .role-mark")
                            .locator("path, line, rect")
                            .count()
                    == 0) {
                empty.add(figure.locator("figcaption").innerText());
            }
        }
        return empty;
    }

    private static String axes(Locator chart) {
        // Vega uses old elements again, in another order.
        return chart.locator(".role-axis-label text").allTextContents().stream()
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static void press(Locator chart, String label) {
        chart.getByLabel(label).focus();
        chart.page().keyboard().press("Enter");
    }

    private static String saved(Browser.Visit visit, Locator chart, String kind) throws IOException {
        Download download = visit.page()
                .waitForDownload(() -> chart.getByLabel(kind + " file").click());
        return Files.readString(download.path(), StandardCharsets.ISO_8859_1);
    }

    private static void run(List<String> arguments) {
        assertThat(CommandLineRunner.run(new ReportTool(), arguments.toArray(String[]::new)))
                .isZero();
    }
}
