package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.nio.file.Path;
import org.enhancerflow.testkit.Browser;

/** What the report of any run must be, in the machine's Chromium. */
final class ReportPage {
    private ReportPage() {}

    /** The slider at its lowest threshold, where everything is called, then back at the one chosen on validation. */
    private static void slide(Browser.Visit visit) {
        Locator explorer = visit.page().locator("figure.chart:has(.explored)").first();
        Locator truePositives = explorer.locator("[data-value=tp]");
        String chosen = truePositives.innerText();
        explorer.locator("input[type=range]").focus();
        visit.page().keyboard().press("Home");
        assertThat(explorer.locator("[data-value=recall]").innerText()).isEqualTo("1.000");
        assertThat(explorer.locator("[data-value=tn]").innerText()).isEqualTo("0");
        explorer.locator("button[data-control=chosen]").click();
        assertThat(truePositives.innerText()).isEqualTo(chosen);
    }

    /** No console message, no request, a mark in every plot, a slider that works, and nothing serious for axe; on a desk and a dark phone. */
    static void check(Path report) {
        try (Browser browser = Browser.start()) {
            for (Browser.Screen screen : new Browser.Screen[] {Browser.Screen.DESK, Browser.Screen.DARK_PHONE}) {
                Browser.Visit visit = browser.open(report, screen);
                visit.await("html[data-drawn]");
                for (Locator figure : visit.page().locator("figure.chart").all()) {
                    assertThat(figure.locator(".plot svg .role-mark")
                                    .locator("path, line, rect")
                                    .count())
                            .as(figure.locator("figcaption").innerText())
                            .isPositive();
                }
                slide(visit);
                assertThat(visit.accessibilityProblems()).isEmpty();
                assertThat(visit.console()).isEmpty();
                assertThat(visit.requests()).isEmpty();
            }
        }
    }
}
