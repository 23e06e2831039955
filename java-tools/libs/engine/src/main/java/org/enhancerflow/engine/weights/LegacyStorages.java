package org.enhancerflow.engine.weights;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.enhancerflow.artifacts.TensorType;

/**
 * What torch.save wrote before version 1.6: five pickles (a magic number, a version, facts of the machine, the tensors, keys of the storages),
 * then for each key a count of elements (int64) and the elements. There is no check sum.
 */
final class LegacyStorages implements Storages {

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;
    private static final int MAX_PICKLES = 1 << 28;

    /** First byte and number of bytes. */
    private record Place(long begin, long length) {}

    private final FileChannel channel;
    private final Map<String, Place> places = new HashMap<>();
    private final Object root;

    private LegacyStorages(FileChannel channel, Object root) {
        this.channel = channel;
        this.root = root;
    }

    static LegacyStorages open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            // Mapped, so that a large file costs no more than its pickles.
            ByteBuffer head = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), MAX_PICKLES));
            if (!MAGIC.equals(Unpickler.read(head)) || !Long.valueOf(VERSION).equals(Unpickler.read(head))) {
                throw new PickleException("is a pickle, but not one of torch.save");
            }
            checkMachine(Unpickler.read(head));
            LegacyStorages storages = new LegacyStorages(channel, Unpickler.read(head));
            storages.place(Unpickler.read(head), head.position());
            return storages;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void checkMachine(Object facts) {
        if (!(facts instanceof Map<?, ?> map) || !Boolean.TRUE.equals(map.get("little_endian"))) {
            throw new PickleException("was written by a machine of big-endian byte order, this version reads little");
        }
    }

    private void place(Object keys, long start) throws IOException {
        if (!(keys instanceof List<?> list)) {
            throw new PickleException("has no list of its storages");
        }
        Map<String, TensorType> types = new HashMap<>();
        StateDict.tensors(root)
                .values()
                .forEach(view -> types.put(view.storage().key(), view.storage().type()));
        Set<Object> seen = new HashSet<>();
        long at = start;
        for (Object key : list) {
            if (!(key instanceof String name) || !seen.add(name)) {
                throw new PickleException("has no sound list of its storages");
            }
            TensorType type = types.get(name);
            if (type == null) {
                throw new PickleException("holds a storage that no tensor of its state dict uses");
            }
            long count = count(at);
            long length = Math.multiplyExact(count, (long) type.bytes());
            at += Long.BYTES;
            if (length > channel.size() - at) {
                throw new PickleException("is cut: " + channel.size() + " bytes do not hold its storages");
            }
            places.put(name, new Place(at, length));
            at += length;
        }
        if (at != channel.size()) {
            throw new PickleException("holds bytes behind its last storage");
        }
    }

    private long count(long at) throws IOException {
        ByteBuffer count = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (count.hasRemaining()) {
            if (channel.read(count, at + count.position()) < 0) {
                throw new PickleException("is cut before the end of its storages");
            }
        }
        long value = count.flip().getLong();
        if (value < 0 || value > channel.size()) {
            throw new PickleException("holds a storage of " + value + " elements");
        }
        return value;
    }

    /** What the pickle describes. */
    Object root() {
        return root;
    }

    @Override
    public long length(String key) {
        return place(key).length();
    }

    @Override
    public InputStream from(String key, long offset) throws IOException {
        Place place = place(key);
        channel.position(place.begin() + offset);
        return Channels.newInputStream(new Uncloseable(channel));
    }

    private Place place(String key) {
        Place place = places.get(key);
        if (place == null) {
            throw new PickleException("has no storage of the key '" + key + "'");
        }
        return place;
    }

    /** The channel belongs to the file, not to one reading of it. */
    private record Uncloseable(FileChannel channel) implements java.nio.channels.ReadableByteChannel {
        @Override
        public int read(ByteBuffer target) throws IOException {
            return channel.read(target);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() {
            // See above.
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
