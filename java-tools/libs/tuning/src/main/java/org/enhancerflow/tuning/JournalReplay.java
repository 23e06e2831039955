package org.enhancerflow.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state that a journal's records add up to, by Optuna 5's rules: ids are positions, records about what is unknown or
 * finished have no effect, the first finish wins.
 */
final class JournalReplay {
    private static final int MOST_DISTRIBUTIONS = 1_000;

    private final List<StudyRecord> studies = new ArrayList<>();
    private final List<TrialEntry> trials = new ArrayList<>();
    private final Map<String, Integer> lastCreated = new HashMap<>();
    private final Map<String, Distribution> distributions = new HashMap<>();
    private boolean zoned;

    /** One study; deleted ones keep their id. */
    static final class StudyRecord {
        final String name;
        final List<Integer> directions;
        final List<TrialRecord> trials = new ArrayList<>();
        final List<Integer> trialIds = new ArrayList<>();
        final Map<String, Distribution> firstDistributions = new HashMap<>();
        boolean deleted;

        StudyRecord(String name, List<Integer> directions) {
            this.name = name;
            this.directions = directions;
        }
    }

    private record TrialEntry(StudyRecord study, TrialRecord trial) {}

    List<StudyRecord> studies() {
        return studies;
    }

    @Nullable
    StudyRecord study(String name) {
        for (StudyRecord study : studies) {
            if (!study.deleted && study.name.equals(name)) {
                return study;
            }
        }
        return null;
    }

    /** Number, within its study, of the trial this worker created last. */
    int lastCreatedBy(String workerId) {
        Integer id = lastCreated.get(workerId);
        if (id == null) {
            throw new IllegalStateException("worker " + workerId + " created no trial");
        }
        return trials.get(id).trial().number();
    }

    /** Whether a time with a zone occurs, as Optuna 5 writes it; a file keeps to one style. */
    boolean zoned() {
        return zoned;
    }

    void apply(JsonNode record, long line) {
        JsonNode op = record.path("op_code");
        if (!op.isInt()) {
            throw new TuningFormatException(line, "has no op_code");
        }
        switch (op.intValue()) {
            case 0 -> createStudy(record);
            case 1 -> deleteStudy(record);
            case 4 -> createTrial(record, line);
            case 5 -> setParameter(record, line);
            case 6 -> setState(record, line);
            case 7 -> report(record);
            case 8 -> setTrialAttribute(record);
            case 9 -> setSystemAttribute(record);
            // Attributes of studies are for people and Optuna's other samplers, op 10 for another program.
            case 2, 3, 10 -> {}
            default -> throw new TuningFormatException(line, "has the unknown op_code " + op.intValue());
        }
    }

    private void createStudy(JsonNode record) {
        String name = record.path("study_name").asText();
        if (study(name) == null) {
            List<Integer> directions = new ArrayList<>();
            record.path("directions").forEach(direction -> directions.add(direction.asInt()));
            studies.add(new StudyRecord(name, directions));
        }
    }

    private void deleteStudy(JsonNode record) {
        StudyRecord study = studyOf(record);
        if (study != null) {
            study.deleted = true;
        }
    }

    private void createTrial(JsonNode record, long line) {
        noteTime(record);
        StudyRecord study = studyOf(record);
        if (study == null) {
            return;
        }
        TrialRecord trial =
                new TrialRecord(study.trials.size(), state(record.path("state").asInt(0), line));
        JsonNode parameters = record.path("params");
        record.path("distributions").properties().forEach(entry -> {
            Distribution distribution = distribution(entry.getValue(), line);
            trial.parameter(entry.getKey(), distribution, number(parameters.path(entry.getKey())));
            study.firstDistributions.putIfAbsent(entry.getKey(), distribution);
        });
        eachMember(record.path("user_attrs"), trial::attribute);
        eachMember(record.path("system_attrs"), trial::systemAttribute);
        record.path("intermediate_values").properties().forEach(entry -> {
            trial.report(Long.parseLong(entry.getKey()), number(entry.getValue()));
        });
        JsonNode single = record.path("value");
        trial.values(single.isNumber() ? List.of(single.doubleValue()) : numbers(record.path("values")));
        lastCreated.put(record.path("worker_id").asText(), trials.size());
        study.trialIds.add(trials.size());
        study.trials.add(trial);
        trials.add(new TrialEntry(study, trial));
    }

