package org.enhancerflow.tokenizers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Opens tokenizer files by what they hold. */
public final class Tokenizers {
    private Tokenizers() {}

    /**
     * Reads a {@code tokenizer.json} and picks the encoder: Java's own for files of a form it covers exactly, Hugging
     * Face's library for everything else. Which one it is never shows in the ids.
     *
     * @throws org.enhancerflow.artifacts.BadInputException if the file is no usable tokenizer
     */
    public static Tokenizer open(Path path) throws IOException {
        TokenizerFile file = TokenizerFile.read(path);
        Optional<CharTokenizer> single = CharTokenizer.of(file);
        if (single.isPresent()) {
            return single.get();
        }
        Optional<KmerTokenizer> words = KmerTokenizer.of(file);
        if (words.isPresent()) {
            return words.get();
        }
        Optional<HybridTokenizer> hybrid = HybridTokenizer.of(file);
        if (hybrid.isPresent()) {
            return hybrid.get();
        }
        Optional<BpeTokenizer> pairs = BpeTokenizer.of(file);
        if (pairs.isPresent()) {
            return pairs.get();
        }
        return HuggingFaceTokenizers.of(file);
    }
}
