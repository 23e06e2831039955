package org.enhancerflow.tuning;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Optuna's tables: made where there are none, checked where there are. */
final class PostgresSchema {
    /** Both differ by an index only. Optuna itself opens exactly the one of its own version. */
    private static final Set<String> KNOWN = Set.of("v3.0.0.d", "v3.2.0.a");

    private static final long CREATION_LOCK = 0x656e68616e63L;

    private PostgresSchema() {}

    /** @throws TuningFormatException if the tables are of an Optuna version that is too old or too new */
    static void ensure(Connection connection) throws SQLException, IOException {
        try (Statement statement = connection.createStatement()) {
            // Several workers may come to an empty database at once.
            statement.execute("SELECT pg_advisory_xact_lock(" + CREATION_LOCK + ")");
            if (!text(statement, "SELECT to_regclass('studies')").isEmpty()) {
                check(statement);
            } else {
                statement.execute(script());
            }
        }
    }

    private static void check(Statement statement) throws SQLException {
        String revision =
                text(statement, "SELECT to_regclass('alembic_version')").isEmpty()
                        ? ""
                        : text(statement, "SELECT max(version_num) FROM alembic_version");
        if (!KNOWN.contains(revision)) {
            throw new TuningFormatException(
                    0,
                    "has Optuna's tables of revision '" + revision + "', known are "
                            + String.join(" and ", KNOWN.stream().sorted().toList())
                            + " ('optuna storage upgrade' brings older ones up)");
        }
    }

    private static String text(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return Objects.requireNonNullElse(rows.getString(1), "");
        }
    }

    private static String script() throws IOException {
        try (InputStream resource = Objects.requireNonNull(
                PostgresSchema.class.getResourceAsStream("optuna-schema.sql"), "optuna-schema.sql")) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Id of a study, which is made if there is none of this name. */
    static int study(Connection connection, String name, Direction direction) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("WITH new AS (INSERT INTO studies (study_name) VALUES (?)"
                        + " ON CONFLICT (study_name) DO NOTHING RETURNING study_id)"
                        + " INSERT INTO study_directions (study_id, direction, objective)"
                        + " SELECT study_id, ?::studydirection, 0 FROM new")) {
            insert.setString(1, name);
            insert.setString(2, direction.name());
            insert.executeUpdate();
        }
        try (PreparedStatement query = connection.prepareStatement("SELECT study_id, string_agg(direction::text, ' ')"
                + " FROM studies JOIN study_directions USING (study_id) WHERE study_name = ? GROUP BY study_id")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                @Nullable String directions = rows.next() ? rows.getString(2) : null;
                if (!direction.name().equals(directions)) {
                    throw new TuningFormatException(0, "holds the study '" + name + "' with another direction");
                }
                return rows.getInt(1);
            }
        }
    }
}
