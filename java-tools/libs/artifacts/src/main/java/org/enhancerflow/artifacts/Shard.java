package org.enhancerflow.artifacts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One part of a work that is done in several, written {@code K/N}. The N parts of a table's rows, and those of the
 * sequences' identities, cover everything and do not overlap, whatever N; a part may be empty.
 *
 * @param index which part, 1-based
 * @param count number of parts, 1 to {@value #MOST}
 */
public record Shard(int index, int count) {
    /** The largest number of parts. */
    public static final int MOST = 1024;

    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,3})/([1-9][0-9]{0,3})");
    private static final int PREFIX_BITS = 32;

    /** The only part of a work that is not divided. */
    public static final Shard WHOLE = new Shard(1, 1);

    public Shard {
        if (count < 1 || count > MOST || index < 1 || index > count) {
            throw new IllegalArgumentException("there is no part " + index + " of " + count);
        }
    }

    /**
     * Inverse of {@link #text()}.
     *
     * @throws IllegalArgumentException if it is not K/N with K from 1 to N and N from 1 to {@value #MOST}
     */
    public static Shard parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' does not have the form K/N");
        }
        return new Shard(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
    }

    /** Its form on command lines and in manifests: {@code 2/3}. */
    public String text() {
        return index + "/" + count;
    }

    /** Whether it is the only part. */
    public boolean isWhole() {
        return count == 1;
    }

    /** First row of this part in a table of that many rows, 0-based. */
    public long from(long rows) {
        return Math.multiplyExact(rows, index - 1L) / count;
    }

    /** One past this part's last row in a table of that many rows. */
    public long to(long rows) {
        return Math.multiplyExact(rows, (long) index) / count;
    }

    /**
     * Whether a sequence belongs to this part: the range of the first 32 bits of identities is divided evenly.
     *
     * @param idHigh upper half of the {@link SequenceId}
     */
    public boolean has(long idHigh) {
        long prefix = idHigh >>> (Long.SIZE - PREFIX_BITS);
        return ((prefix * count) >>> PREFIX_BITS) == index - 1;
    }
}
