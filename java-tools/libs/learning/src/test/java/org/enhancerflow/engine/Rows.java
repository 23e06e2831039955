package org.enhancerflow.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Opens a batch's rows to tests of other packages. */
public final class Rows {

    private Rows() {}

    /** Tokens, without padding, and class of each row, as text. */
    public static List<String> of(Batch batch) {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            int from = row * batch.length();
            long[] tokens = Arrays.copyOfRange(batch.ids(), from, from + batch.rowLength(row));
            rows.add(Arrays.toString(tokens) + " " + batch.labels()[row]);
        }
        return rows;
    }
}
