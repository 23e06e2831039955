package org.enhancerflow.tools.dedup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.enhancerflow.artifacts.TensorCursor;
import org.enhancerflow.artifacts.WindowFiles;

/**
 * The rows of all parts in the corpus's order (contig, start, label, sample, peak), and which of them balancing leaves: a
 * byte a row, two where there are more than 256 parts, and a bit where balancing drops some. Parts are read through small
 * buffers, each from its first row to its last.
 */
final class CorpusOrder implements WindowFiles.Interleaving {
    private static final int BYTE = 256;

    private final byte[] low;
    private final byte[] high;
    private final BitSet dropped = new BitSet();
    private final long[] ofClass;

    private CorpusOrder(int rows, int parts, int classes) {
        low = new byte[rows];
        high = new byte[parts > BYTE ? rows : 0];
        ofClass = new long[classes];
    }

    /**
     * Merges parts.
     *
     * @param paths their files, for messages
     * @param balance the seed, where classes are brought to one size
     * @throws org.enhancerflow.artifacts.BadInputException if a part's rows are not in the corpus's order
     */
    static CorpusOrder of(List<Path> paths, WindowFiles parts, Optional<Long> balance) throws IOException {
        int classes = parts.headers().get(0).labels().size();
        CorpusOrder order = new CorpusOrder(parts.size(), paths.size(), classes);
        if (balance.isPresent()) {
            long[] sizes = sizes(parts, paths.size(), classes);
            order.merge(
                    paths,
                    parts,
                    Optional.of(Balance.of(sizes, visitor -> forEach(parts, paths.size(), visitor), balance.get())));
        } else {
            order.merge(paths, parts, Optional.empty());
        }
        return order;
    }

    private static long[] sizes(WindowFiles parts, int files, int classes) throws IOException {
        long[] sizes = new long[classes];
        for (int file = 0; file < files; file++) {
            TensorCursor labels = parts.cursor(file, "label", 1);
            while (labels.hasNext()) {
                sizes[labels.nextByte() & 0xFF]++;
            }
        }
        return sizes;
    }

    private static void forEach(WindowFiles parts, int files, Balance.Visitor visitor) throws IOException {
        for (int file = 0; file < files; file++) {
            TensorCursor labels = parts.cursor(file, "label", 2);
            TensorCursor ids = parts.cursor(file, "id", 2);
            while (labels.hasNext()) {
                visitor.visit(labels.nextByte() & 0xFF, ids.nextLong(), ids.nextLong());
            }
        }
    }

    private void merge(List<Path> paths, WindowFiles parts, Optional<Balance> balance) throws IOException {
        PartRow[] heap = new PartRow[paths.size()];
        int left = 0;
        for (int file = 0; file < heap.length; file++) {
            PartRow row = new PartRow(paths.get(file), parts, file, heap.length, balance.isPresent());
            if (row.next()) {
                heap[left++] = row;
            }
        }
        Arrays.sort(heap, 0, left, PartRow::compare);
        for (int at = 0; at < low.length; at++) {
            PartRow first = heap[0];
            low[at] = (byte) first.file();
            if (high.length > 0) {
                high[at] = (byte) (first.file() / BYTE);
            }
            if (balance.isEmpty() || balance.get().keeps(first.label(), first.idHigh(), first.idLow())) {
                ofClass[first.label()]++;
            } else {
                dropped.set(at);
            }
            if (!first.next()) {
                heap[0] = heap[--left];
            }
            sink(heap, left);
        }
    }

    /** Puts the heap's first row where it belongs. */
    private static void sink(PartRow[] heap, int size) {
        PartRow row = heap[0];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && PartRow.compare(heap[child + 1], heap[child]) < 0) {
                child++;
            }
            if (PartRow.compare(row, heap[child]) <= 0) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = row;
    }

    @Override
    public int size() {
        return low.length;
    }

    @Override
    public int file(int index) {
        int file = low[index] & 0xFF;
        return high.length == 0 ? file : file + BYTE * (high[index] & 0xFF);
    }

    @Override
    public boolean kept(int index) {
        return !dropped.get(index);
    }

    @Override
    public int written() {
        return low.length - dropped.cardinality();
    }

    /** How many rows of each class are written. */
    long[] ofClass() {
        return ofClass.clone();
    }
}
