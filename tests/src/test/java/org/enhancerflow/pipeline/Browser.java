package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/** Opens a page in headless Chromium, where nothing can be reached, and tells what the page did. */
final class Browser {
    private static final Pattern REQUEST = Pattern.compile("\"url\":\"(https?:[^\"]*|wss?:[^\"]*)\"");

    private Browser() {}

    /** What a page did: its document after scripts ran, its console, and the hosts it asked for. */
    record Visit(String document, List<String> console, Set<String> hosts) {}

    /** Opens a page; skips the test, loudly, where there is no Chromium, and fails there when {@code CI} is set. */
    static Visit open(String name, Path page) throws IOException {
        requireChromium();
        Path blank = Files.writeString(
                Files.createDirectories(Nextflow.RUNS.resolve("browser")).resolve("blank.html"), "<!doctype html>");
        Visit visit = visit("browser/" + name, page);
        // The browser talks to its maker by itself; what it asks for on a blank page is not the page's doing.
        visit.hosts().removeAll(visit("browser/blank", blank).hosts());
        return visit;
    }

    private static Visit visit(String name, Path page) throws IOException {
        Path folder = Files.createDirectories(Nextflow.RUNS.resolve(name));
        Path log = folder.resolve("net.json");
        List<String> command = List.of(
                "chromium",
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-default-apps",
                "--no-first-run",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--log-net-log=" + log,
                "--dump-dom",
                "--virtual-time-budget=5000",
                page.toUri().toString());
        Outcome run = Nextflow.start(name, Map.of(), command);
        if (run.exit() != 0) {
            fail("Chromium ended with " + run.exit() + ": " + run.errors());
        }
        List<String> console = new ArrayList<>();
        run.errors().lines().filter(line -> line.contains("CONSOLE")).forEach(console::add);
        Set<String> hosts = new TreeSet<>();
        Matcher requests = REQUEST.matcher(Files.readString(log));
        while (requests.find()) {
            hosts.add(URI.create(requests.group(1).replaceAll("\\?.*", "")).getHost());
        }
        return new Visit(run.output(), console, hosts);
    }

    private static void requireChromium() {
        boolean found = Nextflow.start("browser/which", Map.of(), List.of("bash", "-c", "command -v chromium"))
                        .exit()
                == 0;
        if (!found && System.getenv("CI") != null) {
            fail("chromium is missing: .ci/run installs it");
        }
        Assumptions.assumeTrue(found, "SKIPPED: chromium is missing, so no page was opened (apt-get install chromium)");
    }
}
