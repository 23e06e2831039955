package org.enhancerflow.genome;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import org.enhancerflow.artifacts.SequenceId;

/**
 * Names sequences so that both strands of one piece of DNA have one name: XXH3-128 of the upper-case ASCII sequence or of
 * its reverse complement, whichever sorts first. Holds a scratch buffer: one instance per thread.
 */
public final class CanonicalSequence {
    private static final Hasher128 HASHER = Hashing.xxh3_128();

    private byte[] scratch = new byte[0];

    /** The id of upper-case IUPAC {@code bases[offset, offset + length)}. */
    public SequenceId id(byte[] bases, int offset, int length) {
        HashValue128 hash;
        if (isReversed(bases, offset, length)) {
            if (scratch.length < length) {
                scratch = new byte[length];
            }
            Bases.reverseComplement(bases, offset, length, scratch, 0);
            hash = HASHER.hashBytesTo128Bits(scratch, 0, length);
        } else {
            hash = HASHER.hashBytesTo128Bits(bases, offset, length);
        }
        return new SequenceId(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
    }

    /**
     * Whether the reverse complement sorts strictly before the sequence itself, so that the id is that of the reverse
     * complement. The first unequal pair of letters decides: on real DNA that is nearly always one of the first few.
     */
    public static boolean isReversed(byte[] bases, int offset, int length) {
        for (int forward = offset, backward = offset + length - 1; forward < offset + length; forward++, backward--) {
            byte letter = bases[forward];
            byte complement = Bases.complement(bases[backward]);
            if (letter != complement) {
                return complement < letter;
            }
        }
        return false;
    }
}
