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
    private final Grammar grammar;
    private final int margin;
    private final List<Motif> motifs = new ArrayList<>();
    private final int[][] partMotif;
    private final int[][] partOffset;

    /** The elements' lengths, ascending, each once. */
    private final int[] lengths;

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
            scores = new double[motifs.size()][places];
            ratios = new double[partMotif.length][places];
            beginning = new double[lengths.length][places];
            forward = new double[places];
        }
    }

    /** scores[m][t + margin]: ratio of motif m beginning at t, over its known bases within the window. */
    private void scoreMotifs(byte[] bases, double gc) {
        double[] background = Background.probabilities(gc);
        for (int m = 0; m < motifs.size(); m++) {
            Motif motif = motifs.get(m);
            double[][] ratio = new double[motif.length()][5];
            for (int i = 0; i < ratio.length; i++) {
                for (int base = 0; base < 4; base++) {
                    ratio[i][base] = motif.weight(i, base) / background[base];
                }
                ratio[i][4] = 1;
            }
            for (int t = -margin; t < bases.length; t++) {
                int first = Math.max(0, -t);
                int end = Math.min(ratio.length, bases.length - t);
                double score = 1;
                for (int i = first; i < end; i++) {
                    score *= ratio[i][bases[t + i]];
                }
                scores[m][t + margin] = score;
            }
            Arrays.fill(scores[m], bases.length + margin, bases.length + 2 * margin, 1);
        }
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
