package org.enhancerflow.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * libtorch on one device, started once and closed at the end. Everything it creates belongs to the caller, who closes it; closing the
 * instance frees whatever is left.
 *
 * <p>On the CPU the results of a script depend on the source, the libtorch build, the type of CPU and the number of threads, and on
 * nothing else: with equal ones they are equal bit by bit. The number of threads is a process-wide setting of libtorch, so two
 * instances of one process share the number given last.
 */
public final class Torch implements AutoCloseable {

    private final Device device;
    private final PtNDManager manager;
    private final int threads;
    private final Precision precision;
    private final List<Torch> others = new ArrayList<>();

    private Torch(Device device, String engine, int threads, Precision precision) {
        this.device = device;
        this.manager = (PtNDManager) NDManager.newBaseManager(device, engine);
        this.threads = threads;
        this.precision = precision;
    }

    /** The same with float32. */
    public static Torch start(DeviceChoice choice, int threads) {
        return start(choice, threads, Precision.FP32);
    }

    /**
     * Loads libtorch (the first time in a process) and chooses the device.
     *
     * @param choice one device, or several for networks that share out their training batches
     * @param threads CPU threads of one operation, at least 1
     * @param precision type of number that networks calculate in
     * @throws EngineUnavailableException when libtorch cannot be loaded or the device does not exist
     */
    public static Torch start(DeviceChoice choice, int threads, Precision precision) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        Engine engine = loadEngine();
        JniUtils.setNumThreads(threads);
        // Shapes change from batch to batch; specialising the graph for each of them costs more than it gains.
        JniUtils.setGraphExecutorOptimize(false);
        List<Torch> all = choice.indices(engine.getGpuCount()).stream()
                .map(index -> device(index, engine.getGpuCount()))
                .map(device -> new Torch(device, engine.getEngineName(), threads, precision))
                .toList();
        Torch first = all.get(0);
        first.others.addAll(all.subList(1, all.size()));
        return first;
    }

    private static Engine loadEngine() {
        setDefault("ai.djl.offline", "DJL_OFFLINE", "true");
        setDefault("OPT_OUT_TRACKING", "OPT_OUT_TRACKING", "true");
        Path cache = Utils.getEngineCacheDir("pytorch");
        try {
            FileChannel lock = lock(cache);
            try {
                return Engine.getEngine("PyTorch");
            } finally {
                if (lock != null) {
                    lock.close();
                }
            }
        } catch (RuntimeException | IOException | LinkageError e) {
            String here = Platform.fromSystem("pytorch").getClassifier();
            String reason = foreign(Torch.class.getClassLoader(), here)
                    .orElseGet(() ->
                            rootMessage(e) + "; start tools through bin/jtool, which puts libtorch on the class path");
            throw new EngineUnavailableException("libtorch cannot be loaded (cache " + cache + "): " + reason, e);
        }
    }

    /**
     * Says so where the class path holds libtorch for other systems only.
     *
     * @param here this system as DJL names it, such as {@code linux-aarch64}
     */
    static Optional<String> foreign(ClassLoader classes, String here) {
        TreeSet<String> systems = new TreeSet<>();
        try {
            for (URL url : Collections.list(classes.getResources("native/lib/pytorch.properties"))) {
                Properties properties = new Properties();
                try (InputStream in = url.openStream()) {
                    properties.load(in);
                }
                systems.add(properties.getProperty("classifier", ""));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return systems.isEmpty() || systems.contains(here)
                ? Optional.empty()
                : Optional.of("the one on the class path is for " + String.join(" and ", systems) + ", and this is "
                        + here + ": build the tools on a machine of this kind, or set ENHANCERFLOW_LIBTORCH");
    }

    private static void setDefault(String property, String variable, String value) {
        if (System.getenv(variable) == null && System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * Lets one process at a time unpack libtorch into the cache. A cache that cannot be written (a container's image) was filled before
     * and needs no lock.
     */
    private static @Nullable FileChannel lock(Path cache) {
        try {
            Files.createDirectories(cache);
            FileChannel channel =
                    FileChannel.open(cache.resolve("unpack.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            @Nullable FileLock held = null;
            try {
                held = channel.lock();
            } finally {
                if (held == null) {
                    channel.close();
                }
            }
            return channel;
        } catch (IOException e) {
            return null;
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return message.lines().findFirst().orElse(message);
    }

    private static Device device(int index, int gpus) {
        if (index < 0) {
            return Device.cpu();
        }
        if (index >= gpus) {
            throw new EngineUnavailableException(
                    "device 'cuda:" + index + "' does not exist: libtorch sees " + gpus + " CUDA devices", null);
        }
        return Device.gpu(index);
    }

    /** The device in words, {@code cpu} or {@code cuda:N}; several are joined by commas. */
    public String device() {
        return devices().stream()
                .map(each -> each.device.isGpu() ? "cuda:" + each.device.getDeviceId() : "cpu")
                .collect(Collectors.joining(","));
    }

    /** This device, and after it the others that share its training batches. */
    List<Torch> devices() {
        return Stream.concat(Stream.of(this), others.stream()).toList();
    }

    /** Type of number that networks calculate in. */
    public Precision precision() {
        return precision;
    }

    /** CPU threads of one operation. */
    public int threads() {
        return threads;
    }

    /** Sets libtorch's random state; every random number drawn by scripts afterwards follows from it. */
    public void seed(long seed) {
        JniUtils.setSeed(seed);
    }

    /**
     * Compiles methods of a TorchScript module.
     *
     * @param methods definitions in the serialised dialect, {@code def} at the margin
     * @throws ScriptException when libtorch refuses the source
     */
    public Script script(String methods) {
        try {
            long module = JniUtils.loadModuleHandle(
                    new ByteArrayInputStream(ScriptArchive.pack(methods)), device, true, false);
            return new Script(module, this);
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        } catch (RuntimeException e) {
            throw new ScriptException("libtorch refuses the script: " + e.getMessage(), e);
        }
    }

    /** A float32 tensor of this device, row-major. */
    public Tensor floats(float[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length, Float.BYTES, shape);
        bytes.asFloatBuffer().put(values);
        return tensor(bytes, DataType.FLOAT32, shape);
    }

    /** An int64 tensor of this device, row-major. */
    public Tensor longs(long[] values, long... shape) {
        ByteBuffer bytes = buffer(values.length, Long.BYTES, shape);
        bytes.asLongBuffer().put(values);
        return tensor(bytes, DataType.INT64, shape);
    }

    private static ByteBuffer buffer(int count, int width, long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            size *= dimension;
        }
        if (size != count) {
            throw new IllegalArgumentException(count + " values do not fill a tensor of " + size);
        }
        return ByteBuffer.allocateDirect(Math.multiplyExact(count, width)).order(ByteOrder.nativeOrder());
    }

    private Tensor tensor(ByteBuffer bytes, DataType type, long[] shape) {
        return adopt(manager.create(bytes, new Shape(shape), type));
    }

    Tensor adopt(PtNDArray array) {
        return new Tensor(array);
    }

    PtNDManager manager() {
        return manager;
    }

    /**
     * What the devices reach together in a product of large matrices, in operations per second of wall time: the limit that a model's speed is
     * compared with. Measured on the first, which takes a fraction of a second.
     */
    public double peakOperationsPerSecond() {
        long size = device.isGpu() ? 8192 : 1024;
        try (Script script = script(PEAK);
                Tensor matrix = script.call("matrix")
                        .with(size)
                        .with(precision.kind())
                        .with(floats(new float[1], 1))
                        .infer()) {
            // The first product warms up; as many as take long enough for the clock are timed together.
            product(script, matrix, 1);
            double once = product(script, matrix, 1);
            long repeats = Math.max(1, Math.round(PEAK_SECONDS / once));
            double best = once;
            for (int round = 0; round < 3; round++) {
                best = Math.min(best, product(script, matrix, repeats) / repeats);
            }
            // CPU replicas share the same cores.
            int count = device.isGpu() ? 1 + others.size() : 1;
            return count * 2.0 * size * size * size / best;
        }
    }

    /** Seconds of some products, one after the other. */
    private static double product(Script script, Tensor matrix, long repeats) {
        long before = System.nanoTime();
        try (Tensor result = script.call("product").with(matrix).with(repeats).infer()) {
            // Waits for the device.
            result.toFloats();
        }
        return (System.nanoTime() - before) / 1e9;
    }

    private static final double PEAK_SECONDS = 0.05;

    private static final String PEAK =
            """
            def matrix(self, size: int, kind: int, like: Tensor) -> Tensor:
              return torch.to(torch.div(torch.ones([size, size], dtype=6, device=like.device), size), kind)
            def product(self, x: Tensor, repeats: int) -> Tensor:
              y = x
              for i in range(repeats):
                y = torch.matmul(y, x)
              return torch.to(torch.sum(y), 6)
            """;

    @Override
    public void close() {
        others.forEach(Torch::close);
        manager.close();
    }
}
