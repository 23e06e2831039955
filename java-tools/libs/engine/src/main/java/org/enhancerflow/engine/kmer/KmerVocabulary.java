package org.enhancerflow.engine.kmer;

import java.util.Set;
import java.util.TreeSet;

/**
 * Token ids of overlapping words of k bases, as DNABERT numbers them: ids 0 to 4 are special tokens, then come all words of A, T, C, G in
 * that order of letters, the first letter counting most.
 */
public final class KmerVocabulary {

    /** Id of the first word. */
    public static final int FIRST = 5;

    private static final int SHORTEST = 3;
    private static final int LONGEST = 8;

    private KmerVocabulary() {}

    /** Kinds of tokens of this form, as token stores name them. */
    public static Set<String> kinds() {
        Set<String> kinds = new TreeSet<>();
        for (int k = SHORTEST; k <= LONGEST; k++) {
            kinds.add("kmer" + k);
        }
        return kinds;
    }

    /**
     * Bases of a word in a vocabulary of this many ids.
     *
     * @throws IllegalArgumentException when no k has so many
     */
    public static int length(int vocabulary) {
        for (int k = SHORTEST; k <= LONGEST; k++) {
            if (vocabulary == FIRST + (1 << (2 * k))) {
                return k;
            }
        }
        throw new IllegalArgumentException(
                "a vocabulary of " + vocabulary + " is not that of overlapping words of 3 to 8 bases (5 + 4^k)");
    }

    /**
     * TorchScript method {@code turned(ids) -> ids} that gives the words of the other strand, in its order: with A, T, C, G as the digits 0
     * to 3, the complement of a digit differs in its last bit.
     *
     * @param k bases of a word
     */
    public static String turned(int k) {
        return TURNED.replace("$FIRST", Integer.toString(FIRST)).replace("$K", Integer.toString(k));
    }

    private static final String TURNED =
            """
            def turned(self, ids: Tensor) -> Tensor:
              back = torch.flip(ids, [1])
              rest = torch.clamp(torch.sub(back, $FIRST), 0)
              other = torch.zeros_like(rest)
              for i in range($K):
                other = torch.add(torch.mul(other, 4), torch.bitwise_xor(torch.bitwise_and(rest, 3), 1))
                rest = torch.floor_divide(rest, 4)
              return torch.where(torch.ge(back, $FIRST), torch.add(other, $FIRST), back)
            """;
}
