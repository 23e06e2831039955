package org.enhancerflow.learning;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.TokenHeader;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.artifacts.TokenStoreWriter;
import org.enhancerflow.engine.RandomStream;

/** Small token stores whose classes can be told apart: class 1 holds a word that class 0 lacks. */
final class Stores {

    private static final int[] WORD = {5, 8, 7, 6, 5, 5};

    private Stores() {}

    static TokenStore charStore(Path file, int rows, int length, long seed) throws IOException {
        return write(file, header("char", 10), rows, length, length, seed);
    }

    static TokenStore raggedStore(Path file, int rows, long seed) throws IOException {
        return write(file, header("bpe", 16), rows, 12, 20, seed);
    }

    static TokenHeader header(String kind, int vocabulary) {
        return new TokenHeader(List.of("normal", "tumour"), kind, "00".repeat(32), vocabulary, 3, 100, false);
    }

    static TokenStore write(Path file, TokenHeader header, int rows, int shortest, int longest, long seed)
            throws IOException {
        RandomStream random = RandomStream.of(seed, "store");
        try (TokenStoreWriter writer = new TokenStoreWriter(file, header)) {
            for (int row = 0; row < rows; row++) {
                int label = row % 2;
                int[] ids = new int[shortest + random.nextInt(longest - shortest + 1)];
                for (int i = 0; i < ids.length; i++) {
                    ids[i] = 5 + random.nextInt(4);
                }
                if (label == 1) {
                    System.arraycopy(WORD, 0, ids, random.nextInt(ids.length - WORD.length), WORD.length);
                }
                writer.add(ids, label, row);
            }
            writer.finish();
        }
        return TokenStore.open(file);
    }
}
