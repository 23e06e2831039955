package org.enhancerflow.genome;

import java.util.regex.Pattern;

/** Which names a sequence may have: those of the SAM specification (section 1.2.1), since .dict and BED files carry them. */
public final class ContigNames {
    private static final Pattern VALID = Pattern.compile("[0-9A-Za-z!#$%&+./:;?@^_|~-][0-9A-Za-z!#$%&*+./:;=?@^_|~-]*");

    private ContigNames() {}

    /** Whether a name may stand in SAM headers, and so everywhere else. */
    public static boolean isValid(String name) {
        return VALID.matcher(name).matches();
    }

    /** A name as it may stand in a message: short, without control characters. */
    public static String printable(String name) {
        String shortened = name.length() > 40 ? name.substring(0, 40) + "..." : name;
        return shortened.replaceAll("\\p{Cntrl}", "?");
    }
}
