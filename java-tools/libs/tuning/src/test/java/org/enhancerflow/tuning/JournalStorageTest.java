package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalStorageTest extends StudyStorageContract {
    private static final Clock CLOCK =
            Clock.fixed(Instant.parse("2026-11-20T08:00:00.123456Z"), ZoneId.of("Asia/Taipei"));

    @TempDir
    Path folder;

    @Override
    StudyStorage worker() throws IOException {
        return open("study");
    }

    @Test
    void linesAreThoseThatOptunaWrites() throws IOException {
        StudyStorage storage = worker();
        int number = storage.create(trial(0.5));
        storage.report(number, 7, Double.NaN);
        storage.setAttribute(number, "k", 1L);
        storage.finish(number, TrialState.COMPLETE, 1e-5);
        List<String> lines = Files.readAllLines(journal());
        assertThat(lines).hasSize(5).allSatisfy(line -> assertThat(line)
                .matches("\\{\"op_code\":\\d,\"worker_id\":\"[0-9a-f-]{36}-\\d+\",.*}"));
        assertThat(lines.get(0)).endsWith("\"study_name\":\"study\",\"directions\":[2]}");
        assertThat(lines.get(1))
                .contains("\"op_code\":4,")
                .contains("\"study_id\":0,\"datetime_start\":\"2026-11-20T16:00:00.123456\",\"state\":0,")
                .contains("\"params\":{\"x\":0.5,\"y\":1.0}")
                .contains("\"y\":\"{\\\"name\\\": \\\"CategoricalDistribution\\\", \\\"attributes\\\": "
                        + "{\\\"choices\\\": [\\\"a\\\", \\\"b\\\"]}}\"");
        assertThat(lines.get(2)).endsWith("\"trial_id\":0,\"step\":7,\"intermediate_value\":NaN}");
        assertThat(lines.get(3)).endsWith("\"trial_id\":0,\"user_attr\":{\"k\":1}}");
        assertThat(lines.get(4))
                .endsWith("\"state\":1,\"values\":[1e-05],\"datetime_complete\":\"2026-11-20T16:00:00.123456\"}");
        assertThat(folder.resolve("study.journal.lock")).doesNotExist();
    }

    @Test
    void aTornTailIsCutOffBeforeTheNextRecord() throws IOException {
        StudyStorage storage = worker();
        storage.create(trial(0.25));
        append("{\"op_code\":4,\"worker_id\":\"w\",\"stu");
        assertThat(worker().trials()).hasSize(1);
        assertThat(worker().create(trial(0.5))).isEqualTo(1);
        assertThat(storage.trials()).hasSize(2);
        assertThat(Files.readString(journal())).endsWith("}\n").doesNotContain("\"w\"");
    }

    @Test
    void anUnreadableLastLineIsCutOffTooSinceOneMoreLineWouldMakeItFatal() throws IOException {
        StudyStorage storage = worker();
        storage.create(trial(0.25));
        append("{\"op_code\":4,\"wor{\"op_code\":4}\n");
        assertThat(storage.trials()).hasSize(1);
        assertThat(storage.create(trial(0.5))).isEqualTo(1);
        assertThat(worker().trials()).hasSize(2);
    }

    @Test
    void anUnreadableLineInTheMiddleIsNamed() throws IOException {
        worker().create(trial(0.25));
        append("rubbish\n{\"op_code\":10}\n");
        assertThatThrownBy(this::worker).isInstanceOfSatisfying(TuningFormatException.class, e -> assertThat(e.line())
                .isEqualTo(3));
    }

    @Test
    void aStudyBegunWithZonesGoesOnWithZones() throws IOException {
        append("{\"op_code\":0,\"worker_id\":\"w\",\"study_name\":\"study\",\"directions\":[2]}\n"
                + "{\"op_code\":4,\"worker_id\":\"w\",\"study_id\":0,"
                + "\"datetime_start\":\"2026-11-20T07:46:23.124090+00:00\"}\n");
        worker().create(trial(0.5));
        assertThat(Files.readString(journal())).contains("\"datetime_start\":\"2026-11-20T08:00:00.123456+00:00\"");
    }

    @Test
    void oneFileHoldsSeveralStudies() throws IOException {
        StudyStorage first = open("first");
        StudyStorage second = open("second");
        first.create(trial(0.25));
        assertThat(second.create(trial(0.5))).isZero();
        assertThat(first.create(trial(0.75))).isEqualTo(1);
        second.report(0, 1, 0.5);
        assertThat(first.trials()).hasSize(2);
        assertThat(second.trials().get(0).reports()).containsEntry(1L, 0.5);
    }

    @Test
    void anotherDirectionIsRefused() throws IOException {
        worker();
        assertThatThrownBy(() -> JournalStorage.open(journal(), "study", Direction.MINIMIZE, CLOCK))
                .isInstanceOf(TuningFormatException.class)
                .hasMessageContaining("another direction");
    }

    @Test
    void aDeadWorkersLockIsBrokenAfterTheGraceTime() throws IOException {
        Files.createFile(journal());
        Path lock = folder.resolve("study.journal.lock");
        Files.createSymbolicLink(lock, journal());
        JournalFile file = new JournalFile(journal(), Duration.ofMillis(50));
        file.append((record, line) -> {}, () -> List.of("{\"op_code\":10}"));
        assertThat(Files.readString(journal())).isEqualTo("{\"op_code\":10}\n");
        assertThat(lock).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(journal());
        }
    }

    @Test
    void aBrokenLockIsSeenAndANewerOneLeftAlone() throws IOException {
        Files.createFile(journal());
        JournalLock slow = new JournalLock(journal(), Duration.ofMillis(50));
        slow.acquire();
        assertThat(slow.isHeld()).isTrue();
        JournalLock fast = new JournalLock(journal(), Duration.ofMillis(50));
        fast.acquire();
        assertThat(slow.isHeld()).isFalse();
        slow.release();
        assertThat(fast.isHeld()).isTrue();
        fast.release();
        assertThat(folder.resolve("study.journal.lock")).doesNotExist();
    }

    @Test
    void recordsChosenUnderALockThatWasLostAreChosenAgain() throws IOException {
        JournalFile slow = new JournalFile(journal(), Duration.ofMillis(50));
        JournalFile fast = new JournalFile(journal(), Duration.ofMillis(50));
        List<Integer> seen = new ArrayList<>();
        AtomicInteger lines = new AtomicInteger();
        slow.append((record, line) -> lines.incrementAndGet(), () -> {
            seen.add(lines.get());
            if (seen.size() == 1) {
                // What happens while this process stands still.
                appendQuietly(fast, "{\"op_code\":10}");
            }
            return List.of("{\"op_code\":10,\"after\":" + lines.get() + "}");
        });
        assertThat(seen).containsExactly(0, 1);
        assertThat(Files.readString(journal())).isEqualTo("{\"op_code\":10}\n{\"op_code\":10,\"after\":1}\n");
    }

    private static void appendQuietly(JournalFile file, String record) {
        try {
            file.append((r, line) -> {}, () -> List.of(record));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private StudyStorage open(String name) throws IOException {
        return JournalStorage.open(journal(), name, Direction.MAXIMIZE, CLOCK);
    }

    private Path journal() {
        return folder.resolve("study.journal");
    }

    private void append(String text) throws IOException {
        Files.write(
                journal(), text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
