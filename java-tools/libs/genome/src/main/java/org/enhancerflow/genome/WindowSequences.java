package org.enhancerflow.genome;

import java.io.IOException;
import java.nio.file.Path;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.WindowTable;

/**
 * The upper-case bases of a table's windows, cut from the reference the table was made on. A corpus stands in reference
 * order, so that reading its rows in order reads the reference once, front to back.
 */
public final class WindowSequences {
    private final WindowTable windows;
    private final ReferenceCursor cursor;

    private WindowSequences(WindowTable windows, ReferenceCursor cursor) {
        this.windows = windows;
        this.cursor = cursor;
    }

    /**
     * Joins a table with its reference. For one thread; any number may be made from one reference.
     *
     * @param file the table's file, for messages
     * @throws BadInputException if the table was made on another reference
     */
    public static WindowSequences of(Reference reference, WindowTable windows, Path file) {
        if (!reference.digest().equals(windows.header().referenceDigest())) {
            throw new BadInputException(
                    file,
                    "its windows were cut from another reference than " + reference.fasta(),
                    "pass the reference that EXTRACT was given");
        }
        return new WindowSequences(windows, reference.cursor());
    }

    /** A copy of a row's bases. */
    public byte[] bases(int row) throws IOException {
        return cursor.bases(windows.contig(row), windows.start(row), windows.length(row));
    }

    /** Visits all rows in order. */
    public void forEach(Visitor visitor) throws IOException {
        for (int row = 0; row < windows.size(); row++) {
            visit(row, visitor);
        }
    }

    /** Visits some rows, in the given order; ascending rows of a corpus read the reference front to back. */
    public void forEach(int[] rows, Visitor visitor) throws IOException {
        for (int row : rows) {
            visit(row, visitor);
        }
    }

    private void visit(int row, Visitor visitor) throws IOException {
        int length = windows.length(row);
        cursor.seek(windows.contig(row), windows.start(row), length);
        visitor.window(row, cursor.buffer(), cursor.offset(), length);
    }

    /** Receives one window's bases without a copy. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes one window.
         *
         * @param row the row of the table
         * @param buffer holds the upper-case bases at {@code [offset, offset + length)}; valid during the call, not to be
         *     changed
         */
        void window(int row, byte[] buffer, int offset, int length) throws IOException;
    }
}
