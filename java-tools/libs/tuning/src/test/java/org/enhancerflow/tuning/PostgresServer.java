package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Debian's PostgreSQL, with a cluster of its own in a temporary folder that only this test reaches. A test that asks for it is
 * skipped, loudly, where there is none; in CI it fails.
 */
final class PostgresServer {
    static final String USER = "tester";
    static final String PASSWORD = "a secret, of course";
    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");

    private final Path programs;
    private final Path folder;
    private final int port;

    private PostgresServer(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    static PostgresServer start() throws Exception {
        Optional<Path> programs = programs();
        if (programs.isEmpty() && System.getenv("CI") != null) {
            fail("PostgreSQL is missing: .ci/run installs it");
        }
        assumeTrue(
                programs.isPresent(),
                "SKIPPED: no PostgreSQL below " + INSTALLED
                        + ", so no study was kept in one (apt-get install postgresql)");
        Path folder =
                Path.of(run("mktemp", "-d", "/tmp/enhancerflow-postgres-XXXXXX").strip());
        PostgresServer server = new PostgresServer(programs.orElseThrow(), folder, freePort());
        server.create();
        return server;
    }

    private static Optional<Path> programs() throws IOException {
        if (!Files.isDirectory(INSTALLED)) {
            return Optional.empty();
        }
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
                    .max(Path::compareTo);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void create() throws Exception {
        run("bash", "-c", "printf '%s' '" + PASSWORD + "' >" + folder + "/password");
        run(
                programs.resolve("initdb").toString(),
                "--pgdata=" + folder + "/data",
                "--username=" + USER,
                "--pwfile=" + folder + "/password",
                "--auth=scram-sha-256",
                "--no-sync",
                "--encoding=UTF8",
                "--locale=C");
        String options = "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1 -c fsync=off";
        control("-o", options, "-l", folder + "/log", "-w", "start");
    }

    private void control(String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(programs.resolve("pg_ctl").toString(), "-D", folder + "/data"));
        command.addAll(List.of(arguments));
        run(command.toArray(String[]::new));
    }

    /** What the server was started for: stops and starts it while workers are at work. */
    void restart() throws Exception {
        control("-m", "immediate", "-w", "restart");
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=" + USER;
    }

    /** For Optuna, which has the password in it. */
    String optunaUrl() {
        return "postgresql://" + USER + ":" + PASSWORD.replace(" ", "%20").replace(",", "%2C") + "@127.0.0.1:" + port
                + "/postgres";
    }

    Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("password", PASSWORD);
        return DriverManager.getConnection(url(), properties);
    }

    /** Cuts off some of the workers' connections; gives how many. */
    int drop(Random random, int most) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid FROM"
                        + " pg_stat_activity WHERE application_name = 'enhancerflow' ORDER BY random() LIMIT "
                        + (1 + random.nextInt(most)) + ") AS victims")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    void stop() throws Exception {
        control("-m", "immediate", "stop");
        run("rm", "-rf", folder.toString());
    }

    /** PostgreSQL refuses to run as root; Debian has a user for it. */
    private static String run(String... command) throws Exception {
        List<String> whole = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            whole.addAll(List.of("runuser", "-u", "postgres", "--"));
        }
        whole.addAll(List.of(command));
        Path output = Files.createTempFile("postgres", ".out");
        try {
            // Into a file: the server would keep a pipe open.
            int exit = new ProcessBuilder(whole)
                    .directory(Path.of("/tmp").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            String text = Files.readString(output, StandardCharsets.UTF_8);
            if (exit != 0) {
                fail(whole + " ended with " + exit + ": " + text);
            }
            return text;
        } finally {
            Files.delete(output);
        }
    }
}
