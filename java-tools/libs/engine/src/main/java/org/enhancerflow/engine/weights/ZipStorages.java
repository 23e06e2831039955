package org.enhancerflow.engine.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The zip that torch.save writes since version 1.6: {@code <root>/data.pkl} and {@code <root>/data/<key>}, perhaps {@code <root>/byteorder}. */
final class ZipStorages implements Storages {

    private static final String PICKLE = "/data.pkl";
    private static final int MAX_PICKLE = 1 << 28;
    private static final int BLOCK = 1 << 17;

    private final ZipFile zip;
    private final String root;
    private final Set<String> sound = new HashSet<>();

    private ZipStorages(ZipFile zip, String root) {
        this.zip = zip;
        this.root = root;
    }

    static ZipStorages open(Path path) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException | IllegalArgumentException e) {
            throw new PickleException("is cut or damaged: " + e.getMessage());
        }
        try {
            ZipStorages storages = new ZipStorages(zip, root(zip));
            storages.checkByteOrder();
            return storages;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private static String root(ZipFile zip) {
        Set<String> names = new HashSet<>();
        zip.stream().forEach(entry -> {
            if (!names.add(entry.getName())) {
                throw new PickleException("holds two entries named '" + entry.getName() + "'");
            }
        });
        List<String> roots = names.stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
        if (roots.size() != 1) {
            throw new PickleException(
                    roots.isEmpty() ? "is a zip without data.pkl, not a file of torch.save" : "holds several data.pkl");
        }
        return roots.get(0).substring(0, roots.get(0).length() - PICKLE.length());
    }

    private void checkByteOrder() throws IOException {
        ZipEntry entry = zip.getEntry(root + "/byteorder");
        if (entry != null) {
            String order = new String(bytes(entry, 64), StandardCharsets.ISO_8859_1);
            if (!order.equals("little")) {
                throw new PickleException("was written in byte order '" + order + "', this version reads little");
            }
        }
    }

    /** The pickle that describes the tensors. */
    ByteBuffer pickle() throws IOException {
        return ByteBuffer.wrap(bytes(entry(PICKLE), MAX_PICKLE));
    }

    private byte[] bytes(ZipEntry entry, int most) throws IOException {
        if (entry.getSize() < 0 || entry.getSize() > most) {
            throw new PickleException("holds an entry '" + entry.getName() + "' of " + entry.getSize() + " bytes");
        }
        checkSum(entry);
        try (InputStream in = zip.getInputStream(entry)) {
            return in.readNBytes((int) entry.getSize());
        }
    }

    @Override
    public long length(String key) {
        return entry("/data/" + key).getSize();
    }

    @Override
    public InputStream from(String key, long offset) throws IOException {
        ZipEntry entry = entry("/data/" + key);
        if (sound.add(key)) {
            checkSum(entry);
        }
        InputStream in = zip.getInputStream(entry);
        try {
            in.skipNBytes(offset);
            return in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private ZipEntry entry(String name) {
        ZipEntry entry = zip.getEntry(root + name);
        if (entry == null || entry.isDirectory()) {
            throw new PickleException("has no entry '" + root + name + "'");
        }
        return entry;
    }

    /** Neither torch nor java.util.zip.ZipFile looks at the check sum. */
    private void checkSum(ZipEntry entry) throws IOException {
        CRC32 sum = new CRC32();
        long length = 0;
        byte[] block = new byte[BLOCK];
        try (InputStream in = zip.getInputStream(entry)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                sum.update(block, 0, n);
                length += n;
            }
        } catch (ZipException e) {
            throw new PickleException("is damaged in '" + entry.getName() + "': " + e.getMessage());
        }
        if (length != entry.getSize() || sum.getValue() != entry.getCrc()) {
            throw new PickleException("is damaged: the check sum of '" + entry.getName() + "' is wrong");
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
