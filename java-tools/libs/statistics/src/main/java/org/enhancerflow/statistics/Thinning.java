package org.enhancerflow.statistics;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.function.IntToDoubleFunction;

/**
 * Thins a curve for drawing by the Douglas-Peucker algorithm (Cartographica 10, 1973): no point left out lies further than
 * the tolerance from the line that is drawn instead, so the shape stays.
 */
public final class Thinning {
    private Thinning() {}

    /**
     * Chooses the points to draw.
     *
     * @param size number of points of the curve
     * @param x first coordinate by point
     * @param y second coordinate by point
     * @param tolerance largest distance of a left-out point from the line, in the coordinates' unit
     * @return indices of the points kept, rising, with the first and the last
     */
    public static int[] keep(int size, IntToDoubleFunction x, IntToDoubleFunction y, double tolerance) {
        BitSet kept = new BitSet(size);
        Deque<int[]> spans = new ArrayDeque<>();
        if (size > 0) {
            kept.set(0);
            kept.set(size - 1);
            spans.push(new int[] {0, size - 1});
        }
        while (!spans.isEmpty()) {
            int[] span = spans.pop();
            int furthest = furthest(span[0], span[1], x, y, tolerance);
            if (furthest >= 0) {
                kept.set(furthest);
                spans.push(new int[] {span[0], furthest});
                spans.push(new int[] {furthest, span[1]});
            }
        }
        return kept.stream().toArray();
    }

    /** The point between that lies furthest from the line segment, or -1 when none is beyond the tolerance. */
    private static int furthest(int from, int to, IntToDoubleFunction x, IntToDoubleFunction y, double tolerance) {
        double x0 = x.applyAsDouble(from);
        double y0 = y.applyAsDouble(from);
        double dx = x.applyAsDouble(to) - x0;
        double dy = y.applyAsDouble(to) - y0;
        double squaredLength = dx * dx + dy * dy;
        int furthest = -1;
        double most = tolerance;
        for (int i = from + 1; i < to; i++) {
            double px = x.applyAsDouble(i) - x0;
            double py = y.applyAsDouble(i) - y0;
            double along = squaredLength == 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / squaredLength));
            double distance = Math.hypot(px - along * dx, py - along * dy);
            if (distance > most) {
                most = distance;
                furthest = i;
            }
        }
        return furthest;
    }
}
