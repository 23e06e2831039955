package org.enhancerflow.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.util.Utils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

    private Torch(Device device, PtNDManager manager, int threads) {
        this.device = device;
        this.manager = manager;
        this.threads = threads;
    }

    /**
     * Loads libtorch (the first time in a process) and chooses the device.
     *
     * @param threads CPU threads of one operation, at least 1
     * @throws EngineUnavailableException when libtorch cannot be loaded or the device does not exist
     */
    public static Torch start(DeviceChoice choice, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, not " + threads);
        }
        Engine engine = loadEngine();
        JniUtils.setNumThreads(threads);
        // Shapes change from batch to batch; specialising the graph for each of them costs more than it gains.
        JniUtils.setGraphExecutorOptimize(false);
        Device device = device(choice, engine.getGpuCount());
        return new Torch(device, (PtNDManager) NDManager.newBaseManager(device, engine.getEngineName()), threads);
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
            throw new EngineUnavailableException(
                    "libtorch cannot be loaded (cache " + cache + "): " + rootMessage(e)
                            + "; start tools through bin/jtool, which puts libtorch on the class path",
                    e);
        }
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

    private static Device device(DeviceChoice choice, int gpus) {
        if (choice.isCpu() || (choice.isAuto() && gpus == 0)) {
            return Device.cpu();
        }
        if (choice.index() >= gpus) {
            throw new EngineUnavailableException(
                    "device '" + choice.text() + "' does not exist: libtorch sees " + gpus + " CUDA devices", null);
        }
        return Device.gpu(choice.index());
    }

    /** The device in words: {@code cpu} or {@code cuda:N}. */
    public String device() {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
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

    @Override
    public void close() {
        manager.close();
    }
}
