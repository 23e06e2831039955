package org.enhancerflow.tuning;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A study in an Optuna journal file, which Optuna 4.9 and 5 read and may write at the same time. One file can hold several
 * studies. A trial starts with one record that holds all its parameters (Optuna's long form), so a crash leaves either the
 * whole trial or none of it.
 */
public final class JournalStorage implements StudyStorage {
    private static final String BEAT = "enhancerflow:beat";
    private static final DateTimeFormatter ZONED = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS");

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
        return open(path, studyName, direction, clock, JournalLock.GRACE);
    }

    /** With another grace time for the locks of dead workers than Optuna's. */
    static JournalStorage open(Path path, String studyName, Direction direction, Clock clock, Duration grace)
            throws IOException {
        JournalFile file = new JournalFile(path, grace);
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
    public String name() {
        return studyName;
    }

    @Override
    public Direction direction() {
        return direction;
    }

    @Override
    public synchronized OptionalInt start(Chooser chooser) throws IOException {
        List<NewTrial> started = new ArrayList<>();
        file.append(replay::apply, () -> {
            NewTrial trial = chooser.choose(new StudyHistory(studyName, direction, snapshots()));
            if (trial == null) {
                return List.of();
            }
            started.add(trial);
            return trial.claims().isPresent()
                    ? claim(trial.claims().getAsInt(), trial)
                    : List.of(PythonJson.compact(creation(TrialState.RUNNING, trial, Map.of())));
        });
        if (started.isEmpty()) {
            return OptionalInt.empty();
        }
        OptionalInt claimed = started.get(0).claims();
        return claimed.isPresent() ? claimed : OptionalInt.of(replay.lastCreatedBy(workerId));
    }

    @Override
    public synchronized int enqueue(Map<String, ?> wishes) throws IOException {
        NewTrial empty = new NewTrial(Map.of(), Map.of(), Map.of());
        write(creation(TrialState.WAITING, empty, Map.of(StudyTrial.WISHES, wishes)));
        return replay.lastCreatedBy(workerId);
    }

    /** Optuna's long form of a trial's creation: whole from its first record on. */
    private Map<String, @Nullable Object> creation(TrialState state, NewTrial trial, Map<String, ?> systemAttributes) {
        Map<String, @Nullable Object> distributions = new LinkedHashMap<>();
        trial.distributions().forEach((name, d) -> distributions.put(name, DistributionText.write(d)));
        Map<String, @Nullable Object> record = record(4);
        record.put("study_id", replay.studies().indexOf(study()));
        record.put("datetime_start", state == TrialState.WAITING ? null : now());
        record.put("state", state.code());
        record.put("value", null);
        record.put("values", null);
        record.put("distributions", distributions);
        record.put("params", trial.parameters());
        record.put("user_attrs", trial.attributes());
        record.put("system_attrs", systemAttributes);
        record.put("intermediate_values", Map.of());
        return record;
    }

    /** A waiting trial is taken by the first record that says RUNNING; under the lock that is ours. */
    private List<String> claim(int number, NewTrial trial) {
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        Map<String, @Nullable Object> running = trialRecord(6, number);
        running.put("state", TrialState.RUNNING.code());
        running.put("values", null);
        running.put("datetime_start", now());
        records.add(running);
        trial.parameters().forEach((name, internal) -> {
            Distribution distribution = trial.distributions().get(name);
            if (distribution != null) {
                Map<String, @Nullable Object> record = trialRecord(5, number);
                record.put("param_name", name);
                record.put("param_value_internal", internal);
                record.put("distribution", DistributionText.write(distribution));
                records.add(record);
            }
        });
        trial.attributes().forEach((key, value) -> records.add(attributeRecord(8, "user_attr", number, key, value)));
        return records.stream().map(PythonJson::compact).toList();
    }

    @Override
    public synchronized void report(int number, long step, double value) throws IOException {
        see(number);
        Map<String, @Nullable Object> record = trialRecord(7, number);
        record.put("step", step);
        record.put("intermediate_value", value);
        write(record);
    }

    @Override
    public synchronized void setAttribute(int number, String key, @Nullable Object value) throws IOException {
        see(number);
        write(attributeRecord(8, "user_attr", number, key, value));
    }

    @Override
    public synchronized void setSystemAttribute(int number, String key, @Nullable Object value) throws IOException {
        see(number);
        write(attributeRecord(9, "system_attr", number, key, value));
    }

    private Map<String, @Nullable Object> attributeRecord(
            int op, String kind, int number, String key, @Nullable Object value) {
        Map<String, @Nullable Object> attribute = new LinkedHashMap<>();
        attribute.put(key, value);
        Map<String, @Nullable Object> record = trialRecord(op, number);
        record.put(kind, attribute);
        return record;
    }

    @Override
    public synchronized boolean finish(int number, TrialState state, @Nullable Double value, Map<String, ?> attributes)
            throws IOException {
        StudyStorage.checkFinish(state, value);
        return writeIfOpen(number, () -> {
            List<Map<String, @Nullable Object>> records = new ArrayList<>();
            attributes.forEach((key, note) -> records.add(attributeRecord(8, "user_attr", number, key, note)));
            Map<String, @Nullable Object> record = trialRecord(6, number);
            record.put("state", state.code());
            record.put("values", value == null ? null : List.of(value));
            record.put("datetime_complete", now());
            records.add(record);
            return records;
        });
    }

    /** Optuna's journals know no heartbeat: it is a system attribute, which Optuna keeps and shows to nobody. */
    @Override
    public synchronized boolean beat(int number) throws IOException {
        return writeIfOpen(number, () -> List.of(attributeRecord(9, "system_attr", number, BEAT, now())));
    }

    @Override
    public synchronized Set<Integer> silent(Duration time) throws IOException {
        file.read(replay::apply);
        return study().trials.stream()
                .filter(trial -> trial.isSilent(time))
                .map(TrialRecord::number)
                .collect(Collectors.toSet());
    }

    /** Writes about a trial if it is not finished; under the lock, so that what is open here is open. */
    private boolean writeIfOpen(int number, Supplier<List<Map<String, @Nullable Object>>> records) throws IOException {
        see(number);
        AtomicBoolean open = new AtomicBoolean();
        file.append(replay::apply, () -> {
            open.set(!study().trials.get(number).state().isFinished());
            return open.get() ? records.get().stream().map(PythonJson::compact).toList() : List.of();
        });
        return open.get();
    }

    @Override
    public synchronized List<StudyTrial> trials() throws IOException {
        file.read(replay::apply);
        return snapshots();
    }

    private List<StudyTrial> snapshots() {
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

    /** Reads on if the trial is another worker's, and new. */
    private void see(int number) throws IOException {
        if (number >= study().trialIds.size()) {
            file.read(replay::apply);
        }
    }

    private Map<String, @Nullable Object> trialRecord(int op, int number) {
        Map<String, @Nullable Object> record = record(op);
        record.put("trial_id", study().trialIds.get(number));
        return record;
    }

    private void write(Map<String, @Nullable Object> record) throws IOException {
        file.append(replay::apply, () -> List.of(PythonJson.compact(record)));
    }

    /** Local time without zone, which every version reads alike, unless the file was begun by Optuna 5. */
    private String now() {
        if (replay.zoned()) {
            return OffsetDateTime.now(clock)
                    .withOffsetSameInstant(ZoneOffset.UTC)
                    .format(ZONED);
        }
        return LocalDateTime.now(clock).format(LOCAL);
    }
}
