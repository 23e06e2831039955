package org.enhancerflow.tools.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table of texts, in a box of its own that scrolls where the page is narrow; columns of numbers align right. */
final class Table {
    private static final Pattern NUMBER = Pattern.compile(
            "((< )?[-+\u2212]?[0-9][0-9,]*(\\.[0-9]+)?(e[-+]?[0-9]+)?( %)?)( \\(([-0-9.,\u2212\u2013to ]+)\\))?|");
    private static final int VALUE = 1;
    private static final int INTERVAL = 7;

    private final String caption;
    private final String[] columns;
    private final List<String[]> rows = new ArrayList<>();

    Table(String caption, String... columns) {
        this.caption = caption;
        this.columns = columns.clone();
    }

    /** Adds a row; its first cell is its heading. */
    void row(String... cells) {
        rows.add(cells.clone());
    }

    /** The table as it stands. */
    Html html() {
        Html html = new Html();
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        html.open("table").element("caption", caption);
        html.open("thead").open("tr");
        for (int i = 0; i < columns.length; i++) {
            html.element("th", columns[i], "scope", "col", "class", isOfNumbers(i) ? "number" : "text");
        }
        html.close().close().open("tbody");
        for (String[] cells : rows) {
            html.open("tr");
            html.element("th", cells[0], "scope", "row");
            for (int i = 1; i < cells.length; i++) {
                cell(html, cells[i]);
            }
            html.close();
        }
        return html.close().close().close();
    }

    /** A number's interval stands below it. */
    private static void cell(Html html, String text) {
        Matcher number = NUMBER.matcher(text);
        if (!number.matches()) {
            html.element("td", text, "class", "text");
        } else if (number.group(INTERVAL) == null) {
            html.element("td", text, "class", "number");
        } else {
            html.open("td", "class", "number").text(number.group(VALUE));
            html.element("small", number.group(INTERVAL)).close();
        }
    }

    /** Whether a column below the heads of the rows has nothing but numbers. */
    private boolean isOfNumbers(int column) {
        return column > 0 && rows.stream().allMatch(cells -> cells.length <= column || isNumber(cells[column]));
    }

    private static boolean isNumber(String cell) {
        return NUMBER.matcher(cell).matches();
    }
}
