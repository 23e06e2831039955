package org.enhancerflow.genome;

import htsjdk.samtools.util.BlockCompressedInputStream;
import htsjdk.samtools.util.BlockCompressedInputStream.FileTermination;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.enhancerflow.artifacts.BadInputException;

/** Opens a user's file, plain, gzip or bgzip by its first bytes (never by its name), and names what damage it finds. */
public final class InputFile {
    private static final int BUFFER = 1 << 16;

    private InputFile() {}

    /**
     * Opens a file for reading; the stream throws {@link BadInputException} where compressed data are damaged or end too
     * early.
     *
     * @throws BadInputException if the file is missing, unreadable, or packed in a form that is not read here
     */
    public static InputStream open(Path file) throws IOException {
        byte[] head = head(file);
        if (startsWith(head, 'P', 'K')
                || startsWith(head, 'B', 'Z', 'h')
                || startsWith(head, 0xfd, '7', 'z', 'X', 'Z')
                || startsWith(head, 0x28, 0xb5, 0x2f, 0xfd)) {
            throw new BadInputException(
                    file, "is packed as zip, bzip2, xz or zstd", "unpack it, or pack it with gzip or bgzip");
        }
        InputStream plain = Files.newInputStream(file);
        if (!startsWith(head, 0x1f, 0x8b)) {
            return plain;
        }
        try {
            checkTermination(file, head);
            return new Checked(file, new GZIPInputStream(new BufferedInputStream(plain, BUFFER), BUFFER));
        } catch (EOFException | ZipException e) {
            plain.close();
            throw damaged(file, e);
        } catch (IOException | RuntimeException e) {
            plain.close();
            throw e;
        }
    }

    private static byte[] head(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new BadInputException(file, "is a folder", "name a file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(18);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file, "there is no such file", "check the path");
        } catch (AccessDeniedException e) {
            throw new BadInputException(file, "may not be read", "check its permissions");
        }
    }

    /** A bgzip file cut between two blocks is a valid gzip file: only its missing end marker tells. */
    private static void checkTermination(Path file, byte[] head) throws IOException {
        boolean blocked = head.length == 18 && (head[3] & 4) != 0 && head[12] == 'B' && head[13] == 'C';
        if (blocked && BlockCompressedInputStream.checkTermination(file) != FileTermination.HAS_TERMINATOR_BLOCK) {
            throw truncated(file);
        }
    }

    private static boolean startsWith(byte[] head, int... magic) {
        if (head.length < magic.length) {
            return false;
        }
        for (int i = 0; i < magic.length; i++) {
            if ((head[i] & 0xff) != magic[i]) {
                return false;
            }
        }
        return true;
    }

    private static BadInputException truncated(Path file) {
        return new BadInputException(
                file, "its compressed data end too early", "the copy is incomplete: fetch it again");
    }

    private static BadInputException damaged(Path file, IOException e) {
        return e instanceof EOFException
                ? truncated(file)
                : new BadInputException(file, "its compressed data are damaged", "fetch it again");
    }

    /** Turns damage found while reading into the user's error. */
    private static final class Checked extends FilterInputStream {
        private final Path file;

        Checked(Path file, InputStream in) {
            super(in);
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return super.read(target, offset, length);
            } catch (EOFException | ZipException e) {
                throw damaged(file, e);
            }
        }
    }
}
