package org.enhancerflow.tools.split;

/** Takes a text as deflate's tokens: bytes as they are, and repeats of bytes that stand up to 32,768 before. */
interface TextTokens {
    /** The bytes {@code text[from, to)} as they are. */
    void literals(byte[] text, int from, int to);

    /**
     * A repeat of earlier bytes.
     *
     * @param length 3 to 258
     * @param distance how far back the bytes stand, 1 to 32,768
     */
    void repeat(int length, int distance);
}
