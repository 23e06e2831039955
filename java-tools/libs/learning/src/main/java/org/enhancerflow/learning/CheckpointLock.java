package org.enhancerflow.learning;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Sole use of a training's checkpoints. A training whose starter was killed may still be at work when the same training is started
 * again: the second then waits for the first instead of doing its steps beside it, and goes on from what it leaves.
 *
 * <p>The system drops the locks of a process that ends in whatever way, so none is ever left behind.
 */
public final class CheckpointLock implements AutoCloseable {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    /** Regions of the file, beyond what is written there: a lock needs no bytes under it. */
    private static final long USE = 1L << 32;

    private static final long WAIT = USE + 1;

    private final Path file;
    private final FileChannel channel;

    private CheckpointLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Waits until nobody else has the checkpoints.
     *
     * @param file in a folder that exists; made when it is not there, removed when the lock is given back
     * @param log told, once, that there is something to wait for
     * @param stop asked now and then whether to wait no longer
     * @return empty when it was stopped
     * @throws IOException when the file system has no locks, among others
     */
    static Optional<CheckpointLock> acquire(Path file, Consumer<String> log, BooleanSupplier stop) throws IOException {
        while (true) {
            FileChannel channel = open(file);
            boolean kept = false;
            try {
                if (!awaited(channel, log, stop)) {
                    return Optional.empty();
                }
                // Whoever had it before has removed the file: then what is locked here is seen by nobody else.
                kept = isStill(file, channel);
                if (kept) {
                    return Optional.of(new CheckpointLock(file, channel));
                }
            } finally {
                if (!kept) {
                    channel.close();
                }
            }
        }
    }

    private static FileChannel open(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Waits for the lock, and lets who has it see that; false when it was stopped. */
    private static boolean awaited(FileChannel channel, Consumer<String> log, BooleanSupplier stop) throws IOException {
        if (channel.tryLock(USE, 1, false) != null) {
            return true;
        }
        log.accept("the same training is at work already (" + read(channel)
                + "); waiting for it, to go on from what it leaves");
        FileLock waiting = channel.tryLock(WAIT, 1, false);
        while (channel.tryLock(USE, 1, false) == null) {
            if (stop.getAsBoolean()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        if (waiting != null) {
            waiting.release();
        }
        return true;
    }

    /**
     * Notes in the file who has it; false when the file's name now means another file or none. Told by the length, a random one: to
     * open the file by its name and close it again would drop the lock.
     */
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        int length = 1 << 10 | ThreadLocalRandom.current().nextInt(1 << 16);
        byte[] text = String.format(
                        "%-" + length + "s",
                        "process " + ProcessHandle.current().pid())
                .getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text), 0);
        try {
            return Files.size(file) == text.length;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(64);
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8).strip();
    }

    /** Whether somebody waits, to go on from the checkpoints: they are to be left. */
    public boolean isAwaited() throws IOException {
        // Through the same channel: to close another one on this file would drop the lock.
        FileLock none = channel.tryLock(WAIT, 1, false);
        if (none == null) {
            return true;
        }
        none.release();
        return false;
    }

    /** Gives the checkpoints back. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
