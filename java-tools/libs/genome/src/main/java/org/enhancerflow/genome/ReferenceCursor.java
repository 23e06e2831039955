package org.enhancerflow.genome;

import java.io.IOException;
import java.util.Arrays;

/**
 * Reads places of a {@link Reference} through a block of decoded bases, so that places in coordinate order decode each
 * base once, however much they overlap. One cursor per thread.
 *
 * <pre>{@code
 * cursor.seek(contig, start, length);
 * use(cursor.buffer(), cursor.offset(), length);   // valid until the next seek
 * }</pre>
 */
public final class ReferenceCursor {
    private static final int BLOCK = 1 << 18;

    private final Reference reference;
    private byte[] block = new byte[0];
    private byte[] raw = {};
    private int blockContig = -1;
    private long blockStart;
    private int blockLength;
    private boolean blockHasUnknown;
    private byte[] padded = new byte[0];
    private byte[] buffer = block;
    private int offset;
    private int length;

    ReferenceCursor(Reference reference) {
        this.reference = reference;
    }

    /**
     * Makes the upper-case bases of {@code [start, start + length)} available in {@link #buffer()} from
     * {@link #offset()}. Places outside the contig read as N.
     *
     * @param contig index of the contig
     * @param start 0-based, may be negative
     */
    public void seek(int contig, long start, int length) throws IOException {
        this.length = length;
        long contigLength = reference.contigs().get(contig).length();
        if (start >= 0 && start + length <= contigLength) {
            load(contig, start, length, contigLength);
            buffer = block;
            offset = (int) (start - blockStart);
            return;
        }
        if (padded.length < length) {
            padded = new byte[length];
        }
        Arrays.fill(padded, 0, length, Bases.UNKNOWN);
        long from = Math.max(0, start);
        long to = Math.min(contigLength, start + length);
        if (from < to) {
            load(contig, from, (int) (to - from), contigLength);
            System.arraycopy(block, (int) (from - blockStart), padded, (int) (from - start), (int) (to - from));
        }
        buffer = padded;
        offset = 0;
    }

    /** Where the bases of the last seek stand; not to be changed, and overwritten by the next seek. */
    public byte[] buffer() {
        return buffer;
    }

    /** Index of the first of them in {@link #buffer()}. */
    public int offset() {
        return offset;
    }

    /** How many of them are N; at no cost where the block has none. */
    public int countUnknown() {
        return buffer == block && !blockHasUnknown ? 0 : Bases.countUnknown(buffer, offset, length);
    }

    /** A copy of the upper-case bases of {@code [start, start + length)}. */
    public byte[] bases(int contig, long start, int length) throws IOException {
        seek(contig, start, length);
        return Arrays.copyOfRange(buffer, offset, offset + length);
    }

    private void load(int contig, long start, int length, long contigLength) throws IOException {
        if (contig == blockContig && start >= blockStart && start + length <= blockStart + blockLength) {
            return;
        }
        int wanted = (int) Math.min(contigLength - start, Math.max(length, BLOCK));
        if (block.length < wanted) {
            block = new byte[wanted];
        }
        int bytes = reference.rawBytes(wanted);
        if (raw.length < bytes) {
            raw = new byte[bytes];
        }
        blockContig = -1;
        reference.read(contig, start, wanted, block, raw);
        blockContig = contig;
        blockStart = start;
        blockLength = wanted;
        blockHasUnknown = Bases.countUnknown(block, 0, wanted) > 0;
    }
}
