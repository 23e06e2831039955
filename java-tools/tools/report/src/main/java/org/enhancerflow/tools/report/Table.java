package org.enhancerflow.tools.report;

import java.util.regex.Pattern;

/** A table of texts, in a box of its own that scrolls where the page is narrow; columns of numbers align right. */
final class Table {
    private static final Pattern NUMBER = Pattern.compile(
            "[-+\u2212]?[0-9][0-9,]*(\\.[0-9]+)?(e[-+]?[0-9]+)?( %)?( \\([-0-9.,\u2212\u2013to ]+\\))?|");

    private final Html html = new Html();

    Table(String caption, String... columns) {
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        html.open("table").element("caption", caption);
        html.open("thead").open("tr");
        for (String column : columns) {
            html.element("th", column, "scope", "col");
        }
        html.close().close().open("tbody");
    }

    /** Adds a row; its first cell is its heading. */
    void row(String... cells) {
        html.open("tr");
        html.element("th", cells[0], "scope", "row");
        for (int i = 1; i < cells.length; i++) {
            html.element("td", cells[i], "class", NUMBER.matcher(cells[i]).matches() ? "number" : "text");
        }
        html.close();
    }

    /** The finished table; call once. */
    Html html() {
        return html.close().close().close();
    }
}
