package org.enhancerflow.tools.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.enhancerflow.kit.CommandLineRunner;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. Its policy turns every request and every foreign script into a console message. */
final class ChromiumTest {
    private static final long MINUTES = 2;

    @TempDir
    Path folder;

    @Test
    void every_chart_is_drawn_and_the_console_stays_silent() throws IOException, InterruptedException {
        Path page = folder.resolve("report.html");
        run(new Fixture(folder).wholeRun(page));
        String document = open(page);
        assertThat(document).contains("data-drawn=\"7\"").doesNotContain("There is nothing to draw");
        assertThat(document.split("<svg", -1)).hasSize(8);
        assertThat(console()).isEmpty();
    }

    @Test
    void names_with_markup_run_nothing() throws IOException, InterruptedException {
        Path page = folder.resolve("report.html");
        String name = "</script><script>document.title='broken'</script>";
        Path metrics = new Fixture(folder).metrics(name, "<img src=x onerror=alert(1)>", 0.5);
        run(List.of("--metrics", metrics.toString(), "--title", "fine", "--out", page.toString()));
        String document = open(page);
        assertThat(document).contains("<title>fine</title>", "data-drawn=\"3\"").doesNotContain("<img");
        assertThat(console()).isEmpty();
    }

    private static void run(List<String> arguments) {
        assertThat(CommandLineRunner.run(new ReportTool(), arguments.toArray(String[]::new)))
                .isZero();
    }

    /** The document after its scripts have run, without them. */
    private String open(Path page) throws IOException, InterruptedException {
        requireChromium();
        Path document = folder.resolve("document.html");
        Process chromium = new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--no-first-run",
                        "--host-resolver-rules=MAP * ~NOTFOUND",
                        "--user-data-dir=" + folder.resolve("profile"),
                        "--enable-logging=stderr",
                        "--dump-dom",
                        "--virtual-time-budget=10000",
                        page.toUri().toString())
                .redirectOutput(document.toFile())
                .redirectError(folder.resolve("log").toFile())
                .start();
        if (!chromium.waitFor(MINUTES, TimeUnit.MINUTES)) {
            chromium.destroyForcibly();
            fail("Chromium did not end: " + Files.readString(folder.resolve("log")));
        }
        // The scripts' own text is not what the page shows.
        return Files.readString(document).replaceAll("(?s)<script.*?</script>", "");
    }

    private List<String> console() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve("log")));
        lines.removeIf(line -> !line.contains("CONSOLE"));
        return lines;
    }

    private static void requireChromium() {
        boolean found = Stream.of(System.getenv("PATH").split(":", -1))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "chromium")));
        if (!found && System.getenv("CI") != null) {
            fail("chromium is missing: .ci/run installs it");
        }
        Assumptions.assumeTrue(found, "SKIPPED: chromium is missing, so no page was opened (apt-get install chromium)");
    }
}
