package org.enhancerflow.testkit;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/** The machine's Chromium, headless and without any network, driven by Playwright. */
public final class Browser implements AutoCloseable {
    /** Impacts of axe that nobody may meet; minor ones are a matter of taste. */
    private static final Set<String> SERIOUS = Set.of("serious", "critical");

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** What a page is looked at with. */
    public enum Screen {
        DESK(1200, 900, ColorScheme.LIGHT),
        DARK_DESK(1200, 900, ColorScheme.DARK),
        PHONE(390, 844, ColorScheme.LIGHT),
        DARK_PHONE(390, 844, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme colours;

        Screen(int width, int height, ColorScheme colours) {
            this.width = width;
            this.height = height;
            this.colours = colours;
        }
    }

    /**
     * A page that was opened.
     *
     * @param page to act on
     * @param console what it wrote there, errors and all, growing
     * @param requests addresses on a network that it asked for, growing
     */
    public record Visit(Page page, List<String> console, List<String> requests) {
        /** What axe finds against the page as it now is, one line a rule; minor and moderate findings are left out. */
        public List<String> accessibilityProblems() {
            // A drawing is one picture to axe: it is named, and what is in it stands in a table, too.
            return new AxeBuilder(page)
                    .exclude("svg > g").analyze().getViolations().stream()
                            .filter(rule -> SERIOUS.contains(rule.getImpact()))
                            .map(rule -> rule.getId() + ": " + rule.getHelp() + ": "
                                    + rule.getNodes().get(0).getHtml())
                            .toList();
        }

        /** Waits for an element, seen or not; 30 seconds at most. */
        public void await(String selector) {
            page.waitForSelector(selector, new Page.WaitForSelectorOptions().setState(WaitForSelectorState.ATTACHED));
        }
    }

    /** Starts it; skips the test, loudly, where there is no Chromium, and fails there when {@code CI} is set. */
    public static Browser start() {
        Path program = program();
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program)
                                .setArgs(List.of(
                                        "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND"))));
    }

    private static Path program() {
        Optional<Path> program = Stream.of(System.getenv("PATH").split(":", -1))
                .map(place -> Path.of(place, "chromium"))
                .filter(Files::isExecutable)
                .findFirst();
        if (program.isEmpty() && System.getenv("CI") != null) {
            Assertions.fail("chromium is missing: .ci/run installs it");
        }
        Assumptions.assumeTrue(
                program.isPresent(), "SKIPPED: chromium is missing, so no page was opened (apt-get install chromium)");
        return program.orElseThrow();
    }

    /** Opens a file. */
    public Visit open(Path file, Screen screen) {
        BrowserContext context = chromium.newContext(new com.microsoft.playwright.Browser.NewContextOptions()
                .setViewportSize(screen.width, screen.height)
                .setColorScheme(screen.colours));
        Page page = context.newPage();
        List<String> console = new ArrayList<>();
        List<String> requests = new ArrayList<>();
        page.onConsoleMessage(message -> console.add(message.text()));
        page.onPageError(console::add);
        context.onRequest(request -> {
            if (!request.url().matches("(file|data|blob):.*")) {
                requests.add(request.url());
            }
        });
        page.navigate(file.toUri().toString());
        return new Visit(page, console, requests);
    }

    @Override
    public void close() {
        playwright.close();
    }
}
