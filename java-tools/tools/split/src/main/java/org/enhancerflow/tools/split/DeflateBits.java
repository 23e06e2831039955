package org.enhancerflow.tools.split;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bits in deflate's order, lowest first, in a buffer that its user keeps from running over. Not thread-safe. */
final class DeflateBits {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private int at;
    private long pending;
    private int pendingBits;

    /** Bits for a buffer of {@code size} bytes. */
    DeflateBits(int size) {
        bytes = new byte[size + Long.BYTES];
    }

    /** Starts again at a place of the buffer. */
    void restart(int from) {
        at = from;
        pending = 0;
        pendingBits = 0;
    }

    /** The buffer; what lies before {@link #restart}'s place is the user's. */
    byte[] bytes() {
        return bytes;
    }

    /** One past the last whole byte written. */
    int length() {
        return at;
    }

    /** Adds up to 15 bits. */
    void add(int value, int count) {
        pending |= (long) value << pendingBits;
        pendingBits += count;
        spill();
    }

    /** Adds a word of a {@link DeflateCode}. */
    void addWord(int word) {
        add(word >>> 4, word & 0xf);
    }

    /** Adds the words of a text's bytes, three at a time: what is not spilled stays below eight bits, without a branch. */
    void addAll(DeflateCode code, byte[] text, int from, int to) {
        int i = from;
        for (; i + 3 <= to; i += 3) {
            int first = code.symbol(text[i] & 0xff);
            int second = code.symbol(text[i + 1] & 0xff);
            int third = code.symbol(text[i + 2] & 0xff);
            int two = (first & 0xf) + (second & 0xf);
            long bits = first >>> 4 | (long) (second >>> 4) << (first & 0xf) | (long) (third >>> 4) << two;
            pending |= bits << pendingBits;
            pendingBits += two + (third & 0xf);
            spill();
        }
        for (; i < to; i++) {
            addWord(code.symbol(text[i] & 0xff));
        }
    }

    private void spill() {
        WORD.set(bytes, at, pending);
        at += pendingBits >>> 3;
        pending >>>= pendingBits & ~7;
        pendingBits &= 7;
    }

    /** Fills the last byte with zeros. */
    void finish() {
        WORD.set(bytes, at, pending);
        at += (pendingBits + 7) / 8;
        pending = 0;
        pendingBits = 0;
    }
}
