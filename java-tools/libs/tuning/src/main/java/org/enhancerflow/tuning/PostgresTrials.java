package org.enhancerflow.tuning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The trials of one study as rows. Finished ones are read once; about them nothing changes any more. */
final class PostgresTrials {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private final int study;
    private final TreeMap<Integer, StudyTrial> byId = new TreeMap<>();

    PostgresTrials(int study) {
        this.study = study;
    }

    /** All trials, by number. */
    List<StudyTrial> read(Connection connection) throws SQLException {
        Map<Integer, TrialRecord> changed = changed(connection);
        if (!changed.isEmpty()) {
            Array ids = connection.createArrayOf("integer", changed.keySet().toArray());
            values(connection, ids, changed);
            parameters(connection, ids, changed);
            reports(connection, ids, changed);
            attributes(connection, ids, changed);
            systemAttributes(connection, ids, changed);
            changed.forEach((id, record) -> byId.put(id, record.snapshot()));
        }
        return List.copyOf(byId.values());
    }

    /** Id of a trial that was read before, or null. */
    @Nullable
    Integer id(int number) {
        for (Map.Entry<Integer, StudyTrial> entry : byId.entrySet()) {
            if (entry.getValue().number() == number) {
                return entry.getKey();
            }
        }
        return null;
    }

    /** Trials that are new, or were not finished when last seen. */
    private Map<Integer, TrialRecord> changed(Connection connection) throws SQLException {
        List<Integer> open = new ArrayList<>();
        byId.forEach((id, trial) -> {
            if (!trial.state().isFinished()) {
                open.add(id);
            }
        });
        Map<Integer, TrialRecord> changed = new LinkedHashMap<>();
        try (PreparedStatement query = connection.prepareStatement("SELECT trial_id, number, state::text FROM trials"
                + " WHERE study_id = ? AND (trial_id > ? OR trial_id = ANY (?)) ORDER BY trial_id")) {
            query.setInt(1, study);
            query.setInt(2, byId.isEmpty() ? 0 : byId.lastKey());
            query.setArray(3, connection.createArrayOf("integer", open.toArray()));
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    changed.put(rows.getInt(1), new TrialRecord(rows.getInt(2), TrialState.valueOf(rows.getString(3))));
                }
            }
        }
        return changed;
    }

    private interface Row {
        void read(TrialRecord trial, ResultSet row) throws SQLException;
    }

    private static void each(
            Connection connection, String query, Array ids, Map<Integer, TrialRecord> trials, Row reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setArray(1, ids);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    TrialRecord trial = trials.get(rows.getInt(1));
                    if (trial != null) {
                        reader.read(trial, rows);
                    }
                }
            }
        }
    }

    private static void values(Connection connection, Array ids, Map<Integer, TrialRecord> trials) throws SQLException {
        Map<TrialRecord, List<Double>> values = new LinkedHashMap<>();
        String query = "SELECT trial_id, value, value_type::text FROM trial_values"
                + " WHERE trial_id = ANY (?) ORDER BY trial_id, objective";
        each(connection, query, ids, trials, (trial, row) -> values.computeIfAbsent(trial, t -> new ArrayList<>())
                .add(number(row)));
        values.forEach(TrialRecord::values);
    }

    private static void parameters(Connection connection, Array ids, Map<Integer, TrialRecord> trials)
            throws SQLException {
        String query = "SELECT trial_id, param_value, param_name, distribution_json FROM trial_params"
                + " WHERE trial_id = ANY (?) ORDER BY param_id";
        each(
                connection,
                query,
                ids,
                trials,
                (trial, row) ->
                        trial.parameter(row.getString(3), DistributionText.read(row.getString(4)), row.getDouble(2)));
    }

    private static void reports(Connection connection, Array ids, Map<Integer, TrialRecord> trials)
            throws SQLException {
        String query = "SELECT trial_id, intermediate_value, intermediate_value_type::text, step"
                + " FROM trial_intermediate_values WHERE trial_id = ANY (?)";
        each(connection, query, ids, trials, (trial, row) -> trial.report(row.getInt(4), number(row)));
    }

    private static void attributes(Connection connection, Array ids, Map<Integer, TrialRecord> trials)
            throws SQLException {
        String query = "SELECT trial_id, key, value_json FROM trial_user_attributes"
                + " WHERE trial_id = ANY (?) ORDER BY trial_user_attribute_id";
        each(connection, query, ids, trials, (trial, row) -> trial.attribute(row.getString(2), json(row.getString(3))));
    }

    private static void systemAttributes(Connection connection, Array ids, Map<Integer, TrialRecord> trials)
            throws SQLException {
        String query = "SELECT trial_id, key, value_json FROM trial_system_attributes WHERE trial_id = ANY (?)"
                + " AND key NOT LIKE '" + PostgresStorage.TICKET + "%' ORDER BY trial_system_attribute_id";
        each(
                connection,
                query,
                ids,
                trials,
                (trial, row) -> trial.systemAttribute(row.getString(2), json(row.getString(3))));
    }

    /** What is no finite number stands in the type. */
    private static double number(ResultSet row) throws SQLException {
        return switch (row.getString(3)) {
            case "INF_POS" -> Double.POSITIVE_INFINITY;
            case "INF_NEG" -> Double.NEGATIVE_INFINITY;
            case "NAN" -> Double.NaN;
            default -> row.getDouble(2);
        };
    }

    private static @Nullable Object json(String text) {
        try {
            return JournalValues.any(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            throw new TuningFormatException(0, "holds an attribute that is not JSON");
        }
    }
}
