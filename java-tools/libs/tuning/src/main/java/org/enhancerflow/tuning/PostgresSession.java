package org.enhancerflow.tuning;

import java.io.Closeable;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Transactions on one connection that is made again whenever it is lost. A transaction that was cut off is done again; since
 * nobody knows whether its commit still came through, the work is told that it is not the first time.
 */
final class PostgresSession implements Closeable {
    /** How long a server may be away, say to be restarted. */
    static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final long FIRST_PAUSE_NANOS = 50_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 5_000_000_000L;

    private final String url;
    private final Properties properties;
    private @Nullable Connection connection;

    /**
     * Does not connect yet.
     *
     * @param url without a password
     * @param password empty to let the driver look into {@code ~/.pgpass}
     */
    PostgresSession(String url, String password) {
        this.url = url;
        this.properties = new Properties();
        properties.setProperty("ApplicationName", "enhancerflow");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
    }

    /** What is done within one transaction. */
    interface Work<T extends @Nullable Object> {
        /**
         * Does it, and does not commit.
         *
         * @param again whether it was tried before, perhaps with success
         */
        T in(Connection connection, boolean again) throws SQLException, IOException;
    }

    /**
     * Does some work and commits it.
     *
     * @throws TuningFormatException if the database does not let this user in, or do what is needed
     * @throws IOException if the database stays away
     */
    <T extends @Nullable Object> T call(Work<T> work) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long pause = FIRST_PAUSE_NANOS;
        boolean again = false;
        while (true) {
            boolean done = false;
            try {
                Connection open = connected();
                T result = work.in(open, again);
                open.commit();
                done = true;
                return result;
            } catch (SQLException e) {
                if (!isPassing(e)) {
                    throw new TuningFormatException(0, "the database refuses: " + e.getMessage());
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("the study's database is away: " + e.getMessage(), e);
                }
            } finally {
                if (!done) {
                    close();
                }
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
            again = true;
        }
    }

    private Connection connected() throws SQLException {
        Connection open = connection;
        if (open == null) {
            open = DriverManager.getConnection(url, properties);
            connection = open;
            open.setAutoCommit(false);
            try (Statement statement = open.createStatement()) {
                // The server ends for itself what a machine that vanished has left locked.
                statement.execute("SET idle_in_transaction_session_timeout = '60s'");
                statement.execute("SET lock_timeout = '30s'");
            }
            open.commit();
        }
        return open;
    }

    /** Lost or refused connections, servers that start or stop, deadlocks, locks that others hold too long. */
    private static boolean isPassing(SQLException e) {
        String state = String.valueOf(e.getSQLState());
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || state.startsWith("40")
                || state.equals("25P03")
                || state.equals("55P03");
    }

    /** Drops the connection, and with it what was not committed. */
    @Override
    public void close() {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (SQLException e) {
                // It is gone, which is what was wanted.
                return;
            }
        }
    }
}
