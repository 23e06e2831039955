package org.enhancerflow.tools.search;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.enhancerflow.kit.TryAgainException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a study to one search at a time, so that a trial found RUNNING belongs to a worker that died. The operating system
 * frees it with the process, however that ends.
 */
final class StudyLock implements AutoCloseable {
    private final Path study;
    private final FileChannel channel;

    private StudyLock(Path study, FileChannel channel) {
        this.study = study;
        this.channel = channel;
    }

    /**
     * Takes the lock, beside the journal.
     *
     * @throws TryAgainException if another search has it
     */
    static StudyLock take(Path study) throws IOException {
        Path absolute = study.toAbsolutePath();
        Files.createDirectories(absolute.getParent());
        Path file = absolute.resolveSibling(absolute.getFileName() + ".worker");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (lock(channel) == null) {
            channel.close();
            throw new TryAgainException(
                    "another search is at work on " + study + ": wait for it, or give another --study");
        }
        return new StudyLock(absolute, channel);
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held within this process.
            return null;
        }
    }

    /** The journal, as an absolute path. */
    Path study() {
        return study;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
