package org.enhancerflow.tuning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four workers over one journal, killed at random moments. The long form has {@code -Denhancerflow.drill.kills=200}, the short
 * one always runs.
 */
class KillDrillTest {
    private static final int KILLS = Integer.getInteger("enhancerflow.drill.kills", 8);
    /** Enough that the study is not over before the last kill. */
    private static final int TRIALS = 40 + 4 * KILLS;

    @TempDir
    Path folder;

    @Test
    void noKillLosesARecordOrBreaksAReader() throws Exception {
        Path journal = folder.resolve("study.journal");
        KillDrill drill = new KillDrill(folder, journal.toString(), TRIALS, 7);
        try (StudyStorage reader = DrillWorker.open(journal.toString(), Duration.ofSeconds(2))) {
            drill.run(reader, KILLS, random -> {});
            drill.check(reader);
        }
        try (StudyStorage fresh = DrillWorker.open(journal.toString(), Duration.ofSeconds(2))) {
            drill.check(fresh);
            say(fresh, journal);
        }
        assertThat(folder.resolve("study.journal.lock")).doesNotExist();
    }

    private static void say(StudyStorage storage, Path journal) throws IOException {
        System.out.printf(
                "%d kills: %d attempts for %d trials, %d lines in the journal%n",
                KILLS,
                storage.trials().size(),
                TRIALS,
                Files.readAllLines(journal).size());
    }
}
