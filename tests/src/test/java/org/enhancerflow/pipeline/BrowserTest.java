package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.enhancerflow.testkit.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch on pages sees what it must see. */
class BrowserTest {
    @TempDir
    Path folder;

    @Test
    void errorsRequestsAndBarriersOfAPageAreSeen() throws IOException {
        Path page = Files.writeString(
                folder.resolve("bad.html"),
                "<!doctype html><html lang='en'><title>bad</title><img src='http://pictures.invalid/a.png'>"
                        + "<script>console.error('boom')</script>");
        try (Browser browser = Browser.start()) {
            Browser.Visit visit = browser.open(page, Browser.Screen.DESK);
            assertThat(visit.console()).contains("boom");
            assertThat(visit.requests()).containsExactly("http://pictures.invalid/a.png");
            assertThat(visit.accessibilityProblems()).singleElement().asString().contains("alternative text");
        }
    }
}
