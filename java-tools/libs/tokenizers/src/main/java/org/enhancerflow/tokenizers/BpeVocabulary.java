package org.enhancerflow.tokenizers;

import java.util.List;

/**
 * A byte-pair encoding: its terms and the merges that make them.
 *
 * @param terms a term's place is its id: special tokens, A C G T, then merged terms in the order they were made
 * @param merges a merge's place is its rank; encoding applies the lowest rank first
 */
public record BpeVocabulary(List<String> terms, List<Merge> merges) {
    /** Two terms that stand side by side become one. */
    public record Merge(String left, String right) {}

    /** Copies both lists. */
    public BpeVocabulary {
        terms = List.copyOf(terms);
        merges = List.copyOf(merges);
    }
}
