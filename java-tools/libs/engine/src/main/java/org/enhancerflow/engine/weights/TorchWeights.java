package org.enhancerflow.engine.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.FileHead;
import org.enhancerflow.artifacts.FloatFormats;
import org.enhancerflow.artifacts.TensorSpec;

/** One {@code pytorch_model.bin}, of either format of torch.save. Nothing in it is ever run: see {@link Unpickler}. */
final class TorchWeights implements WeightFile {

    private static final String REMEDY = "take the weights from a source you trust, best as model.safetensors";
    private static final int BLOCK = 1 << 18;

    private final Path path;
    private final Storages storages;
    private final Map<String, TensorView> views;
    private final Map<String, TensorSpec> tensors;

    private TorchWeights(Path path, Storages storages, Map<String, TensorView> views) {
        this.path = path;
        this.storages = storages;
        this.views = views;
        Map<String, TensorSpec> specs = new LinkedHashMap<>();
        views.forEach((name, view) ->
                specs.put(name, new TensorSpec(name, view.storage().type(), view.shape())));
        this.tensors = Collections.unmodifiableMap(specs);
    }

    static TorchWeights open(Path path) throws IOException {
        FileHead.check(path);
        try {
            return isZip(path) ? openZip(path) : openLegacy(path);
        } catch (PickleException | ArithmeticException e) {
            throw refused(path, e);
        }
    }

    private static boolean isZip(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] head = in.readNBytes(2);
            return head.length == 2 && head[0] == 'P' && head[1] == 'K';
        }
    }

    private static TorchWeights openZip(Path path) throws IOException {
        ZipStorages storages = ZipStorages.open(path);
        try {
            return checked(path, storages, StateDict.tensors(Unpickler.read(storages.pickle())));
        } catch (IOException | RuntimeException e) {
            storages.close();
            throw e;
        }
    }

    private static TorchWeights openLegacy(Path path) throws IOException {
        LegacyStorages storages = LegacyStorages.open(path);
        try {
            return checked(path, storages, StateDict.tensors(storages.root()));
        } catch (RuntimeException e) {
            storages.close();
            throw e;
        }
    }

    private static TorchWeights checked(Path path, Storages storages, Map<String, TensorView> views) {
        views.forEach((name, view) -> {
            TensorView.Storage storage = view.storage();
            long expected =
                    Math.multiplyExact(storage.count(), (long) storage.type().bytes());
            if (storages.length(storage.key()) != expected) {
                throw new PickleException(
                        "holds " + storages.length(storage.key()) + " bytes for '" + name + "' instead of " + expected);
            }
        });
        return new TorchWeights(path, storages, views);
    }

    private static BadInputException refused(Path path, RuntimeException e) {
        return new BadInputException(path, String.valueOf(e.getMessage()), REMEDY);
    }

    @Override
    public Path path() {
        return path;
    }

    @Override
    public Map<String, TensorSpec> tensors() {
        return tensors;
    }

    @Override
    public float[] read(String name) throws IOException {
        TensorView view = views.get(name);
        if (view == null) {
            throw new BadInputException(path, "has no tensor '" + name + "'", REMEDY);
        }
        if (!FloatFormats.isFloating(view.storage().type())) {
            throw new BadInputException(
                    path,
                    "holds " + view.storage().type() + " in tensor '" + name + "', not floating-point numbers",
                    REMEDY);
        }
        try {
            float[] span = span(view);
            return view.contiguous() ? span : view.gather(span);
        } catch (PickleException e) {
            throw refused(path, e);
        }
    }

    /** The storage's elements from the view's first to its last. */
    private float[] span(TensorView view) throws IOException {
        int width = view.storage().type().bytes();
        float[] values = new float[Math.toIntExact(view.count() == 0 ? 0 : view.span())];
        ByteBuffer block = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        try (InputStream in = storages.from(view.storage().key(), view.offset() * width)) {
            for (int at = 0; at < values.length; ) {
                int count = Math.min(BLOCK / width, values.length - at);
                if (in.readNBytes(block.array(), 0, count * width) < count * width) {
                    throw new PickleException("is cut within the elements of a tensor");
                }
                FloatFormats.decode(view.storage().type(), block.clear(), values, at, count);
                at += count;
            }
        } catch (EOFException e) {
            throw new PickleException("is cut within the elements of a tensor");
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        storages.close();
    }
}
