package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The best possible classifier of simulated windows: the exact logarithm of the likelihood ratio of class 1 to class 0
 * under a {@link Grammar}, by the forward algorithm over words. Background factors are the same for both classes and
 * cancel, so everything is kept as a ratio to background. Unknown bases count as unseen: they have ratio 1.
 *
 * <p>With g(t) the likelihood ratio of the bases before t together with a word beginning at t, and 1/mean the stationary
 * probability that a word begins at a place: g(t) = 1/mean for t &le; 0, and g(t) = sum over words w of rate(w) ratio(w at
 * t - length(w)) g(t - length(w)) for 0 &lt; t. The window's likelihood sums over the word that covers its last base. The
 * strands are both in the grammar. Holds scratch arrays: one instance per thread.
 */
final class Oracle {
    private static final int TRIPLET = 3;
    private static final int CODES = 5;
    private static final int TRIPLETS = CODES * CODES * CODES;

    private final Grammar grammar;
    private final int margin;
    private final List<Motif> motifs = new ArrayList<>();
    private final int[][] partMotif;
    private final int[][] partOffset;

    /** The elements' lengths, ascending, each once. */
    private final int[] lengths;

    private int[] triplets = new int[0];
    private double[][] scores = new double[0][];
    private double[][] ratios = new double[0][];
    private double[][] beginning = new double[0][];
    private double[] forward = new double[0];

    Oracle(Grammar grammar) {
        this.grammar = grammar;
        List<Element> elements = grammar.elements();
        this.margin = elements.stream().mapToInt(Element::length).max().orElse(1);
        this.lengths =
                elements.stream().mapToInt(Element::length).sorted().distinct().toArray();
        this.partMotif = new int[elements.size()][];
        this.partOffset = new int[elements.size()][];
        for (int e = 0; e < elements.size(); e++) {
            List<Element.Part> parts = elements.get(e).parts();
            partMotif[e] = parts.stream().mapToInt(p -> indexOf(p.motif())).toArray();
            partOffset[e] = parts.stream().mapToInt(Element.Part::offset).toArray();
        }
    }

    private int indexOf(Motif motif) {
        for (int i = 0; i < motifs.size(); i++) {
            if (motifs.get(i).sameWeights(motif)) {
                return i;
            }
        }
        motifs.add(motif);
        return motifs.size() - 1;
    }

    /**
     * Natural logarithm of P(bases | class 1) / P(bases | class 0).
     *
     * @param bases 0-3, or 4 where the base is not known: N, beyond the contig's end, or overwritten by a repeat
     * @param gc the locus's GC content
     */
    double logLikelihoodRatio(byte[] bases, double gc) {
        ensureScratch(bases.length);
        scoreMotifs(bases, gc);
        scoreElements(bases.length);
        return StrictMath.log(likelihood(bases.length, 1)) - StrictMath.log(likelihood(bases.length, 0));
    }

    private void ensureScratch(int length) {
        int places = length + 2 * margin;
        if (forward.length < places) {
            triplets = new int[places];
            scores = new double[motifs.size()][places];
            ratios = new double[partMotif.length][places];
            beginning = new double[lengths.length][places];
            forward = new double[places];
        }
    }

    /**
     * scores[m][t + margin]: ratio of motif m beginning at t, over its known bases within the window. Three neighbouring
     * positions of a motif are looked up at once.
     */
    private void scoreMotifs(byte[] bases, double gc) {
        readTriplets(bases);
        double[] background = Background.probabilities(gc);
        for (int m = 0; m < motifs.size(); m++) {
            double[] score = scores[m];
            Arrays.fill(score, 0, bases.length + 2 * margin, 1);
            for (int first = 0; first < motifs.get(m).length(); first += TRIPLET) {
                double[] ratio = tripletRatios(motifs.get(m), first, background);
                for (int t = 0; t < bases.length + margin; t++) {
                    score[t] *= ratio[triplets[t + first]];
                }
            }
        }
    }

    /** triplets[t + margin]: the three bases from t on as digits to the base 5; bases outside the window are unknown. */
    private void readTriplets(byte[] bases) {
        int triplet = TRIPLETS - 1;
        for (int t = bases.length + 2 * margin - 1; t >= 0; t--) {
            int at = t - margin;
            int base = at >= 0 && at < bases.length ? bases[at] : Content.UNKNOWN;
            triplet = base * (CODES * CODES) + triplet / CODES;
            triplets[t] = triplet;
        }
    }

    /** Motif to background for each triplet at positions [first, first + 3); unknown bases and positions past the end have ratio 1. */
    private static double[] tripletRatios(Motif motif, int first, double[] background) {
        double[] ratios = new double[TRIPLETS];
        for (int triplet = 0; triplet < TRIPLETS; triplet++) {
            int[] bases = {triplet / (CODES * CODES), triplet / CODES % CODES, triplet % CODES};
            ratios[triplet] = 1;
            for (int i = 0; i < TRIPLET && first + i < motif.length(); i++) {
                int base = bases[i];
                ratios[triplet] *= base == Content.UNKNOWN ? 1 : motif.weight(first + i, base) / background[base];
            }
        }
        return ratios;
    }

    private void scoreElements(int length) {
        for (int e = 0; e < ratios.length; e++) {
            double[] product = ratios[e];
            double[] first = scores[partMotif[e][0]];
            System.arraycopy(first, 0, product, 0, length + margin);
            for (int p = 1; p < partMotif[e].length; p++) {
                double[] other = scores[partMotif[e][p]];
                int offset = partOffset[e][p];
                for (int i = 0; i < length + margin; i++) {
                    product[i] *= other[i + offset];
                }
            }
        }
    }

    /** The ratio of the whole window to background for one class. */
    private double likelihood(int length, int label) {
        sumByLength(length, label);
        double background = grammar.backgroundRate(label);
        Arrays.fill(forward, 0, margin + 1, 1 / grammar.meanLength(label));
        for (int t = margin + 1; t < length + margin; t++) {
            double sum = forward[t - 1] * background;
            for (int k = 0; k < lengths.length; k++) {
                int begin = t - lengths[k];
                sum += forward[begin] * beginning[k][begin];
            }
            forward[t] = sum;
        }
        double total = forward[length + margin - 1] * background;
        for (int k = 0; k < lengths.length; k++) {
            for (int begin = length + margin - lengths[k]; begin < length + margin; begin++) {
                total += forward[begin] * beginning[k][begin];
            }
        }
        return total;
    }

    /** beginning[k][t]: rate times ratio, summed over the elements of lengths[k], beginning at t: they all end together. */
    private void sumByLength(int length, int label) {
        for (double[] sums : beginning) {
            Arrays.fill(sums, 0, length + margin, 0);
        }
        for (int e = 0; e < ratios.length; e++) {
            Element element = grammar.elements().get(e);
            double[] sums = beginning[Arrays.binarySearch(lengths, element.length())];
            double[] ratio = ratios[e];
            double rate = element.rates().get(label);
            for (int i = 0; i < length + margin; i++) {
                sums[i] += rate * ratio[i];
            }
        }
    }
}
