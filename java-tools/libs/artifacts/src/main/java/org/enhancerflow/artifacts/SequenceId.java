package org.enhancerflow.artifacts;

import java.util.HexFormat;

/**
 * Identity of a sequence whatever its strand: XXH3-128 of the upper-case ASCII sequence or of its reverse complement,
 * whichever sorts first. Ordered as an unsigned 128-bit number.
 */
public record SequenceId(long high, long low) implements Comparable<SequenceId> {

    /** 32 lower-case hex digits. */
    public String hex() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(high) + hex.toHexDigits(low);
    }

    /** Inverse of {@link #hex()}. */
    public static SequenceId parse(String hex) {
        if (hex.length() != 32) {
            throw new IllegalArgumentException("a sequence id has 32 hex digits, not " + hex.length());
        }
        return new SequenceId(HexFormat.fromHexDigitsToLong(hex, 0, 16), HexFormat.fromHexDigitsToLong(hex, 16, 32));
    }

    @Override
    public int compareTo(SequenceId other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }
}
