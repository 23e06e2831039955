package org.enhancerflow.tuning;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
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
    /** Where a lock is put before it is removed; nobody else's. */
    private final Path aside;

    private final Duration grace;
    private @Nullable Mark mark;

    /** What tells one lock from another that was made after it. */
    private record Mark(@Nullable Object file, FileTime changed) {}

    /** A lock in another worker's hands: which one it is, and when something was last written under it. */
    private record Sight(@Nullable Mark mark, @Nullable FileTime changed) {}

    /** @param journal absolute, since a relative link would point elsewhere */
    JournalLock(Path journal, Duration grace) {
        this.journal = journal.toAbsolutePath();
        this.lock = this.journal.resolveSibling(this.journal.getFileName() + ".lock");
        this.aside = lock.resolveSibling(lock.getFileName() + "." + UUID.randomUUID() + ".rename");
        this.grace = grace;
    }

    void acquire() throws IOException {
        long pause = FIRST_PAUSE_NANOS;
        long unchangedSince = System.nanoTime();
        Sight seen = null;
        while (!tryAcquire()) {
            Sight now = new Sight(mark(), lastChange());
            if (!now.equals(seen)) {
                seen = now;
                unchangedSince = System.nanoTime();
            } else if (System.nanoTime() - unchangedSince > grace.toNanos()) {
                remove();
                pause = FIRST_PAUSE_NANOS;
                continue;
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE_NANOS);
        }
    }

    /** Whether the lock is still ours: a worker that stood still for longer than the grace time has lost it. */
    boolean isHeld() throws IOException {
        return mark != null && mark.equals(mark());
    }

    /** Gives the lock back, unless another worker has broken it. */
    void release() throws IOException {
        boolean held = isHeld();
        mark = null;
        if (held) {
            remove();
        }
    }

    /** Renamed first, so that of two workers that break one lock only one removes it. */
    private void remove() throws IOException {
        try {
            Files.move(lock, aside);
            Files.delete(aside);
        } catch (NoSuchFileException e) {
            // Another worker was faster.
            return;
        }
    }

    private boolean tryAcquire() throws IOException {
        try {
            Files.createSymbolicLink(lock, journal);
            mark = mark();
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
            mark = mark();
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    private @Nullable Mark mark() throws IOException {
        try {
            BasicFileAttributes own = Files.readAttributes(lock, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new Mark(own.fileKey(), own.lastModifiedTime());
        } catch (NoSuchFileException e) {
            return null;
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
