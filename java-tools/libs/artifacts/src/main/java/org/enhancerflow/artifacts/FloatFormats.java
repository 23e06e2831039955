package org.enhancerflow.artifacts;

import java.nio.ByteBuffer;

/** The floating-point types of weight files, brought to float32. */
public final class FloatFormats {

    private static final int HALF_INFINITY = 0x1f;
    private static final int EXPONENT_SHIFT = 127 - 15;

    private FloatFormats() {}

    /** Whether a type holds floating-point numbers. */
    public static boolean isFloating(TensorType type) {
        return switch (type) {
            case F16, BF16, F32, F64 -> true;
            case BOOL, U8, I8, U16, I16, U32, I32, U64, I64 -> false;
        };
    }

    /**
     * Decodes numbers; float64 is rounded, the two half types are widened without loss.
     *
     * @param bytes little-endian, holding at least {@code count} numbers from its position on
     * @param out where they go, from index {@code at}
     * @throws IllegalArgumentException for a type that is not floating
     */
    public static void decode(TensorType type, ByteBuffer bytes, float[] out, int at, int count) {
        switch (type) {
            case F32 -> bytes.asFloatBuffer().get(out, at, count);
            case F64 -> {
                for (int i = 0; i < count; i++) {
                    out[at + i] = (float) bytes.getDouble(bytes.position() + 8 * i);
                }
            }
            case BF16 -> {
                for (int i = 0; i < count; i++) {
                    out[at + i] = Float.intBitsToFloat(bytes.getShort(bytes.position() + 2 * i) << 16);
                }
            }
            case F16 -> {
                for (int i = 0; i < count; i++) {
                    out[at + i] = half(bytes.getShort(bytes.position() + 2 * i));
                }
            }
            default -> throw new IllegalArgumentException(type + " holds no floating-point numbers");
        }
    }

    /** IEEE 754 binary16: Java 17 has no method for it. */
    private static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = bits >> 10 & 0x1f;
        int mantissa = bits & 0x3ff;
        if (exponent == 0) {
            return Float.intBitsToFloat(sign | Float.floatToRawIntBits(mantissa * 0x1p-24f));
        }
        int wide = exponent == HALF_INFINITY ? 0xff : exponent + EXPONENT_SHIFT;
        return Float.intBitsToFloat(sign | wide << 23 | mantissa << 13);
    }
}
