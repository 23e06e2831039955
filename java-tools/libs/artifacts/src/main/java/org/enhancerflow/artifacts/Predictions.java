package org.enhancerflow.artifacts;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * {@code predictions.tsv.gz}: columns {@code name, contig, start, end, label} (empty where unknown), then
 * {@code score_LABEL} per class, then {@code logit_LABEL} per class. Numbers are printed so that reading gives the same
 * double.
 */
public final class Predictions {
    private static final List<String> PLACE = List.of("name", "contig", "start", "end", "label");

    private Predictions() {}

    /**
     * Writes the rows of several files, one after the other, as one: byte for byte what one {@link Writer} of all rows writes.
     *
     * @throws BadInputException if a file is no table of predictions, or its classes are not those of the first
     */
    public static void join(List<Path> parts, Path out) throws IOException {
        List<String> labels = List.of();
        try (BufferedWriter writer = writer(out)) {
            for (Path part : parts) {
                try (Reader in = new Reader(part)) {
                    if (labels.isEmpty()) {
                        labels = in.labels();
                        writer.write(header(labels));
                    } else if (!in.labels().equals(labels)) {
                        throw new BadInputException(
                                part, 1, "has other classes than " + parts.get(0), "join the parts of one run");
                    }
                    for (List<String> row = in.in.next(); !row.isEmpty(); row = in.in.next()) {
                        writer.write(String.join("\t", row) + "\n");
                    }
                }
            }
        }
    }

    private static BufferedWriter writer(Path file) throws IOException {
        return new BufferedWriter(
                new OutputStreamWriter(new FastGzip(Files.newOutputStream(file)), StandardCharsets.UTF_8), 1 << 16);
    }

    private static String header(List<String> labels) {
        List<String> header = new ArrayList<>(PLACE);
        labels.forEach(label -> header.add("score_" + label));
        labels.forEach(label -> header.add("logit_" + label));
        return String.join("\t", header) + "\n";
    }

    /** Writes rows as they come. */
    public static final class Writer implements AutoCloseable {
        private final BufferedWriter out;
        private final int classes;

        /** Creates the file; {@code labels} are the classes in the order of scores and logits. */
        public Writer(Path file, List<String> labels) throws IOException {
            classes = labels.size();
            out = writer(file);
            out.write(header(labels));
        }

        /** Writes one row. */
        public void write(Prediction p) throws IOException {
            if (p.scores().size() != classes || p.logits().size() != classes) {
                throw new IllegalArgumentException("a prediction of " + classes + " classes is due");
            }
            String label = p.label() == null ? "" : p.label();
            StringBuilder row = new StringBuilder();
            row.append(p.name()).append('\t').append(p.contig()).append('\t').append(p.start());
            row.append('\t').append(p.end()).append('\t').append(label);
            p.scores().forEach(score -> row.append('\t').append(score));
            p.logits().forEach(logit -> row.append('\t').append(logit));
            out.write(row.append('\n').toString());
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** Gzip without a time stamp, at the fast level. */
    private static final class FastGzip extends GZIPOutputStream {
        FastGzip(java.io.OutputStream out) throws IOException {
            super(out, 1 << 16);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /** Reads rows as they are asked for. */
    public static final class Reader implements AutoCloseable {
        private final TsvReader in;
        private final List<String> labels;

        /** Opens a file and reads its header. */
        public Reader(Path file) throws IOException {
            in = new TsvReader(file);
            List<String> columns = in.columns();
            int classes = (columns.size() - PLACE.size()) / 2;
            List<String> found = new ArrayList<>();
            boolean formed = columns.size() == PLACE.size() + 2 * classes
                    && classes > 0
                    && columns.subList(0, PLACE.size()).equals(PLACE);
            for (int i = 0; formed && i < classes; i++) {
                String score = columns.get(PLACE.size() + i);
                formed = score.startsWith("score_");
                found.add(formed ? score.substring("score_".length()) : score);
            }
            if (!formed) {
                in.close();
                throw new BadInputException(
                        file, 1, "is not a table of predictions", "use predictions.tsv.gz from evaluate or predict");
            }
            labels = List.copyOf(found);
        }

        /** The classes, in the order of scores and logits. */
        public List<String> labels() {
            return labels;
        }

        /** The next row; null at the end. */
        public @Nullable Prediction read() throws IOException {
            List<String> fields = in.next();
            return fields.isEmpty() ? null : row(fields);
        }

        /** All remaining rows. */
        public List<Prediction> readAll() throws IOException {
            List<Prediction> rows = new ArrayList<>();
            for (Prediction row = read(); row != null; row = read()) {
                rows.add(row);
            }
            return rows;
        }

        private Prediction row(List<String> f) {
            int first = PLACE.size();
            List<Double> scores = new ArrayList<>();
            List<Double> logits = new ArrayList<>();
            for (int i = 0; i < labels.size(); i++) {
                scores.add(in.decimal(f.get(first + i)));
                logits.add(in.decimal(f.get(first + labels.size() + i)));
            }
            String label = f.get(4).isEmpty() ? null : f.get(4);
            return new Prediction(
                    f.get(0), f.get(1), in.integer(f.get(2)), in.integer(f.get(3)), label, scores, logits);
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
