package org.enhancerflow.genome;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assumptions;

/** Small files for the tests of this package. */
final class TestFiles {
    private TestFiles() {}

    static Path write(Path file, String text) {
        try {
            return Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] gzip(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Makes a reference {@code genome.fa} in {@code folder} out of FASTA text. */
    static Path reference(Path folder, String fasta) {
        try {
            Files.createDirectories(folder);
            Path source = write(folder.resolve("source.fa"), fasta);
            try (ReferenceWriter writer = new ReferenceWriter(folder.resolve(Reference.FILE_NAME))) {
                FastaReader.read(source, writer);
                writer.finish();
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A folder of the real data kept beside the checkout; the test is skipped, saying so, where there is none. */
    static Path shared(String name) {
        Path path = Path.of(System.getProperty("enhancerflow.shared", "missing"), name);
        Assumptions.assumeTrue(Files.exists(path), "SKIPPED: real data are missing: " + path);
        return path;
    }
}
