package org.enhancerflow.tools.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML. Texts and attribute values are escaped here and nowhere else, so that a name from a user never becomes
 * markup. Attributes are given as alternating names and values.
 */
final class Html {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element. */
    Html open(String tag, String... attributes) {
        open.push(tag);
        return start(tag, attributes);
    }

    /** Closes the element opened last. */
    Html close() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** A whole element with text in it. */
    Html element(String tag, String text, String... attributes) {
        start(tag, attributes);
        out.append(escape(text)).append("</").append(tag).append('>');
        return this;
    }

    /** Text inside the element opened last. */
    Html text(String text) {
        out.append(escape(text));
        return this;
    }

    /** An element without content and without an end tag, such as br. */
    Html empty(String tag, String... attributes) {
        return start(tag, attributes);
    }

    /** Takes over what another writer wrote. */
    Html add(Html other) {
        out.append(other.finished());
        return this;
    }

    private Html start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escape(attributes[i + 1]))
                    .append('"');
        }
        out.append('>');
        return this;
    }

    /** The markup written so far. */
    String finished() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("<" + open.peek() + "> was not closed");
        }
        return out.toString();
    }

    /** Escapes for texts and double-quoted attribute values. Characters that HTML forbids become the replacement character. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.appendCodePoint(forbidden(c) ? 0xFFFD : c);
            }
        });
        return escaped.toString();
    }

    private static boolean forbidden(int c) {
        boolean control = Character.isISOControl(c) && c != '\n' && c != '\t' && c != '\r';
        // Marks that reorder text could make a name read as another.
        boolean reorders = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        boolean lone = c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
        return control || reorders || lone;
    }
}
