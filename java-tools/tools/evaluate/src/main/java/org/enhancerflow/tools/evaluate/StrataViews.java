package org.enhancerflow.tools.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import org.enhancerflow.artifacts.Estimate;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.Strata;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.IntervalSet;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Confusion;
import org.enhancerflow.statistics.Interval;
import org.enhancerflow.statistics.ResamplingDesign;
import org.enhancerflow.statistics.Softmax;
import org.jspecify.annotations.Nullable;

/** The test set divided by what windows are and where they lie; every part is measured at the same temperature and threshold. */
final class StrataViews {
    private static final double[] GC_EDGES = {0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7};
    private static final double[] DISTANCE_EDGES = {1, 1_000, 10_000, 100_000, 1_000_000};
    private static final int QUANTILES = 5;

    private final WindowTable corpus;
    private final LabelledLogits test;
    private final boolean[] positive;
    private final double[] logOdds;
    private final MetricTable table;
    private final double threshold;
    private final Resampling resampling;
    private final List<Strata.View> views = new ArrayList<>();

    StrataViews(WindowTable corpus, LabelledLogits test, Evaluation evaluation, Resampling resampling) {
        int label = test.labels().indexOf(evaluation.metrics().positiveLabel());
        this.corpus = corpus;
        this.test = test;
        this.resampling = resampling.ofAPart();
        positive = test.is(label);
        logOdds = test.logOdds(label, evaluation.metrics().temperature());
        threshold = evaluation.metrics().threshold();
        table = MetricTable.brief(threshold);
    }

    /** The views that the corpus alone gives. */
    StrataViews ofCorpus() {
        boolean placed = corpus.header().windowSize() > 0;
        if (placed) {
            named("chromosome", corpus.header().contigs().size(), corpus::contig, i -> corpus.header()
                    .contigs()
                    .get(i)
                    .name());
        }
        named("sample", corpus.header().samples().size(), corpus::sample, i -> corpus.header()
                .samples()
                .get(i));
        ranges("length", row -> corpus.length(test.window(row)), quantiles(row -> corpus.length(test.window(row))));
        int[] training = corpus.rowsOf(Split.TRAIN);
        if (placed && training.length > 0) {
            IntervalSet known = IntervalSet.of(corpus.select(training));
            ranges(
                    "distance_to_training",
                    row -> {
                        int window = test.window(row);
                        return known.distance(corpus.contig(window), corpus.start(window), corpus.end(window));
                    },
                    DISTANCE_EDGES);
        }
        return this;
    }

    /** By share of G and C; {@code share} by row of the corpus. */
    StrataViews withGc(double[] share) {
        ranges("gc", row -> share[test.window(row)], GC_EDGES);
        return this;
    }

    List<Strata.View> views() {
        return List.copyOf(views);
    }

    private void named(String view, int size, IntUnaryOperator key, IntFunction<String> name) {
        int[] of = new int[test.size()];
        for (int row = 0; row < of.length; row++) {
            of[row] = key.applyAsInt(test.window(row));
        }
        add(view, of, size, part -> new Part(name.apply(part), null, null));
    }

    private void ranges(String view, IntToDoubleFunction number, double[] edges) {
        int[] of = new int[test.size()];
        for (int row = 0; row < of.length; row++) {
            int at = Arrays.binarySearch(edges, number.applyAsDouble(row));
            of[row] = at >= 0 ? at + 1 : -at - 1;
        }
        add(view, of, edges.length + 1, part -> Part.range(edges, part));
    }

    /** Edges between fifths of the windows, whole numbers. */
    private double[] quantiles(IntToDoubleFunction number) {
        double[] sorted = new double[test.size()];
        Arrays.setAll(sorted, number);
        Arrays.sort(sorted);
        double[] edges = new double[QUANTILES - 1];
        for (int i = 1; i < QUANTILES; i++) {
            edges[i - 1] = sorted[(int) ((long) i * sorted.length / QUANTILES)];
        }
        return Arrays.stream(edges).filter(edge -> edge > sorted[0]).distinct().toArray();
    }

    private void add(String view, int[] partOfRow, int parts, IntFunction<Part> described) {
        Map<Integer, List<Integer>> rows = new LinkedHashMap<>();
        for (int row = 0; row < partOfRow.length; row++) {
            rows.computeIfAbsent(partOfRow[row], part -> new ArrayList<>()).add(row);
        }
        if (rows.size() < 2) {
            return;
        }
        List<Strata.Stratum> strata = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            List<Integer> of = rows.get(part);
            if (of != null) {
                strata.add(stratum(
                        described.apply(part), of.stream().mapToInt(i -> i).toArray()));
            }
        }
        views.add(new Strata.View(view, strata));
    }

    private Strata.Stratum stratum(Part part, int[] rows) {
        boolean[] positives = new boolean[rows.length];
        double[] odds = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            positives[i] = positive[rows[i]];
            odds[i] = logOdds[rows[i]];
        }
        BinaryScores scores = BinaryScores.of(positives, odds).withScores(Softmax::probability);
        return new Strata.Stratum(
                part.name(), part.low(), part.high(), rows.length, scores.positives(), values(scores));
    }

    /** Of one class alone only the share called rightly says something; its interval needs no resamples. */
    private Map<String, Estimate> values(BinaryScores scores) {
        Map<String, Estimate> values = table.estimates(scores, new ResamplingDesign.Rows(), resampling);
        if (resampling.resamples() > 0 && !resampling.possible(scores)) {
            Confusion calls = scores.confusionAt(threshold);
            Interval interval = Interval.wilson(calls.truePositives() + calls.trueNegatives(), calls.size());
            Estimate right = new Estimate(calls.accuracy(), interval.low(), interval.high());
            values.put("accuracy", right);
            values.put(scores.positives() > 0 ? "recall" : "specificity", right);
        }
        return values;
    }

    /** What a part is called and, of a range, from where to where it goes. */
    private record Part(String name, @Nullable Double low, @Nullable Double high) {

        static Part range(double[] edges, int at) {
            if (at == 0) {
                return new Part("below " + text(edges[0]), null, edges[0]);
            }
            if (at == edges.length) {
                return new Part(text(edges[at - 1]) + " and more", edges[at - 1], null);
            }
            return new Part(text(edges[at - 1]) + " to " + text(edges[at]), edges[at - 1], edges[at]);
        }

        private static String text(double edge) {
            return edge == Math.rint(edge) ? Long.toString((long) edge) : Double.toString(edge);
        }
    }
}
