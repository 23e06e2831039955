package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * What the sequence of a locus is drawn from: a renewal process of words. From left to right, at each place where a word
 * may begin, either one background base is written (A and T, C and G equally likely at the locus's GC content) or one
 * {@link Element}; then the next word begins. The process is stationary, so that a window of it cut anywhere has the same
 * distribution, and symmetric in the strands. The classes differ in the elements' rates only.
 *
 * @param elements every element on both strands, each with its own rate
 */
record Grammar(List<Element> elements) {
    private static final double PER_KILOBASE = 1e-3;

    /** The rates below are per kilobase and both strands together. */
    private static final double PAIRS = 1.6;

    private static final double PAIRS_IN_ORDER = 0.93;
    private static final int[] SPACERS = {5, 6, 7};
    private static final double[] SPACER_SHARES = {0.25, 0.5, 0.25};
    private static final List<Double> SOLO = List.of(0.5, 0.8);
    private static final double LONE_HALF = 0.3;

    /**
     * The data set's grammar. Half-sites P and Q occur in both classes equally often. In one class nearly all pairs read
     * P, spacer, Q; in the other Q, spacer, P. The shortest spacer is 5 bases, so that no 5-mer touches both half-sites
     * and pairs leave 5-mer frequencies alone. A third motif, R, is somewhat commoner in one class; lone half-sites are
     * there to mislead.
     */
    static Grammar standard() {
        Motif p = Motif.of("P", "AGATCAAAG", 0.85, 0.93, 0.97, 0.97, 0.97, 0.97, 0.97, 0.93, 0.85);
        Motif q = Motif.of("Q", "GCCATAAAC", 0.85, 0.93, 0.97, 0.97, 0.97, 0.97, 0.97, 0.93, 0.85);
        Motif r = Motif.of("R", "ACCGGAAGT", 0.80, 0.93, 0.97, 0.97, 0.97, 0.97, 0.97, 0.93, 0.80);
        List<Element> forward = new ArrayList<>();
        for (int i = 0; i < SPACERS.length; i++) {
            double rate = PAIRS * SPACER_SHARES[i];
            double major = rate * PAIRS_IN_ORDER;
            double minor = rate - major;
            forward.add(Element.pair("P-" + SPACERS[i] + "-Q", p, q, SPACERS[i], List.of(minor, major)));
            forward.add(Element.pair("Q-" + SPACERS[i] + "-P", q, p, SPACERS[i], List.of(major, minor)));
        }
        forward.add(Element.single("R", r, SOLO));
        forward.add(Element.single("P", p, List.of(LONE_HALF, LONE_HALF)));
        forward.add(Element.single("Q", q, List.of(LONE_HALF, LONE_HALF)));
        return onBothStrands(forward, PER_KILOBASE);
    }

    /** Every element on both strands, each with half of its rate times {@code unit}. */
    static Grammar onBothStrands(List<Element> forward, double unit) {
        List<Element> all = new ArrayList<>();
        for (Element element : forward) {
            List<Double> rates =
                    element.rates().stream().map(rate -> rate * unit / 2).toList();
            Element scaled = new Element(element.name(), element.parts(), element.length(), rates);
            all.add(scaled);
            all.add(scaled.reverseComplement());
        }
        return new Grammar(List.copyOf(all));
    }

    /** The probability of one background base, of class {@code label}, where a word may begin. */
    double backgroundRate(int label) {
        double rate = 1;
        for (Element element : elements) {
            rate -= element.rates().get(label);
        }
        return rate;
    }

    /** A word's mean length; its inverse is the probability that a word begins at a given place. */
    double meanLength(int label) {
        double mean = backgroundRate(label);
        for (Element element : elements) {
            mean += element.rates().get(label) * element.length();
        }
        return mean;
    }

    /** Draws the bases (0-3) of {@code target[from, to)} for one class. */
    void draw(byte[] target, int from, int to, int label, double gc, Randomness random) {
        Background.draw(target, from, to, gc, random);
        double[] rates = new double[elements.size() + 1];
        double[] coverage = new double[rates.length];
        for (int i = 0; i < elements.size(); i++) {
            rates[i] = elements.get(i).rates().get(label);
            coverage[i] = rates[i] * elements.get(i).length();
        }
        rates[elements.size()] = coverage[elements.size()] = backgroundRate(label);
        // Stationary start: the word over the first base is met with probability in proportion to rate times length,
        // and
        // the first base lies anywhere within it.
        int word = random.weighted(coverage);
        int at = from - random.below(lengthOf(word));
        while (at < to) {
            if (word < elements.size()) {
                write(elements.get(word), target, at, from, to, random);
            }
            at += lengthOf(word);
            word = random.weighted(rates);
        }
    }

    private int lengthOf(int word) {
        return word < elements.size() ? elements.get(word).length() : 1;
    }

    private static void write(Element element, byte[] target, int at, int from, int to, Randomness random) {
        for (Element.Part part : element.parts()) {
            for (int i = 0; i < part.motif().length(); i++) {
                int base = part.motif().draw(i, random);
                int place = at + part.offset() + i;
                if (place >= from && place < to) {
                    target[place] = (byte) base;
                }
            }
        }
    }
}
