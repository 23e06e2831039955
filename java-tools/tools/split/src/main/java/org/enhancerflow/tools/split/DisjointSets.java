package org.enhancerflow.tools.split;

/** Sets of windows that are joined one after another (union by size, paths halved). */
final class DisjointSets {
    private final int[] parent;
    private final int[] size;

    /** Every window alone. */
    DisjointSets(int windows) {
        parent = new int[windows];
        size = new int[windows];
        for (int window = 0; window < windows; window++) {
            alone(window);
        }
    }

    /** Takes a window out; only for all windows of a set together. */
    void alone(int window) {
        parent[window] = window;
        size[window] = 1;
    }

    /** The window that stands for the set. */
    int find(int window) {
        int at = window;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    void join(int a, int b) {
        int first = find(a);
        int second = find(b);
        if (first != second) {
            int larger = size[first] >= size[second] ? first : second;
            int smaller = larger == first ? second : first;
            parent[smaller] = larger;
            size[larger] += size[smaller];
        }
    }

    /** Windows of the set that a window belongs to. */
    int size(int window) {
        return size[find(window)];
    }
}
