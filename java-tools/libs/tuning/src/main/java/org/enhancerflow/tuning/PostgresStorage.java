package org.enhancerflow.tuning;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A study in PostgreSQL, in the tables of Optuna's own {@code RDBStorage}, which Optuna may use at the same time: for workers
 * without a common file system. A connection that is lost is made again, and what was under way is done again, but only if
 * it had not been done: every start and every end leaves a ticket with the trial.
 */
public final class PostgresStorage implements StudyStorage {
    /** Key of a system attribute: which start or end of whose it was. */
    static final String TICKET = "enhancerflow:ticket";

    private static final String END_TICKET = TICKET + ":end";

    /**
     * Now, as Optuna writes it: in the server's time zone, without it. The session's zone is the client's, so the server's is
     * read where no client changes it; initdb sets both alike.
     */
    private static final String NOW = "(clock_timestamp() AT TIME ZONE current_setting('log_timezone'))";

    private final PostgresSession session;
    private final String name;
    private final Direction direction;
    private final Clock clock;
    private final int study;
    private final PostgresTrials trials;
    private final String worker = UUID.randomUUID().toString();
    private long tickets;

    private PostgresStorage(PostgresSession session, String name, Direction direction, Clock clock, int study) {
        this.session = session;
        this.name = name;
        this.direction = direction;
        this.clock = clock;
        this.study = study;
        this.trials = new PostgresTrials(study);
    }

