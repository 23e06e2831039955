package org.enhancerflow.genome;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * DNA letters as ASCII bytes: the IUPAC alphabet {@code ACGTRYKMBVDHSWN}, its complement, and counting. RNA's {@code U}
 * and gap characters are not part of it.
 */
public final class Bases {
    /** What stands for a base that is not known, and for every place outside a contig. */
    public static final byte UNKNOWN = 'N';

    private static final String LETTERS = "ACGTRYKMBVDHSWN";
    private static final String COMPLEMENTS = "TGCAYRMKVBHDSWN";
    private static final byte[] COMPLEMENT = complements();

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_SEVEN_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long UNKNOWN_WORD = ONES * UNKNOWN;

    private Bases() {}

    /** Whether {@code letter} is an IUPAC DNA code, in either case. */
    public static boolean isBase(byte letter) {
        return complement(letter) != 0;
    }

    /** The upper-case complement of an IUPAC code of either case (R/Y, K/M, B/V, D/H swap; S, W, N stay); 0 for anything else. */
    public static byte complement(byte letter) {
        return COMPLEMENT[letter & 0xff];
    }

    /** Writes the reverse complement of {@code bases[offset, offset + length)} to {@code target[at, at + length)}. */
    public static void reverseComplement(byte[] bases, int offset, int length, byte[] target, int at) {
        if (reverseComplementPlain(bases, offset, length, target, at)) {
            return;
        }
        for (int i = offset + length - 1, to = at; i >= offset; i--, to++) {
            target[to] = COMPLEMENT[bases[i] & 0xff];
        }
    }

    /**
     * The same for upper-case A, C, G and T alone, eight at a time; false where other letters occur, and the target is
     * then not to be used. In ASCII bit 1 parts C and G from A and T: C and G differ by 0x04, A and T by 0x15.
     */
    private static boolean reverseComplementPlain(byte[] bases, int offset, int length, byte[] target, int at) {
        long others = 0;
        int from = offset + length - 8;
        int to = at;
        for (; from >= offset; from -= 8, to += 8) {
            long word = (long) WORD.get(bases, from);
            // Among IUPAC's upper-case letters only A, C, G and T have bit 3 clear, bits 4 and 0 unequal, and not both
            // 4 and 1.
            others |= (word >>> 3) | ~((word >>> 4) ^ word) | ((word >>> 4) & (word >>> 1));
            // Lower case has bit 5.
            others |= word >>> 5;
            long strong = (word >>> 1) & ONES;
            WORD.set(target, to, Long.reverseBytes(word ^ (ONES * 0x15) ^ (strong * 0x11)));
        }
        for (int i = from + 7; i >= offset; i--, to++) {
            target[to] = COMPLEMENT[bases[i] & 0xff];
        }
        return (others & ONES) == 0;
    }

    /** The reverse complement of a whole array, in upper case. */
    public static byte[] reverseComplement(byte[] bases) {
        byte[] reversed = new byte[bases.length];
        reverseComplement(bases, 0, bases.length, reversed, 0);
        return reversed;
    }

    /** Puts letters into upper case in place. */
    public static void toUpperCase(byte[] bases) {
        toUpperCase(bases, 0, bases.length);
    }

    /** Puts letters into upper case in place; other bytes must not occur, since only bit 5 is cleared. */
    static void toUpperCase(byte[] bases, int offset, int length) {
        for (int i = offset, end = offset + length; i < end; i++) {
            bases[i] &= (byte) 0xdf;
        }
    }

    /** How many of {@code bases[offset, offset + length)} are upper-case {@code N}. Eight at a time: a corpus asks for gigabases. */
    public static int countUnknown(byte[] bases, int offset, int length) {
        int count = 0;
        int i = offset;
        int end = offset + length;
        for (; i + 8 <= end; i += 8) {
            long difference = (long) WORD.get(bases, i) ^ UNKNOWN_WORD;
            // The high bit of every byte of this word is set where that byte of `difference` is not zero, exactly.
            long different = ((difference & LOW_SEVEN_BITS) + LOW_SEVEN_BITS) | difference | LOW_SEVEN_BITS;
            count += Long.bitCount(~different);
        }
        for (; i < end; i++) {
            if (bases[i] == UNKNOWN) {
                count++;
            }
        }
        return count;
    }

    private static byte[] complements() {
        byte[] table = new byte[256];
        for (int i = 0; i < LETTERS.length(); i++) {
            table[LETTERS.charAt(i)] = (byte) COMPLEMENTS.charAt(i);
            table[Character.toLowerCase(LETTERS.charAt(i))] = (byte) COMPLEMENTS.charAt(i);
        }
        return table;
    }
}
