package org.enhancerflow.genome;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.enhancerflow.artifacts.BadInputException;

/**
 * Lines of a text file as ranges of bytes, without a String per line. LF, CRLF, plain, gzip and bgzip; a byte order mark
 * is skipped. A cursor for one thread.
 */
public final class TextLines implements AutoCloseable {
    private static final int LONGEST_LINE = 1 << 20;

    private final Path file;
    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private int filled;
    private int start;
    private int end;
    private int next;
    private long number;
    private boolean atEnd;

    private TextLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** Opens a file; errors as in {@link InputFile#open}. */
    public static TextLines open(Path file) throws IOException {
        return new TextLines(file, InputFile.open(file));
    }

    /**
     * Moves to the next line.
     *
     * @return false at the end of the file
     * @throws BadInputException on a line of more than 1 MiB, or one with NUL bytes: that is no text file
     */
    public boolean next() throws IOException {
        int lineFeed = findLineFeed();
        if (lineFeed < 0 && next == filled) {
            return false;
        }
        number++;
        start = next;
        end = lineFeed < 0 ? filled : lineFeed;
        next = lineFeed < 0 ? filled : lineFeed + 1;
        if (end > start && buffer[end - 1] == '\r') {
            end--;
        }
        if (number == 1 && end - start >= 3 && buffer[start] == (byte) 0xef && buffer[start + 1] == (byte) 0xbb) {
            start += 3;
        }
        return true;
    }

    /** Holds the current line at {@code [start(), end())}, without its line end; valid until {@link #next()}. */
    public byte[] buffer() {
        return buffer;
    }

    /** Index of the current line's first byte. */
    public int start() {
        return start;
    }

    /** One past the index of its last byte. */
    public int end() {
        return end;
    }

    /** 1-based number of the current line. */
    public long number() {
        return number;
    }

    /** The current line as text. */
    public String text() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    /** Whether the current line is empty or holds only spaces and tabs. */
    public boolean isBlank() {
        for (int i = start; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    /** Whether the current line begins with {@code prefix} (ASCII). */
    public boolean startsWith(String prefix) {
        if (end - start < prefix.length()) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (buffer[start + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** An error at the current line. */
    public BadInputException error(String what, String remedy) {
        return new BadInputException(file, number, what, remedy);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private int findLineFeed() throws IOException {
        int searched = next;
        while (true) {
            for (int i = searched; i < filled; i++) {
                if (buffer[i] == '\n') {
                    return i;
                }
                if (buffer[i] == 0) {
                    throw new BadInputException(file, number + 1, "holds a NUL byte", "this is no text file");
                }
            }
            searched = filled;
            if (atEnd) {
                return -1;
            }
            searched -= makeRoom();
            int n = in.read(buffer, filled, buffer.length - filled);
            if (n < 0) {
                atEnd = true;
            } else {
                filled += n;
            }
        }
    }

    /** Moves the unfinished line to the front of the buffer, growing it when the line fills it; returns by how much. */
    private int makeRoom() {
        int moved = next;
        if (filled - next > LONGEST_LINE) {
            throw new BadInputException(
                    file,
                    number + 1,
                    "is longer than " + LONGEST_LINE + " bytes",
                    "this is no table of peaks or records");
        }
        byte[] target = filled - next > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
        System.arraycopy(buffer, next, target, 0, filled - next);
        buffer = target;
        filled -= moved;
        next = 0;
        return moved;
    }
}
