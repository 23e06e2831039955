package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code history.tsv}: one row per evaluation during training. */
public record History(List<Row> rows) {
    private static final List<String> COLUMNS =
            List.of("step", "epoch", "learning_rate", "train_loss", "validation_loss", "validation_pr_auc");

    public History {
        rows = List.copyOf(rows);
    }

    /**
     * An evaluation.
     *
     * @param step optimizer steps done
     * @param epoch passes over the training windows done, as a fraction
     * @param learningRate of the last step
     * @param trainLoss mean over the steps since the last row
     * @param validationLoss mean cross-entropy (natural logarithm)
     * @param validationPrAuc average precision
     */
    public record Row(
            long step,
            double epoch,
            double learningRate,
            double trainLoss,
            double validationLoss,
            double validationPrAuc) {}

    /** Reads the file. */
    public static History read(Path file) throws IOException {
        try (TsvReader in = new TsvReader(file)) {
            if (!in.columns().equals(COLUMNS)) {
                throw new BadInputException(file, 1, "is not a training history", "use history.tsv from train");
            }
            List<Row> rows = new ArrayList<>();
            for (List<String> f = in.next(); !f.isEmpty(); f = in.next()) {
                rows.add(new Row(
                        in.integer(f.get(0)),
                        in.decimal(f.get(1)),
                        in.decimal(f.get(2)),
                        in.decimal(f.get(3)),
                        in.decimal(f.get(4)),
                        in.decimal(f.get(5))));
            }
            return new History(rows);
        }
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        StringBuilder out = new StringBuilder(String.join("\t", COLUMNS)).append('\n');
        for (Row r : rows) {
            out.append(r.step()).append('\t').append(r.epoch()).append('\t').append(r.learningRate());
            out.append('\t').append(r.trainLoss()).append('\t').append(r.validationLoss());
            out.append('\t').append(r.validationPrAuc()).append('\n');
        }
        Files.writeString(file, out);
    }
}