    private void setParameter(JsonNode record, long line) {
        TrialEntry entry = changeable(record);
        if (entry == null) {
            return;
        }
        String name = record.path("param_name").asText();
        Distribution distribution = distribution(record.path("distribution"), line);
        Distribution first = entry.study().firstDistributions.putIfAbsent(name, distribution);
        if (first == null || isCompatible(first, distribution)) {
            entry.trial().parameter(name, distribution, number(record.path("param_value_internal")));
        }
    }

    private void setState(JsonNode record, long line) {
        noteTime(record);
        TrialEntry entry = changeable(record);
        if (entry == null) {
            return;
        }
        TrialState state = state(record.path("state").asInt(-1), line);
        if (state == TrialState.RUNNING && entry.trial().state() == TrialState.RUNNING) {
            return;
        }
        entry.trial().state(state);
        if (record.path("values").isArray()) {
            entry.trial().values(numbers(record.path("values")));
        }
    }

    private void report(JsonNode record) {
        TrialEntry entry = changeable(record);
        if (entry != null) {
            entry.trial().report(record.path("step").asLong(), number(record.path("intermediate_value")));
        }
    }

    private void setTrialAttribute(JsonNode record) {
        TrialEntry entry = changeable(record);
        if (entry != null) {
            eachMember(record.path("user_attr"), entry.trial()::attribute);
        }
    }

    private void setSystemAttribute(JsonNode record) {
        TrialEntry entry = changeable(record);
        if (entry != null) {
            eachMember(record.path("system_attr"), entry.trial()::systemAttribute);
        }
    }

    private @Nullable StudyRecord studyOf(JsonNode record) {
        int id = record.path("study_id").asInt(-1);
        return id < 0 || id >= studies.size() || studies.get(id).deleted ? null : studies.get(id);
    }

    private @Nullable TrialEntry changeable(JsonNode record) {
        int id = record.path("trial_id").asInt(-1);
        if (id < 0 || id >= trials.size()) {
            return null;
        }
        TrialEntry entry = trials.get(id);
        return entry.study().deleted || entry.trial().state().isFinished() ? null : entry;
    }

    private void noteTime(JsonNode record) {
        for (String key : List.of("datetime_start", "datetime_complete")) {
            zoned |= record.path(key).asText("").endsWith("+00:00");
        }
    }

    private static TrialState state(int code, long line) {
        TrialState state = TrialState.of(code);
        if (state == null) {
            throw new TuningFormatException(line, "has the unknown state " + code);
        }
        return state;
    }

    /** Every trial of a study repeats the same few texts. */
    private Distribution distribution(JsonNode node, long line) {
        String text = node.asText();
        Distribution known = distributions.get(text);
        if (known != null) {
            return known;
        }
        try {
            Distribution read = DistributionText.read(text);
            if (distributions.size() < MOST_DISTRIBUTIONS) {
                distributions.put(text, read);
            }
            return read;
        } catch (TuningFormatException e) {
            throw new TuningFormatException(line, String.valueOf(e.getMessage()));
        }
    }

    /** The kind, the log flag and a categorical parameter's choices must stay; a range may change. */
    private static boolean isCompatible(Distribution first, Distribution later) {
        if (first instanceof FloatDistribution a && later instanceof FloatDistribution b) {
            return a.log() == b.log();
        }
        if (first instanceof IntDistribution a && later instanceof IntDistribution b) {
            return a.log() == b.log();
        }
        return first instanceof CategoricalDistribution && first.equals(later);
    }

    private static double number(JsonNode node) {
        return node.isNumber() ? node.doubleValue() : Double.NaN;
    }

    private static List<Double> numbers(JsonNode list) {
        List<Double> numbers = new ArrayList<>();
        list.forEach(node -> numbers.add(number(node)));
        return numbers;
    }

    private interface Member {
        void accept(String key, @Nullable Object value);
    }

    private static void eachMember(JsonNode object, Member member) {
        object.properties().forEach(entry -> member.accept(entry.getKey(), JournalValues.any(entry.getValue())));
    }
}
