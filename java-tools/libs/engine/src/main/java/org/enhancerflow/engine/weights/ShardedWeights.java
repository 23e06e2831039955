package org.enhancerflow.engine.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.artifacts.TensorSpec;

/** Weights in several files beside an index ({@code model.safetensors.index.json}) that says which tensor lies where. */
final class ShardedWeights implements WeightFile {

    private static final String REMEDY = "download the index and all parts of one model again";

    private final Path index;
    private final List<WeightFile> open;
    private final Map<String, WeightFile> shards;
    private final Map<String, TensorSpec> tensors;

    private ShardedWeights(
            Path index, List<WeightFile> open, Map<String, WeightFile> shards, Map<String, TensorSpec> tensors) {
        this.index = index;
        this.open = open;
        this.shards = shards;
        this.tensors = tensors;
    }

    /** The parts that an index names, sorted. */
    static List<Path> parts(Path index) throws IOException {
        return new TreeSet<>(places(index).values())
                .stream().map(index::resolveSibling).toList();
    }

    static ShardedWeights open(Path index) throws IOException {
        Map<String, String> places = places(index);
        List<WeightFile> open = new ArrayList<>();
        try {
            Map<String, WeightFile> byFile = new LinkedHashMap<>();
            for (String part : new TreeSet<>(places.values())) {
                WeightFile shard = WeightFiles.openFile(index.resolveSibling(part));
                open.add(shard);
                byFile.put(part, shard);
                checkListed(index, shard, part, places);
            }
            Map<String, WeightFile> shards = new TreeMap<>();
            Map<String, TensorSpec> tensors = new TreeMap<>();
            places.forEach((name, part) -> {
                WeightFile shard = byFile.get(part);
                TensorSpec spec = shard == null ? null : shard.tensors().get(name);
                if (shard == null || spec == null) {
                    throw new BadInputException(
                            index, "says that '" + name + "' is in " + part + ", where it is not", REMEDY);
                }
                shards.put(name, shard);
                tensors.put(name, spec);
            });
            return new ShardedWeights(index, open, shards, Collections.unmodifiableMap(tensors));
        } catch (IOException | RuntimeException e) {
            for (WeightFile shard : open) {
                shard.close();
            }
            throw e;
        }
    }

    private static void checkListed(Path index, WeightFile shard, String part, Map<String, String> places) {
        for (String name : shard.tensors().keySet()) {
            if (!part.equals(places.get(name))) {
                throw new BadInputException(index, "does not list '" + name + "', which is in " + part, REMEDY);
            }
        }
    }

    /** Tensor to file name. */
    private static Map<String, String> places(Path index) throws IOException {
        if (!(Json.read(index, Map.class).get("weight_map") instanceof Map<?, ?> map) || map.isEmpty()) {
            throw new BadInputException(index, "has no 'weight_map'", REMEDY);
        }
        Map<String, String> places = new TreeMap<>();
        map.forEach((name, part) -> {
            if (!(part instanceof String file) || !file.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
                throw new BadInputException(
                        index, "puts '" + name + "' into '" + part + "', which is no plain file name", REMEDY);
            }
            places.put(String.valueOf(name), file);
        });
        return places;
    }

    @Override
    public Path path() {
        return index;
    }

    @Override
    public Map<String, TensorSpec> tensors() {
        return tensors;
    }

    @Override
    public float[] read(String name) throws IOException {
        WeightFile shard = shards.get(name);
        if (shard == null) {
            throw new BadInputException(index, "has no tensor '" + name + "'", REMEDY);
        }
        return shard.read(name);
    }

    @Override
    public void close() throws IOException {
        for (WeightFile shard : open) {
            shard.close();
        }
    }
}
