package org.enhancerflow.kit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Outputs that are whole or not there: written to a temporary neighbour, then moved into place. On failure, and when the
 * process is ended by a signal, the temporary one is deleted and what stood at the target before stays.
 */
public final class AtomicOutput {
    private AtomicOutput() {}

    /** Writes something to a path. */
    @FunctionalInterface
    public interface Writer {
        void writeTo(Path path) throws IOException;
    }

    /** Writes a file; an older one is replaced. */
    public static void file(Path target, Writer writer) throws IOException {
        Path temporary = neighbour(target);
        Temporaries.add(temporary);
        try {
            write(writer, temporary, target);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Temporaries.delete(temporary);
            Temporaries.remove(temporary);
        }
    }

    /**
     * Writes a folder; the writer is given an empty one. An older folder at the target is replaced: it is moved aside
     * first and deleted last, since a folder cannot be replaced in one step.
     */
    public static void directory(Path target, Writer writer) throws IOException {
        Path temporary = neighbour(target);
        Path old = temporary.resolveSibling(temporary.getFileName() + ".old");
        Temporaries.add(temporary);
        try {
            Temporaries.delete(temporary);
            Files.createDirectory(temporary);
            write(writer, temporary, target);
            if (Files.exists(target)) {
                Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            Temporaries.delete(old);
        } finally {
            Temporaries.delete(temporary);
            Temporaries.remove(temporary);
        }
    }

    /** A full disk says nothing of the file: it is named here, as the user knows it. */
    private static void write(Writer writer, Path temporary, Path target) throws IOException {
        try {
            writer.writeTo(temporary);
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (reason.contains("No space left") || reason.contains("quota exceeded")) {
                FileSystemException named = new FileSystemException(target.toString(), null, reason);
                named.initCause(e);
                throw named;
            }
            throw e;
        }
    }

    private static Path neighbour(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null) {
            throw new UsageException(target + " is a root folder: name a file or folder below it");
        }
        try {
            Files.createDirectories(folder);
        } catch (AccessDeniedException e) {
            throw new UsageException(
                    "cannot create the folder " + folder + ": permission denied; choose another place");
        } catch (FileSystemException e) {
            if (e.getReason() != null && e.getReason().contains("No space")) {
                throw e;
            }
            throw new UsageException("cannot create the folder " + folder + ": " + e.getMessage());
        }
        if (!Files.isWritable(folder)) {
            throw new UsageException(
                    "cannot write to the folder " + folder + ": permission denied; choose another place");
        }
        return folder.resolve(
                "." + absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    }
}
