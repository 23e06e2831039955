package org.enhancerflow.tools.search;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.tuning.RunningTrial;

/**
 * The folder of a trial's checkpoints, named after its number in the study: no two workers ever write into one, even when
 * their trials have the same parameters. A trial that repeats another's draw takes that one's folder over by renaming it; a
 * worker that was given up too early then writes beside it.
 *
 * @param folder exists when it was taken over
 */
record TrialCheckpoints(Path folder) {
    /** The folder of a trial, with what the latest of its draw's attempts has left. */
    static TrialCheckpoints takeOver(Path parent, RunningTrial trial) throws IOException {
        Path folder = parent.resolve("trial-" + trial.number());
        List<Integer> attempts = trial.attempts();
        // The latest may have died before its first checkpoint, or on a machine with other disks.
        for (int i = attempts.size() - 1; i >= 0; i--) {
            if (moved(parent.resolve("trial-" + attempts.get(i)), folder)) {
                break;
            }
        }
        return new TrialCheckpoints(folder);
    }

    private static boolean moved(Path from, Path to) throws IOException {
        try {
            Files.move(from, to);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Removes the folder, once it is empty. */
    void discard() throws IOException {
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Something else was put there; it is not this training's to remove.
            return;
        }
    }
}
