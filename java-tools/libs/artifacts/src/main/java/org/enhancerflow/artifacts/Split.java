package org.enhancerflow.artifacts;

import java.util.Locale;

/** The part of the corpus a window belongs to. */
public enum Split {
    TRAIN(0),
    VALIDATION(1),
    TEST(2);

    private final byte code;

    Split(int code) {
        this.code = (byte) code;
    }

    /** Code in the windows table: 0 train, 1 validation, 2 test. */
    public byte code() {
        return code;
    }

    /** Inverse of {@link #code()}. */
    public static Split of(byte code) {
        return switch (code) {
            case 0 -> TRAIN;
            case 1 -> VALIDATION;
            case 2 -> TEST;
            default -> throw new IllegalArgumentException("no split has the code " + code);
        };
    }

    /** Lower-case name, as in file names and tables. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
