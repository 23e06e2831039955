package org.enhancerflow.learning;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.Weights;
import org.enhancerflow.kit.AtomicOutput;

/**
 * Checkpoints of one training in a folder of their own, named after a digest of everything the training depends on: what another
 * configuration or other data left there is never read and never touched. A checkpoint is a folder {@code step-N} that appears whole; the
 * one before is deleted only afterwards, so a process may be killed at any moment.
 */
public final class Checkpoints {

    private static final String PREFIX = "step-";
    private static final String STATE = "state.json";
    private static final String PARAMETERS = "parameters.safetensors";
    private static final String FIRST = "first_moments.safetensors";
    private static final String SECOND = "second_moments.safetensors";
    private static final String BEST = "best.safetensors";
    private static final Map<String, String> METADATA = Map.of("format", "pt");

    private final Path folder;
    private final LongPredicate due;

    /**
     * Names a place.
     *
     * @param parent folder shared by many trainings
     * @param key digest of configuration and data
     * @param due whether one is wanted after a step; there is one at every evaluation anyway
     */
    public Checkpoints(Path parent, String key, LongPredicate due) {
        this.folder = parent.resolve(key);
        this.due = due;
    }

    /** The folder of this training. */
    public Path folder() {
        return folder;
    }

    /**
     * Waits until no other process has the same training at work, and keeps others waiting until the lock is closed.
     *
     * @param log told when there is something to wait for
     * @param stop asked now and then whether to wait no longer
     * @return empty when it was stopped
     */
    public Optional<CheckpointLock> lock(Consumer<String> log, BooleanSupplier stop) throws IOException {
        Path file = folder.resolveSibling(name(folder) + ".lock");
        Files.createDirectories(file.toAbsolutePath().getParent());
        return CheckpointLock.acquire(file, log, stop);
    }

    boolean dueAfter(long step) {
        return due.test(step);
    }

    /** State and best weights of the newest checkpoint. */
    record Restored(TrainingState state, List<float[]> best) {}

    /** Puts the newest checkpoint's parameters and moments into the network; empty where there is none. */
    Optional<Restored> restore(Network network) throws IOException {
        List<Path> found = list();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Path newest = found.get(found.size() - 1);
        List<ParameterSpec> specs = network.architecture().parameters();
        TrainingState state = Json.read(newest.resolve(STATE), TrainingState.class);
        network.setParameters(Weights.readTensors(newest.resolve(PARAMETERS), specs));
        network.setMoments(
                Weights.readTensors(newest.resolve(FIRST), specs), Weights.readTensors(newest.resolve(SECOND), specs));
        return Optional.of(new Restored(
                state, state.bestStep() > 0 ? Weights.readTensors(newest.resolve(BEST), specs) : List.of()));
    }

    void save(Network network, TrainingState state, List<float[]> best) throws IOException {
        List<ParameterSpec> specs = network.architecture().parameters();
        List<Path> older = list();
        Path target = folder.resolve(PREFIX + state.step());
        AtomicOutput.directory(target, path -> {
            Weights.writeTensors(path.resolve(PARAMETERS), specs, network::parameter, METADATA);
            Weights.writeTensors(path.resolve(FIRST), specs, network::firstMoment, METADATA);
            Weights.writeTensors(path.resolve(SECOND), specs, network::secondMoment, METADATA);
            if (!best.isEmpty()) {
                Weights.writeTensors(path.resolve(BEST), specs, best::get, METADATA);
            }
            Json.write(path.resolve(STATE), state);
        });
        for (Path one : older) {
            if (!one.equals(target)) {
                delete(one);
            }
        }
    }

    /** Removes this training's checkpoints, and what a killed process left of one, once its model is in place. */
    public void discard() throws IOException {
        for (Path one : entries(PREFIX + "\\d{1,18}|\\.step-.*\\.tmp(?:\\.old)?")) {
            delete(one);
        }
        try {
            Files.deleteIfExists(folder);
        } catch (DirectoryNotEmptyException e) {
            // Something else was put there; it is not this training's to remove.
            return;
        }
    }

    /** Checkpoints by step. */
    private List<Path> list() throws IOException {
        return entries(PREFIX + "\\d{1,18}").stream()
                .sorted(Comparator.comparingLong(
                        entry -> Long.parseLong(name(entry).substring(PREFIX.length()))))
                .toList();
    }

    private List<Path> entries(String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> name(entry).matches(pattern)).toList();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static void delete(Path checkpoint) throws IOException {
        for (String file : List.of(STATE, PARAMETERS, FIRST, SECOND, BEST)) {
            Files.deleteIfExists(checkpoint.resolve(file));
        }
        Files.deleteIfExists(checkpoint);
    }
}
