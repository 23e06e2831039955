package org.enhancerflow.tuning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells, where it can, whether the process that started a trial is gone, so that nobody waits for a lease to run out on the
 * machine where a worker was killed. It can on Linux, within one boot and one namespace of process ids; from anywhere else
 * only the lease tells.
 */
final class WorkerProcess {
    private static final Path PROC = Path.of("/proc");
    /** Fields of {@code /proc/PID/stat} behind the name, from 0. */
    private static final int STATE = 0;

    private static final int STARTED = 19;

    private WorkerProcess() {}

    /** This process as an attribute of its trials; empty where a process cannot be told from another. */
    static Optional<String> self() {
        long pid = ProcessHandle.current().pid();
        Optional<String> place = place();
        Optional<String> started = stat(pid).map(fields -> fields.get(STARTED));
        return place.isPresent() && started.isPresent()
                ? Optional.of(place.get() + " " + pid + " " + started.get())
                : Optional.empty();
    }

    /** Whether the process of this attribute is surely gone; false where that cannot be known. */
    static boolean isGone(@Nullable Object attribute) {
        if (!(attribute instanceof String text)) {
            return false;
        }
        String[] parts = text.split(" ", -1);
        if (parts.length != 4 || !parts[2].matches("\\d{1,18}")) {
            return false;
        }
        if (!place().equals(Optional.of(parts[0] + " " + parts[1]))) {
            return false;
        }
        List<String> fields = stat(Long.parseLong(parts[2])).orElse(List.of());
        // A zombie is dead, but its parent has not heard of it yet; another start is another process.
        return fields.isEmpty()
                || fields.get(STATE).equals("Z")
                || !fields.get(STARTED).equals(parts[3]);
    }

    /** Boot of the machine and namespace of process ids. */
    private static Optional<String> place() {
        try {
            String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id"));
            String namespace = String.valueOf(Files.readSymbolicLink(PROC.resolve("self/ns/pid")));
            return Optional.of(boot.strip() + " " + namespace.replace(' ', '_'));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    private static Optional<List<String>> stat(long pid) {
        try {
            String text = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            // The name stands in parentheses, and may hold some itself.
            String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
            return fields.length > STARTED ? Optional.of(new ArrayList<>(Arrays.asList(fields))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
