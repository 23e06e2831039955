package org.enhancerflow.artifacts;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Lines of a tab-separated table with a header line, plain or gzip; knows the line it stands on. */
final class TsvReader implements AutoCloseable {
    private static final String REMEDY = "use a file written by EnhancerFlow";

    private final Path file;
    private final BufferedReader in;
    private final List<String> columns;
    private long line = 1;

    TsvReader(Path file) throws IOException {
        this.file = file;
        try {
            boolean gzip = file.getFileName().toString().endsWith(".gz");
            in = gzip
                    ? new BufferedReader(new InputStreamReader(
                            new GZIPInputStream(Files.newInputStream(file), 1 << 16), StandardCharsets.UTF_8))
                    : Files.newBufferedReader(file);
        } catch (NoSuchFileException e) {
            throw new BadInputException(file, "does not exist", "check the path");
        }
        String header = in.readLine();
        if (header == null) {
            in.close();
            throw new BadInputException(file, "is empty", REMEDY);
        }
        columns = List.of(header.split("\t", -1));
    }

    List<String> columns() {
        return columns;
    }

    /** The next row's fields; empty at the end, since a row has at least one. */
    List<String> next() throws IOException {
        String text = in.readLine();
        if (text == null) {
            return List.of();
        }
        line++;
        List<String> fields = List.of(text.split("\t", -1));
        if (fields.size() != columns.size()) {
            throw bad("has " + fields.size() + " columns, the header " + columns.size());
        }
        return fields;
    }

    int column(String name) {
        int at = columns.indexOf(name);
        if (at < 0) {
            throw new BadInputException(file, 1, "has no column '" + name + "'", REMEDY);
        }
        return at;
    }

    double decimal(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw bad("'" + text + "' is not a number");
        }
    }

    @Nullable
    Double optionalDecimal(String text) {
        return text.isEmpty() ? null : (Double) decimal(text);
    }

    long integer(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw bad("'" + text + "' is not an integer");
        }
    }

    BadInputException bad(String what) {
        return new BadInputException(file, line, what, REMEDY);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
