package org.enhancerflow.tokenizers;

import java.util.Arrays;
import java.util.OptionalInt;

/**
 * Turns a DNA sequence into token ids. Implementations are safe for use by several threads at once.
 *
 * <p>Letters are taken as they are: DNA vocabularies know upper case only, so a caller that reads soft-masked sequence
 * upper-cases it first (a lower-case letter is an unknown token otherwise, as in Hugging Face's library).
 */
public interface Tokenizer extends AutoCloseable {
    /**
     * Name of the kind as it stands in token stores: {@code bpe}, {@code char}, {@code hyenadna},
     * {@code kmer6}, {@code kmer6-nonoverlapping}, {@code hybrid}, or the model's type in lower case.
     */
    String kind();

    /**
     * Whether a token's place in the sequence is its base's place, whatever the bases are. What reads such tokens reads
     * them by place, so they are never cut.
     */
    default boolean keepsPlaces() {
        return false;
    }

    /** Number of embedding rows a model needs: largest id plus one. */
    int vocabularySize();

    /** Id that fills a batch up to its longest sequence. */
    int padId();

    /** Id of what the vocabulary does not hold; empty when the tokenizer has none. */
    OptionalInt unknownId();

    /** Number of special tokens put before every sequence. */
    int specialsBefore();

    /** Number of special tokens put after every sequence. */
    int specialsAfter();

    /**
     * Ids of a whole sequence, special tokens included, never truncated and never padded.
     *
     * @param bases UTF-8 text, for sequences one ASCII letter a base; not changed
     * @throws IllegalArgumentException if the bytes hold something that this tokenizer cannot take as sequence
     */
    int[] encode(byte[] bases);

    /**
     * Cuts ids to at most {@code maxTokens}, special tokens included, as Hugging Face's truncation on the right does: the
     * end of the sequence goes, the special tokens stay.
     *
     * @param ids what {@link #encode} gave
     * @param maxTokens at least the number of special tokens
     * @return {@code ids} itself when nothing has to go
     */
    default int[] truncate(int[] ids, int maxTokens) {
        if (ids.length <= maxTokens) {
            return ids;
        }
        int after = specialsAfter();
        if (maxTokens < specialsBefore() + after) {
            throw new IllegalArgumentException(maxTokens + " tokens leave no room for the special tokens");
        }
        int[] cut = Arrays.copyOf(ids, maxTokens);
        System.arraycopy(ids, ids.length - after, cut, maxTokens - after, after);
        return cut;
    }

    /** Releases native memory, if any; the tokenizer is not used afterwards. */
    @Override
    void close();
}
