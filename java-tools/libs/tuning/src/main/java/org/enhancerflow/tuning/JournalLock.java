package org.enhancerflow.tuning;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Optuna's lock on a journal: {@code <journal>.lock}, a symbolic link to the journal, made exclusively. It works where
 * advisory locks do not, and Optuna's own workers respect it. A lock under which nothing has been written for the grace
 * time belonged to a worker that died, and is broken.
 */
final class JournalLock {
    /** Optuna's own grace time. */
    static final Duration GRACE = Duration.ofSeconds(30);

    private static final long FIRST_PAUSE_NANOS = 1_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 1_000_000_000L;

    private final Path journal;
    private final Path lock;
    private final Duration grace;

    /** @param journal absolute, since a relative link would point elsewhere */
    JournalLock(Path journal, Duration grace) {
        this.journal = journal.toAbsolutePath();
        this.lock = this.journal.resolveSibling(this.journal.getFileName() + ".lock");
        this.grace = grace;
    }

    void acquire() throws IOException {
        long pause = FIRST_PAUSE_NANOS;
        long unchangedSince = System.nanoTime();
        FileTime seen = null;
        while (!tryAcquire()) {
            FileTime now = lastChange();
            if (now == null || !now.equals(seen)) {
                seen = now;
                unchangedSince = System.nanoTime();
            } else if (System.nanoTime() - unchangedSince > grace.toNanos()) {
                release();
                pause = FIRST_PAUSE_NANOS;
                continue;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /** Renamed first, so that of two workers that break one lock only one removes it, and neither a newer one. */
    void release() throws IOException {
        Path aside = lock.resolveSibling(lock.getFileName() + "." + UUID.randomUUID() + ".rename");
        try {
            Files.move(lock, aside);
            Files.delete(aside);
        } catch (NoSuchFileException e) {
            // Another worker broke the lock meanwhile: there is nothing left to release.
            return;
        }
    }

    private boolean tryAcquire() throws IOException {
        try {
            Files.createSymbolicLink(lock, journal);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (UnsupportedOperationException e) {
            return tryAcquireByFile();
        }
    }

    /** File systems without symbolic links: Optuna's other lock, under the same name. */
    private boolean tryAcquireByFile() throws IOException {
        try {
            Files.createFile(lock);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** The journal's own time when the lock is a link: every append renews it. */
    private @Nullable FileTime lastChange() throws IOException {
        try {
            return Files.getLastModifiedTime(lock);
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