    /**
     * Opens a study, creating Optuna's tables and the study when they are not there.
     *
     * @param url {@code jdbc:postgresql://HOST[:PORT]/DATABASE[?user=NAME]}, without a password
     * @param password empty to let the driver look into {@code ~/.pgpass}
     * @param clock gives the time stamps and their zone
     * @throws TuningFormatException if the database lets nobody in, or has other tables, or a study with another direction
     */
    public static PostgresStorage open(String url, String password, String name, Direction direction, Clock clock)
            throws IOException {
        PostgresSession session = new PostgresSession(url, password);
        int study = session.call((connection, again) -> {
            PostgresSchema.ensure(connection);
            return PostgresSchema.study(connection, name, direction);
        });
        return new PostgresStorage(session, name, direction, clock, study);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public synchronized OptionalInt start(Chooser chooser) throws IOException {
        String ticket = nextTicket();
        return session.call((connection, again) -> {
            lockStudy(connection);
            OptionalInt done = again ? started(connection, ticket) : OptionalInt.empty();
            if (done.isPresent()) {
                return done;
            }
            NewTrial trial = chooser.choose(new StudyHistory(name, direction, trials.read(connection)));
            if (trial == null) {
                return OptionalInt.empty();
            }
            int id = trial.claims().isPresent()
                    ? claim(connection, trial.claims().getAsInt())
                    : insert(connection, TrialState.RUNNING);
            parameters(connection, id, trial);
            for (Map.Entry<String, ?> entry : trial.attributes().entrySet()) {
                attribute(connection, "trial_user_attributes", id, entry.getKey(), entry.getValue());
            }
            attribute(connection, "trial_system_attributes", id, TICKET, ticket);
            touch(connection, id);
            return started(connection, ticket);
        });
    }

    @Override
    public synchronized int enqueue(Map<String, ?> wishes) throws IOException {
        String ticket = nextTicket();
        return session.call((connection, again) -> {
                    lockStudy(connection);
                    OptionalInt done = again ? started(connection, ticket) : OptionalInt.empty();
                    if (done.isPresent()) {
                        return done;
                    }
                    int id = insert(connection, TrialState.WAITING);
                    attribute(connection, "trial_system_attributes", id, StudyTrial.WISHES, wishes);
                    attribute(connection, "trial_system_attributes", id, TICKET, ticket);
                    return started(connection, ticket);
                })
                .orElseThrow();
    }

    @Override
    public synchronized void report(int number, long step, double value) throws IOException {
        int at = Math.toIntExact(step);
        whileOpen(number, (connection, id) -> {
            try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO trial_intermediate_values"
                    + " (trial_id, step, intermediate_value, intermediate_value_type)"
                    + " VALUES (?, ?, ?, ?::trialintermediatevaluetype) ON CONFLICT (trial_id, step) DO UPDATE SET"
                    + " intermediate_value = EXCLUDED.intermediate_value,"
                    + " intermediate_value_type = EXCLUDED.intermediate_value_type")) {
                upsert.setInt(1, id);
                upsert.setInt(2, at);
                number(upsert, 3, value);
                upsert.executeUpdate();
            }
        });
    }

    @Override
    public synchronized void setAttribute(int number, String key, @Nullable Object value) throws IOException {
        whileOpen(number, (connection, id) -> attribute(connection, "trial_user_attributes", id, key, value));
    }

    @Override
    public synchronized void setSystemAttribute(int number, String key, @Nullable Object value) throws IOException {
        whileOpen(number, (connection, id) -> attribute(connection, "trial_system_attributes", id, key, value));
    }

    @Override
    public synchronized boolean finish(int number, TrialState state, @Nullable Double value, Map<String, ?> attributes)
            throws IOException {
        StudyStorage.checkFinish(state, value);
        String ticket = nextTicket();
        return session.call((connection, again) -> {
            int id = id(connection, number);
            if (!lockIfOpen(connection, id)) {
                return again && endedWith(connection, id, ticket);
            }
            for (Map.Entry<String, ?> entry : attributes.entrySet()) {
                attribute(connection, "trial_user_attributes", id, entry.getKey(), entry.getValue());
            }
            if (value != null) {
                value(connection, id, value);
            }
            attribute(connection, "trial_system_attributes", id, END_TICKET, ticket);
            try (PreparedStatement update = connection.prepareStatement(
                    "UPDATE trials SET state = ?::trialstate, datetime_complete = ? WHERE trial_id = ?")) {
                update.setString(1, state.name());
                update.setObject(2, LocalDateTime.now(clock));
                update.setInt(3, id);
                update.executeUpdate();
            }
            return true;
        });
    }

    @Override
    public synchronized boolean beat(int number) throws IOException {
        return whileOpen(number, (connection, id) -> {});
    }

    @Override
    public synchronized Set<Integer> silent(Duration time) throws IOException {
        return session.call((connection, again) -> {
            Set<Integer> silent = new HashSet<>();
            try (PreparedStatement query = connection.prepareStatement("SELECT number FROM trials"
                    + " JOIN trial_heartbeats USING (trial_id) WHERE study_id = ? AND state = 'RUNNING'"
                    + " AND " + NOW + " - heartbeat >= ? * interval '1 millisecond'")) {
                query.setInt(1, study);
                query.setLong(2, time.toMillis());
                try (ResultSet rows = query.executeQuery()) {
                    while (rows.next()) {
                        silent.add(rows.getInt(1));
                    }
                }
            }
            return silent;
        });
    }

    @Override
    public synchronized List<StudyTrial> trials() throws IOException {
        return session.call((connection, again) -> trials.read(connection));
    }

    @Override
    public synchronized void close() {
        session.close();
    }

    private String nextTicket() {
        return worker + " " + tickets++;
    }

    private interface Edit {
        void in(Connection connection, int id) throws SQLException;
    }

    /** Does something to a trial, which is a sign of life, too; false, with nothing done, if it is finished. */
    private boolean whileOpen(int number, Edit edit) throws IOException {
        return session.call((connection, again) -> {
            int id = id(connection, number);
            boolean open = lockIfOpen(connection, id);
            if (open) {
                edit.in(connection, id);
                touch(connection, id);
            }
            return open;
        });
    }

    /** Optuna counts trials under the same lock, which makes numbers unique. */
    private void lockStudy(Connection connection) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT study_id FROM studies WHERE study_id = ? FOR UPDATE")) {
            lock.setInt(1, study);
            try (ResultSet rows = lock.executeQuery()) {
                if (!rows.next()) {
                    throw new TuningFormatException(0, "does not hold the study '" + name + "' any more");
                }
            }
        }
    }

    private static boolean lockIfOpen(Connection connection, int id) throws SQLException {
        try (PreparedStatement lock =
                connection.prepareStatement("SELECT state::text FROM trials WHERE trial_id = ? FOR UPDATE")) {
            lock.setInt(1, id);
            try (ResultSet rows = lock.executeQuery()) {
                return rows.next() && !TrialState.valueOf(rows.getString(1)).isFinished();
            }
        }
    }

    private int id(Connection connection, int number) throws SQLException {
        Integer known = trials.id(number);
        if (known == null) {
            trials.read(connection);
            known = trials.id(number);
        }
        if (known == null) {
            throw new IllegalArgumentException("there is no trial " + number);
        }
        return known;
    }

    /** Number of the trial that a ticket started. */
    private OptionalInt started(Connection connection, String ticket) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT number FROM trials"
                + " JOIN trial_system_attributes USING (trial_id) WHERE study_id = ? AND key = ? AND value_json = ?")) {
            query.setInt(1, study);
            query.setString(2, TICKET);
            query.setString(3, PythonJson.spaced(ticket));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next() ? OptionalInt.of(rows.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    private static boolean endedWith(Connection connection, int id, String ticket) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                "SELECT 1 FROM trial_system_attributes WHERE trial_id = ? AND key = ? AND value_json = ?")) {
            query.setInt(1, id);
            query.setString(2, END_TICKET);
            query.setString(3, PythonJson.spaced(ticket));
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    private int insert(Connection connection, TrialState state) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO trials"
                + " (study_id, state, datetime_start, number)"
                + " SELECT ?, ?::trialstate, ?, count(*) FROM trials WHERE study_id = ? RETURNING trial_id")) {
            insert.setInt(1, study);
            insert.setString(2, state.name());
            insert.setObject(3, state == TrialState.WAITING ? null : LocalDateTime.now(clock), Types.TIMESTAMP);
            insert.setInt(4, study);
            try (ResultSet rows = insert.executeQuery()) {
                rows.next();
                return rows.getInt(1);
            }
        }
    }

    private int claim(Connection connection, int number) throws SQLException {
        int id = id(connection, number);
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE trials SET state = 'RUNNING', datetime_start = ? WHERE trial_id = ?")) {
            update.setObject(1, LocalDateTime.now(clock));
            update.setInt(2, id);
            update.executeUpdate();
        }
        return id;
    }

    private static void parameters(Connection connection, int id, NewTrial trial) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO trial_params"
                + " (trial_id, param_name, param_value, distribution_json) VALUES (?, ?, ?, ?)")) {
            for (Map.Entry<String, Distribution> entry : trial.distributions().entrySet()) {
                insert.setInt(1, id);
                insert.setString(2, entry.getKey());
                insert.setDouble(3, trial.parameters().getOrDefault(entry.getKey(), Double.NaN));
                insert.setString(4, DistributionText.write(entry.getValue()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void attribute(Connection connection, String table, int id, String key, @Nullable Object value)
            throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO " + table
                + " (trial_id, key, value_json) VALUES (?, ?, ?)"
                + " ON CONFLICT (trial_id, key) DO UPDATE SET value_json = EXCLUDED.value_json")) {
            upsert.setInt(1, id);
            upsert.setString(2, key);
            upsert.setString(3, PythonJson.spaced(value));
            upsert.executeUpdate();
        }
    }

    private static void value(Connection connection, int id, double value) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO trial_values"
                + " (trial_id, objective, value, value_type) VALUES (?, 0, ?, ?::trialvaluetype)"
                + " ON CONFLICT (trial_id, objective) DO UPDATE SET"
                + " value = EXCLUDED.value, value_type = EXCLUDED.value_type")) {
            insert.setInt(1, id);
            number(insert, 2, value);
            insert.executeUpdate();
        }
    }

    /** A number and, behind it, its type: what is not finite has no number. */
    private static void number(PreparedStatement statement, int index, double value) throws SQLException {
        if (Double.isNaN(value)) {
            statement.setNull(index, Types.DOUBLE);
            statement.setString(index + 1, "NAN");
        } else if (Double.isInfinite(value)) {
            statement.setNull(index, Types.DOUBLE);
            statement.setString(index + 1, value > 0 ? "INF_POS" : "INF_NEG");
        } else {
            statement.setDouble(index, value);
            statement.setString(index + 1, "FINITE");
        }
    }

    private static void touch(Connection connection, int id) throws SQLException {
        try (PreparedStatement upsert = connection.prepareStatement("INSERT INTO trial_heartbeats"
                + " (trial_id, heartbeat) VALUES (?, " + NOW + ")"
                + " ON CONFLICT (trial_id) DO UPDATE SET heartbeat = EXCLUDED.heartbeat")) {
            upsert.setInt(1, id);
            upsert.executeUpdate();
        }
    }
}
