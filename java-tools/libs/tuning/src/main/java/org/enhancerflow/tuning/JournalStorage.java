package org.enhancerflow.tuning;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A study in an Optuna journal file, which Optuna 4.9 and 5 read and may write at the same time. One file can hold several
 * studies. A trial starts with one record that holds all its parameters (Optuna's long form), so a crash leaves either the
 * whole trial or none of it.
 */
public final class JournalStorage implements StudyStorage {
    private final JournalFile file;
    private final JournalReplay replay = new JournalReplay();
    private final String workerId =
            UUID.randomUUID() + "-" + Thread.currentThread().getId();
    private final Clock clock;
    private final String studyName;
    private final Direction direction;

    private JournalStorage(JournalFile file, String studyName, Direction direction, Clock clock) {
        this.file = file;
        this.studyName = studyName;
        this.direction = direction;
        this.clock = clock;
    }

    /**
     * Opens a study, creating file and study when they are not there.
     *
     * @param clock gives the time stamps and their zone
     * @throws TuningFormatException if the journal is damaged, or its study has another direction or several objectives
     */
    public static JournalStorage open(Path path, String studyName, Direction direction, Clock clock)
            throws IOException {
        JournalFile file = new JournalFile(path, JournalLock.GRACE);
        JournalStorage storage = new JournalStorage(file, studyName, direction, clock);
        storage.openStudy();
        return storage;
    }

    private void openStudy() throws IOException {
        file.read(replay::apply);
        if (replay.study(studyName) == null) {
            Map<String, @Nullable Object> record = record(0);
            record.put("study_name", studyName);
            record.put("directions", List.of(direction.code()));
            write(record);
        }
        if (!study().directions.equals(List.of(direction.code()))) {
            throw new TuningFormatException(0, "holds the study '" + studyName + "' with another direction");
        }
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public synchronized int create(NewTrial trial) throws IOException {
        Map<String, @Nullable Object> distributions = new LinkedHashMap<>();
        trial.distributions().forEach((name, d) -> distributions.put(name, DistributionText.write(d)));
        Map<String, @Nullable Object> record = record(4);
        record.put("study_id", replay.studies().indexOf(study()));
        record.put("datetime_start", now());
        record.put("state", TrialState.RUNNING.code());
        record.put("value", null);
        record.put("values", null);
        record.put("distributions", distributions);
        record.put("params", trial.parameters());
        record.put("user_attrs", trial.attributes());
        record.put("system_attrs", Map.of());
        record.put("intermediate_values", Map.of());
        write(record);
        return replay.lastCreatedBy(workerId);
    }

    @Override
    public synchronized void report(int number, long step, double value) throws IOException {
        Map<String, @Nullable Object> record = trialRecord(7, number);
        record.put("step", step);
        record.put("intermediate_value", value);
        write(record);
    }

    @Override
    public synchronized void setAttribute(int number, String key, @Nullable Object value) throws IOException {
        Map<String, @Nullable Object> attribute = new LinkedHashMap<>();
        attribute.put(key, value);
        Map<String, @Nullable Object> record = trialRecord(8, number);
        record.put("user_attr", attribute);
        write(record);
    }

    @Override
    public synchronized boolean finish(int number, TrialState state, @Nullable Double value) throws IOException {
        StudyStorage.checkFinish(state, value);
        Map<String, @Nullable Object> record = trialRecord(6, number);
        record.put("state", state.code());
        record.put("values", value == null ? null : List.of(value));
        record.put("datetime_complete", now());
        // Another worker may finish the trial between a look and our record: the journal's order decides, so the state
        // is
        // taken right before our own record, under the lock.
        file.append(List.of(PythonJson.compact(record)), replay::apply);
        boolean open = !study().trials.get(number).state.isFinished();
        file.read(replay::apply);
        return open;
    }

    @Override
    public synchronized List<StudyTrial> trials() throws IOException {
        file.read(replay::apply);
        return study().trials.stream().map(TrialRecord::snapshot).toList();
    }

    private JournalReplay.StudyRecord study() {
        JournalReplay.StudyRecord study = replay.study(studyName);
        if (study == null) {
            throw new TuningFormatException(0, "does not hold the study '" + studyName + "' any more");
        }
        return study;
    }

    private Map<String, @Nullable Object> record(int op) {
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("op_code", op);
        record.put("worker_id", workerId);
        return record;
    }

    private Map<String, @Nullable Object> trialRecord(int op, int number) throws IOException {
        if (number >= study().trialIds.size()) {
            // Another worker's trial, not seen yet.
            file.read(replay::apply);
        }
        Map<String, @Nullable Object> record = record(op);
        record.put("trial_id", study().trialIds.get(number));
        return record;
    }

    private void write(Map<String, @Nullable Object> record) throws IOException {
        file.append(List.of(PythonJson.compact(record)), replay::apply);
        file.read(replay::apply);
    }

    /** Local time without zone, which every version reads alike, unless the file was begun by Optuna 5. */
    private String now() {
        if (replay.zoned()) {
            return OffsetDateTime.now(clock)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'"));
        }
        return LocalDateTime.now(clock).format(DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS"));
    }
}
