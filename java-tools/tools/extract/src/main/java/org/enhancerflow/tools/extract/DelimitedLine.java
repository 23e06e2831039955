package org.enhancerflow.tools.extract;

import java.util.ArrayList;
import java.util.List;
import org.enhancerflow.genome.TextLines;

/** Splits one line of CSV or TSV; fields may be quoted as in RFC 4180, but hold no line end. */
final class DelimitedLine {
    private DelimitedLine() {}

    static List<String> split(String line, char separator, TextLines place) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter == '"') {
                boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
                if (doubled) {
                    field.append(letter);
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (letter == separator && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(letter);
            }
        }
        if (quoted) {
            throw place.error("a quoted field does not end on its line", "close the quote");
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
