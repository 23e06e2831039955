package org.enhancerflow.genome;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.enhancerflow.artifacts.BadInputException;

/**
 * Streams a FASTA file (plain, gzip or bgzip; LF or CRLF; lines of any length) in pieces, checking every byte. Holds no
 * sequence in memory.
 */
public final class FastaReader {
    private static final int LONGEST_HEADER = 1 << 16;
    private static final String REMEDY = "a FASTA file holds '>name' lines and lines of IUPAC bases (ACGTRYKMBVDHSWN)";

    private final Path file;
    private final Handler handler;
    private final Set<String> names = new HashSet<>();
    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerLength;
    private boolean inHeader;
    private boolean atLineStart = true;
    private boolean carriageReturn;
    private boolean anyContig;
    private long contigBases;
    private long line = 1;

    private FastaReader(Path file, Handler handler) {
        this.file = file;
        this.handler = handler;
    }

    /** Receives a FASTA file's records in order. */
    public interface Handler {
        /** A new record begins; {@code line} is the 1-based line of its header. */
        void record(String name, long line) throws IOException;

        /** More bases of the current record, as the file writes them (either case), checked. */
        void bases(byte[] buffer, int offset, int length) throws IOException;
    }

    /**
     * Reads a whole file.
     *
     * @throws BadInputException naming the line, if the file holds anything but IUPAC records with names and bases, or
     *     no record, or two records of one name
     */
    public static void read(Path file, Handler handler) throws IOException {
        FastaReader reader = new FastaReader(file, handler);
        byte[] block = new byte[1 << 17];
        try (InputStream in = InputFile.open(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                reader.accept(block, n);
            }
        }
        reader.finish();
    }

    private void accept(byte[] block, int length) throws IOException {
        int at = 0;
        while (at < length) {
            if (inHeader) {
                at = acceptHeader(block, at, length);
            } else if (atLineStart && block[at] == '>') {
                endRecord();
                inHeader = true;
                headerLength = 0;
                at++;
            } else {
                at = acceptBases(block, at, length);
            }
        }
    }

    private int acceptHeader(byte[] block, int from, int length) throws IOException {
        int at = from;
        while (at < length && block[at] != '\n') {
            if (headerLength == LONGEST_HEADER) {
                throw error("the header line is longer than " + LONGEST_HEADER + " bytes");
            }
            header[headerLength++] = block[at++];
        }
        if (at == length) {
            return at;
        }
        String name = new String(header, 0, headerLength, StandardCharsets.UTF_8).split("\\s", 2)[0];
        if (!ContigNames.isValid(name)) {
            throw error(
                    name.isEmpty()
                            ? "the record has no name"
                            : "'" + ContigNames.printable(name) + "' is no valid name");
        }
        if (!names.add(name)) {
            throw new BadInputException(file, line, "'" + name + "' occurs twice", "give every sequence its own name");
        }
        handler.record(name, line);
        anyContig = true;
        contigBases = 0;
        endLine();
        inHeader = false;
        return at + 1;
    }

    /** Takes bases up to the line's end or the block's, and the line's end itself. */
    private int acceptBases(byte[] block, int from, int length) throws IOException {
        int at = from;
        while (at < length && Bases.isBase(block[at])) {
            at++;
        }
        if (at > from) {
            if (!anyContig) {
                throw error("bases come before the first '>' line");
            }
            if (carriageReturn) {
                throw error("holds a carriage return inside a line");
            }
            handler.bases(block, from, at - from);
            contigBases += at - from;
            atLineStart = false;
        }
        if (at < length) {
            endBases(block[at++]);
        }
        return at;
    }

    private void endBases(byte letter) {
        if (letter == '\n') {
            endLine();
        } else if (letter == '\r' && !carriageReturn) {
            carriageReturn = true;
        } else {
            throw error(describe(letter) + " is not a base");
        }
    }

    private void endLine() {
        line++;
        atLineStart = true;
        carriageReturn = false;
    }

    private void endRecord() {
        if (anyContig && contigBases == 0) {
            throw error("the record before this line has no bases");
        }
    }

    private void finish() {
        if (inHeader) {
            throw error("the file ends in a header line");
        }
        if (!anyContig) {
            throw new BadInputException(file, "holds no sequence", REMEDY);
        }
        endRecord();
    }

    private static String describe(byte letter) {
        if (letter == 'U' || letter == 'u') {
            return "'" + (char) letter + "' (RNA)";
        }
        return letter > ' ' && letter < 127 ? "'" + (char) letter + "'" : String.format("byte 0x%02x", letter & 0xff);
    }

    private BadInputException error(String what) {
        return new BadInputException(file, line, what, REMEDY);
    }
}
