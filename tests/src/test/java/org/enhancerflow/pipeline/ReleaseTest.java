package org.enhancerflow.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A checkout whose tools were never built runs on a release's bundle, and on no file that is not what it says it is. */
class ReleaseTest {
    private static final Path CHECKOUT = Nextflow.RUNS.resolve("release-checkout");
    private static final Path SERVED = Nextflow.RUNS.resolve("release-served");
    private static final Path FETCHED = Nextflow.RUNS.resolve("nxf-home/enhancerflow");

    private static HttpServer server = create();
    private static ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeAll
    static void pack() throws IOException {
        for (Path old : List.of(CHECKOUT, SERVED, FETCHED)) {
            Folders.delete(old);
        }
        Files.createDirectories(CHECKOUT);
        for (String part :
                List.of("main.nf", "nextflow.config", "nextflow_schema.json", "conf", "modules", "workflows", "bin")) {
            copy(Nextflow.ROOT.resolve(part), CHECKOUT.resolve(part));
        }
        Outcome packed = Nextflow.start(
                "release",
                Map.of(),
                List.of(Nextflow.ROOT.resolve("containers/release.sh").toString(), SERVED.toString()));
        assertThat(packed.exit()).as(packed.errors()).isZero();
        server.createContext("/", exchange -> {
            Path file = SERVED.resolve(exchange.getRequestURI().getPath().substring(1));
            boolean asked = Files.exists(file) && exchange.getRequestMethod().equals("GET");
            exchange.sendResponseHeaders(Files.exists(file) ? 200 : 404, asked ? Files.size(file) : -1);
            if (asked) {
                try (OutputStream body = exchange.getResponseBody()) {
                    Files.copy(file, body);
                }
            }
            exchange.close();
        });
        // Nextflow opens several connections at once.
        server.setExecutor(threads);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void theToolsOfAReleaseAreFetchedOnceAndRun() throws IOException {
        Outcome run = run("release", address(bundle()));
        assertThat(run.exit()).as(run.output() + run.errors()).isZero();
        assertThat(run.results().resolve("report.html")).exists();
        assertThat(run.errorLines())
                .singleElement()
                .asString()
                .contains("fetching the tools from " + address(bundle()));
        Outcome again = run("release", address(bundle()), "-resume");
        assertThat(again.processes("COMPLETED")).isEmpty();
        assertThat(again.errorLines()).isEmpty();
    }

    @Test
    void aBundleWithAnotherDigestIsRefusedAndNotKept() throws IOException {
        Path other = Files.write(SERVED.resolve("other.zip"), new byte[1000]);
        Files.writeString(SERVED.resolve("other.zip.sha256"), "0".repeat(64) + "  other.zip\n");
        refused(
                "has SHA-256 541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53, not 0000",
                address(other));
    }

    @Test
    void anAddressWithoutABundleIsOneLine() {
        refused("cannot be fetched", address(SERVED.resolve("nonesuch.zip")));
    }

    private static void refused(String reason, String address) {
        Outcome run = run("release-refused", address);
        assertThat(run.exit()).as(run.output() + run.errors()).isEqualTo(2);
        assertThat(run.errorLines().get(run.errorLines().size() - 1))
                .startsWith("enhancerflow: --tools: " + address)
                .contains(reason);
        assertThat(run.errors()).doesNotContain("\tat ");
        assertThat(FETCHED.toFile().list((folder, name) -> name.startsWith(".")))
                .isEmpty();
    }

    private static Outcome run(String name, String tools, String... more) {
        List<String> command = new java.util.ArrayList<>(
                List.of("-q", "run", CHECKOUT.toString(), "-ansi-log", "false", "-profile", "demo", "--tools", tools));
        command.addAll(List.of("--simulate_mb", "1", "--simulate_peaks", "300", "--models", "kmer", "--trials", "0"));
        command.addAll(List.of(more));
        return Nextflow.launch(name, command.toArray(String[]::new));
    }

    private static Path bundle() throws IOException {
        try (Stream<Path> files = Files.list(SERVED)) {
            return files.filter(file -> file.getFileName().toString().matches("enhancerflow-tools-.*\\.zip"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String address(Path file) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + file.getFileName();
    }

    private static HttpServer create() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }
}
