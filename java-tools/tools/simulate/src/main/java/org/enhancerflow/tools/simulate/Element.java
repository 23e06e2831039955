package org.enhancerflow.tools.simulate;

import java.util.ArrayList;
import java.util.List;

/**
 * One word of the grammar: one or two motifs at fixed offsets. Bases between motifs are background.
 *
 * @param name what the truth file calls it
 * @param parts motifs with the 0-based offset of each, in order, not overlapping
 * @param length bases from the first motif's first base to the last motif's last
 * @param rates probability that this element begins at a given place where something may begin, per class ({@link Dataset#LABELS})
 */
record Element(String name, List<Part> parts, int length, List<Double> rates) {
    /** A motif within an element. */
    record Part(Motif motif, int offset) {}

    /** A motif by itself. */
    static Element single(String name, Motif motif, List<Double> rates) {
        return new Element(name, List.of(new Part(motif, 0)), motif.length(), rates);
    }

    /** Two motifs in order with {@code spacer} bases of background between them. */
    static Element pair(String name, Motif first, Motif second, int spacer, List<Double> rates) {
        int second0 = first.length() + spacer;
        return new Element(
                name, List.of(new Part(first, 0), new Part(second, second0)), second0 + second.length(), rates);
    }

    /** The same element read on the other strand. */
    Element reverseComplement() {
        List<Part> reversed = new ArrayList<>();
        for (int i = parts.size() - 1; i >= 0; i--) {
            Motif motif = parts.get(i).motif();
            reversed.add(
                    new Part(motif.reverseComplement(), length - parts.get(i).offset() - motif.length()));
        }
        return new Element(name, List.copyOf(reversed), length, rates);
    }
}
