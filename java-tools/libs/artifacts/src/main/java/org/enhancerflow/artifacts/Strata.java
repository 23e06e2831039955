package org.enhancerflow.artifacts;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code strata.json}: one model on parts of one test set, at the same temperature and threshold.
 *
 * @param views the test set divided in one way each; a way that would give a single part is left out
 * @param reverseComplement what the model says of the windows' other strand; null where it was not asked
 */
public record Strata(String model, String testSet, List<View> views, @Nullable ReverseComplement reverseComplement) {
    public Strata {
        views = List.copyOf(views);
    }

    /**
     * One way of dividing.
     *
     * @param name {@code chromosome}, {@code sample}, {@code gc} (share of G and C), {@code length} (bases)
     *     or {@code distance_to_training} (bases from the window to the nearest
     *     training window; 0 where they overlap)
     * @param strata its parts, in order
     */
    public record View(String name, List<Stratum> strata) {
        public View {
            strata = List.copyOf(strata);
        }
    }

    /**
     * One part.
     *
     * @param name for people: a contig, a sample, a range
     * @param low of a range of numbers the least, included; null where names divide
     * @param high of a range of numbers the end, not included; null where it is open or names divide
     * @param windows windows in it
     * @param positives positive windows in it
     * @param values pr_auc, roc_auc, f1, precision, recall, specificity, accuracy, mcc with intervals by window; null where
     *     undefined
     */
    public record Stratum(
            String name,
            @Nullable Double low,
            @Nullable Double high,
            long windows,
            long positives,
            Map<String, Estimate> values) {
        public Stratum {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }
    }

    /**
     * Both strands of the same windows.
     *
     * @param windows windows that were scored on both: all of the test set, or as many as were asked for, evenly apart
     * @param flipRate share of them that the threshold calls differently on the other strand, with Wilson's interval
     * @param meanDifference mean absolute difference of the two scores, with the normal interval
     * @param largestDifference the largest one
     * @param forward values of the strand that the windows are given on
     * @param averaged values of the mean of both strands' logits, at the same temperature and threshold
     */
    public record ReverseComplement(
            long windows,
            Estimate flipRate,
            Estimate meanDifference,
            double largestDifference,
            Map<String, Estimate> forward,
            Map<String, Estimate> averaged) {
        public ReverseComplement {
            forward = Collections.unmodifiableMap(new LinkedHashMap<>(forward));
            averaged = Collections.unmodifiableMap(new LinkedHashMap<>(averaged));
        }
    }

    /** Reads the file. */
    public static Strata read(Path file) throws IOException {
        return Json.read(file, Strata.class);
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.write(file, this);
    }
}
