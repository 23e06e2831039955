package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresStorageTest extends StudyStorageContract {
    private static final int KILLS = Integer.getInteger("enhancerflow.drill.kills", 6);
    /** Enough that the study is not over before the last kill. */
    private static final int TRIALS = 40 + 4 * KILLS;

    private @Nullable PostgresServer started;
    private final List<StudyStorage> open = new ArrayList<>();

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    void startServer() throws Exception {
        started = PostgresServer.start();
    }

    @AfterAll
    void stopServer() throws Exception {
        if (started != null) {
            started.stop();
        }
    }

    /** Every test begins without Optuna's tables. */
    @BeforeEach
    void empty() throws SQLException {
        execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public");
    }

    @AfterEach
    void closeStorages() throws IOException {
        for (StudyStorage storage : open) {
            storage.close();
        }
        open.clear();
    }

    @Override
    StudyStorage worker() throws IOException {
        return open(DrillWorker.STUDY, PostgresServer.PASSWORD);
    }

    @Test
    void optunaReadsFromOurTablesWhatWeRead() throws Exception {
        OptunaProgram optuna = OptunaProgram.require(folder, "psycopg2");
        StudyStorage storage = worker();
        // In PostgreSQL Optuna 3.1 takes an infinite value for the best, whatever its sign; 5.0 does not.
        OptunaInteropTest.trialsOfEveryKind(storage, -1e30);
        if (optuna.version().startsWith("3.1.")) {
            // Debian's Optuna is older than our tables; to it they lack nothing but the name of its revision.
            execute("UPDATE alembic_version SET version_num = 'v3.0.0.d'");
        }
        OptunaInteropTest.assertSame(optuna.report(server().optunaUrl()).get(DrillWorker.STUDY), storage);
    }

    @Test
    void workersOfOursAndOfOptunasShareTablesThatOptunaMade() throws Exception {
        OptunaProgram optuna = OptunaProgram.require(folder, "psycopg2");
        optuna.await(optuna.worker(server().optunaUrl(), DrillWorker.STUDY, 1));
        Process theirs = optuna.worker(server().optunaUrl(), DrillWorker.STUDY, 10);
        Study ours = new Study(worker(), DrillWorker.space(), new RandomSampler(1), Pruner.NONE, "drill");
        for (int i = 0; i < 10; i++) {
            RunningTrial trial = ours.ask();
            trial.report(1, i);
            trial.complete(i);
        }
        optuna.await(theirs);
        StudyStorage storage = worker();
        assertThat(storage.trials()).hasSize(21).allMatch(trial -> trial.state().isFinished());
        OptunaInteropTest.assertSame(optuna.report(server().optunaUrl()).get(DrillWorker.STUDY), storage);
    }

    @Test
    void oneDatabaseHoldsSeveralStudies() throws IOException {
        StudyStorage first = open("first", PostgresServer.PASSWORD);
        StudyStorage second = open("second", PostgresServer.PASSWORD);
        first.create(trial(0.25));
        assertThat(second.create(trial(0.5))).isZero();
        assertThat(first.create(trial(0.75))).isEqualTo(1);
        assertThat(second.trials()).hasSize(1);
    }

    @Test
    void whatWasCutOffIsDoneOnceAndOnlyOnce() throws Exception {
        StudyStorage storage = worker();
        Random random = new Random(3);
        for (int i = 0; i < 10; i++) {
            server().drop(random, 1);
            int number = storage.create(trial(0.5));
            assertThat(number).isEqualTo(i);
            server().drop(random, 1);
            storage.report(number, 1, i);
            server().drop(random, 1);
            assertThat(storage.finish(number, TrialState.COMPLETE, (double) i, Map.of("note", "end")))
                    .isTrue();
        }
        assertThat(storage.trials()).hasSize(10);
    }

    @Test
    void aServerThatStartsAgainIsWaitedFor() throws Exception {
        StudyStorage storage = worker();
        int number = storage.create(trial(0.5));
        server().restart();
        assertThat(storage.finish(number, TrialState.COMPLETE, 0.5)).isTrue();
        assertThat(worker().trials()).hasSize(1);
    }

    @Test
    void neitherKillsNorLostConnectionsLoseATrial() throws Exception {
        KillDrill drill = new KillDrill(folder, server().url(), TRIALS, 11);
        int[] dropped = new int[1];
        StudyStorage reader = worker();
        drill.run(reader, KILLS, random -> dropped[0] += server().drop(random, 3));
        StudyStorage fresh = worker();
        drill.check(reader);
        drill.check(fresh);
        System.out.printf(
                "%d kills, %d connections dropped: %d attempts for %d trials%n",
                KILLS, dropped[0], fresh.trials().size(), TRIALS);
    }

    @Test
    void mistakesAreNamedAndThePasswordIsNot() throws SQLException, IOException {
        assertThatThrownBy(() -> open("study", "wrong"))
                .isInstanceOf(TuningFormatException.class)
                .hasMessageContaining("password authentication failed")
                .hasMessageNotContaining("wrong");
        worker();
        assertThatThrownBy(() -> PostgresStorage.open(
                        server().url(),
                        PostgresServer.PASSWORD,
                        DrillWorker.STUDY,
                        Direction.MINIMIZE,
                        Clock.systemUTC()))
                .isInstanceOf(TuningFormatException.class)
                .hasMessageContaining("another direction");
        execute("UPDATE alembic_version SET version_num = 'v9.9.9.z'");
        assertThatThrownBy(this::worker)
                .isInstanceOf(TuningFormatException.class)
                .hasMessageContaining("'v9.9.9.z', known are v3.0.0.d and v3.2.0.a");
    }

    private PostgresServer server() {
        if (started == null) {
            throw new IllegalStateException("the server is not started");
        }
        return started;
    }

    private StudyStorage open(String name, String password) throws IOException {
        StudyStorage storage = PostgresStorage.open(
                server().url(), password, name, Direction.MAXIMIZE, Clock.system(ZoneId.systemDefault()));
        open.add(storage);
        return storage;
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server().connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
