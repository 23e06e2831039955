package org.enhancerflow.artifacts;

import java.util.List;

/**
 * What a token store holds.
 *
 * @param labels class names; a row's label is an index into it
 * @param tokenizerKind {@code bpe}, {@code char}, …: models name the kind they read
 * @param tokenizerDigest SHA-256 of the tokenizer.json, lower-case hex
 * @param vocabularySize ids are below it
 * @param padId id that fills batches
 * @param maxTokens limit at which sequences were truncated, special tokens included
 * @param reverseComplement whether the tokens of the other strand are stored too
 */
public record TokenHeader(
        List<String> labels,
        String tokenizerKind,
        String tokenizerDigest,
        int vocabularySize,
        int padId,
        int maxTokens,
        boolean reverseComplement) {
    public TokenHeader {
        labels = List.copyOf(labels);
    }

    /** The same with or without the other strand. */
    public TokenHeader withReverseComplement(boolean stored) {
        return new TokenHeader(labels, tokenizerKind, tokenizerDigest, vocabularySize, padId, maxTokens, stored);
    }

    /** The narrowest element type that holds every id. */
    public TensorType idType() {
        if (vocabularySize <= 1 << 8) {
            return TensorType.U8;
        }
        return vocabularySize <= 1 << 16 ? TensorType.U16 : TensorType.U32;
    }
}
