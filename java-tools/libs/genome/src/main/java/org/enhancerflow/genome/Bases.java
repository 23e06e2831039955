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
    private static final long LOW_SEVEN_BITS = 0x7f7f7f7f7f7f7f7fL;
    private static final long UNKNOWN_WORD = 0x0101010101010101L * UNKNOWN;

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
        for (int i = offset + length - 1, to = at; i >= offset; i--, to++) {
            target[to] = COMPLEMENT[bases[i] & 0xff];
        }
    }

    /** The reverse complement of a whole array, in upper case. */
    public static byte[] reverseComplement(byte[] bases) {
        byte[] reversed = new byte[bases.length];
        reverseComplement(bases, 0, bases.length, reversed, 0);
        return reversed;
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
