package org.enhancerflow.tools.split;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.zip.CRC32;

/**
 * Writes lines as BGZF (SAM specification, 4.1): gzip in blocks that can be read from any of them. The lines come as
 * tokens in one {@link DeflateCode}, with no search for repeats: a sixth of zlib's time at level 1, and the same bytes on
 * every machine, whatever zlib it has. Not thread-safe.
 */
final class BgzfLines implements TextTokens, AutoCloseable {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final byte[] HEADER = HexFormat.of().parseHex("1f8b08040000000000ff0600424302000000");
    private static final byte[] END_OF_FILE =
            HexFormat.of().parseHex("1f8b08040000000000ff0600424302001b0003000000000000000000");
    private static final int BLOCK_SIZE_AT = 16;
    /** Bytes of a block, compressed or not, at most. */
    private static final int BLOCK = 1 << 16;
    /** For the end of a block: its last code word, check sum, length. */
    private static final int RESERVE = 64;

    private final OutputStream out;
    private final DeflateCode code;
    private final DeflateBits bits = new DeflateBits(BLOCK);
    private final byte[] text = new byte[BLOCK - RESERVE];
    private final CRC32 crc = new CRC32();
    private int textLength;
    private long address;

    BgzfLines(OutputStream out, DeflateCode code) {
        this.out = out;
        this.code = code;
        begin();
    }

    /**
     * Begins a line, whose tokens must follow.
     *
     * @return whether it stands in one block with the line before, which it may then repeat parts of
     */
    boolean line(byte[] line, int length) throws IOException {
        boolean first = textLength == 0;
        if (!fits(length)) {
            flush();
            first = true;
            if (!fits(length)) {
                throw new IllegalArgumentException("a line of " + length + " bytes is longer than a block");
            }
        }
        System.arraycopy(line, 0, text, textLength, length);
        textLength += length;
        return !first;
    }

    /** A code word has 15 bits at most. */
    private boolean fits(int length) {
        return textLength + length <= text.length && bits.length() + 2L * length + RESERVE <= BLOCK;
    }

    /** Where the line given last begins: the address of its block, shifted by 16 bits, and its place in the block's text. */
    long pointer(int length) {
        return address << 16 | (textLength - length);
    }

    @Override
    public void literals(byte[] line, int from, int to) {
        bits.addAll(code, line, from, to);
    }

    @Override
    public void repeat(int length, int distance) {
        code.writeRepeat(bits, length, distance);
    }

    private void begin() {
        System.arraycopy(HEADER, 0, bits.bytes(), 0, HEADER.length);
        bits.restart(HEADER.length);
        code.writeHeader(bits);
        textLength = 0;
    }

    /** Ends the block; returns the pointer to what follows. */
    long flush() throws IOException {
        if (textLength > 0) {
            bits.addWord(code.symbol(DeflateCode.END_OF_BLOCK));
            bits.finish();
            crc.reset();
            crc.update(text, 0, textLength);
            int length = bits.length() + 2 * Integer.BYTES;
            INT.set(bits.bytes(), bits.length(), (int) crc.getValue());
            INT.set(bits.bytes(), bits.length() + Integer.BYTES, textLength);
            SHORT.set(bits.bytes(), BLOCK_SIZE_AT, (short) (length - 1));
            out.write(bits.bytes(), 0, length);
            address += length;
            begin();
        }
        return address << 16;
    }

    /** Writes what is left, and the empty block that marks a whole file; closes nothing. */
    @Override
    public void close() throws IOException {
        flush();
        out.write(END_OF_FILE);
    }
}
