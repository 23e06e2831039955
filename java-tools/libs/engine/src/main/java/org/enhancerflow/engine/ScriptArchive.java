package org.enhancerflow.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Packs TorchScript source into the archive that libtorch loads: a zip of four STORED entries, holding one module without weights.
 * Weights are arguments of the module's methods. Equal source gives equal bytes.
 *
 * <p>The source is a class {@code M(Module)} in the dialect TorchScript uses for serialised code, which is stricter than Python: a call on
 * self is {@code (self).name(x, )}, an empty list is {@code annotate(List[Tensor], [])}.
 */
final class ScriptArchive {

    /** The pickled module: class {@code __torch__.M} with the single attribute {@code training}, a Python bool. */
    private static final byte[] MODULE = HexFormat.of()
            .parseHex("8002" + "635F5F746F7263685F5F0A4D0A" + "29817D28" + "5808000000747261696E696E67" + "8875622E");

    /** The pickled empty tuple of constants. */
    private static final byte[] CONSTANTS = HexFormat.of().parseHex("8002292E");

    private static final String HEADER =
            """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """;

    private ScriptArchive() {}

    /**
     * Packs methods into an archive.
     *
     * @param methods definitions of methods, {@code def} at the margin, two spaces of indentation inside
     */
    static byte[] pack(String methods) {
        String source = HEADER + methods.indent(2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "m/version", "10\n".getBytes(StandardCharsets.US_ASCII));
            store(zip, "m/constants.pkl", CONSTANTS);
            store(zip, "m/code/__torch__.py", source.getBytes(StandardCharsets.UTF_8));
            store(zip, "m/data.pkl", MODULE);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
