package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The watch on pages sees what it must see. */
class BrowserTest {
    @TempDir
    Path folder;

    @Test
    void errorsAndRequestsOfAPageAreSeen() throws IOException {
        Path page = Files.writeString(
                folder.resolve("bad.html"),
                "<img src='http://pictures.invalid/a.png'><script>console.error('boom')</script>");
        Browser.Visit visit = Browser.open("bad", page);
        assertThat(visit.console()).singleElement().asString().contains("boom");
        assertThat(visit.hosts()).containsExactly("pictures.invalid");
    }
}
