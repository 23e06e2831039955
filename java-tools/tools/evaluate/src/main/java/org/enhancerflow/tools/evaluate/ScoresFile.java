package org.enhancerflow.tools.evaluate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.jspecify.annotations.Nullable;

/**
 * Scores made elsewhere: a tab-separated table, plain or gzip, with columns {@code contig}, {@code start} (0-based first
 * base of the window) and one of scores (natural logarithm of the likelihood ratio of the positive class), in any order and among others.
 */
final class ScoresFile {
    private static final String REMEDY = "give a tab-separated table with columns contig, start and --score-column";

    private final Path file;
    private final Map<Place, Double> scores;

    private ScoresFile(Path file, Map<Place, Double> scores) {
        this.file = file;
        this.scores = scores;
    }

    private record Place(String contig, long start) {}

    /** Columns of the table by meaning. */
    private record Columns(int width, int contig, int start, int score) {}

    /** Reads a table whose scores stand in {@code scoreColumn}. */
    static ScoresFile read(Path file, String scoreColumn) throws IOException {
        Map<Place, Double> scores = new HashMap<>();
        try (BufferedReader in = open(file)) {
            Columns columns = header(file, in.readLine(), scoreColumn);
            long line = 1;
            for (String text = in.readLine(); text != null; text = in.readLine()) {
                line++;
                addRow(file, line, text, columns, scores);
            }
        }
        return new ScoresFile(file, scores);
    }

    private static BufferedReader open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        boolean gzip = file.getFileName().toString().endsWith(".gz");
        return new BufferedReader(
                new InputStreamReader(gzip ? new GZIPInputStream(bytes, 1 << 16) : bytes, StandardCharsets.UTF_8));
    }

    private static Columns header(Path file, @Nullable String text, String scoreColumn) {
        List<String> names = text == null ? List.of() : List.of(text.split("\t", -1));
        for (String needed : List.of("contig", "start", scoreColumn)) {
            if (!names.contains(needed)) {
                throw new BadInputException(file, 1, "has no column '" + needed + "'", REMEDY);
            }
        }
        return new Columns(names.size(), names.indexOf("contig"), names.indexOf("start"), names.indexOf(scoreColumn));
    }

    private static void addRow(Path file, long line, String text, Columns columns, Map<Place, Double> scores) {
        List<String> fields = List.of(text.split("\t", -1));
        if (fields.size() != columns.width()) {
            throw new BadInputException(
                    file, line, "has " + fields.size() + " columns, the header " + columns.width(), REMEDY);
        }
        double score;
        Place place;
        try {
            place = new Place(fields.get(columns.contig()), Long.parseLong(fields.get(columns.start())));
            score = Double.parseDouble(fields.get(columns.score()));
        } catch (NumberFormatException e) {
            throw new BadInputException(file, line, "start or score is not a number", REMEDY);
        }
        if (!Double.isFinite(score)) {
            throw new BadInputException(file, line, "the score is not finite", REMEDY);
        }
        Double before = scores.put(place, score);
        if (before != null && before != score) {
            throw new BadInputException(
                    file,
                    line,
                    "a second score for " + place.contig() + ":" + place.start(),
                    "give each window one score");
        }
    }

    /**
     * The scores of one part of a corpus of two classes, as logits: 0 for the negative class, the score for the positive.
     *
     * @throws BadInputException when a window of that part has no score
     */
    LabelledLogits of(WindowTable corpus, Split part, String positiveLabel) {
        List<String> labels = corpus.header().labels();
        int positive = labels.indexOf(positiveLabel);
        int[] rows = corpus.rowsOf(part);
        int[] classes = new int[rows.length];
        double[] logits = new double[2 * rows.length];
        for (int i = 0; i < rows.length; i++) {
            Double score = scores.get(new Place(corpus.contigName(rows[i]), corpus.start(rows[i])));
            if (score == null) {
                throw new BadInputException(
                        file,
                        "has no score for the " + part.label() + " window " + corpus.contigName(rows[i]) + ":"
                                + corpus.start(rows[i]),
                        "score every window of the validation and test parts");
            }
            classes[i] = corpus.label(rows[i]);
            logits[2 * i + positive] = score;
        }
        return new LabelledLogits(labels, rows, classes, logits);
    }
}
