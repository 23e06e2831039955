package org.enhancerflow.tokenizers;

import java.util.Optional;
import java.util.OptionalInt;

/** A tokenizer whose ids are looked up in Java; what it has of a file besides its terms. */
abstract sealed class TableTokenizer implements Tokenizer
        permits BpeTokenizer, CharTokenizer, HybridTokenizer, KmerTokenizer {
    private final Frame frame;

    /**
     * What stands beside a file's terms.
     *
     * @param vocabularySize number of embedding rows
     * @param padId id that fills batches
     * @param unknownId id of what the vocabulary does not hold
     * @param template the special tokens around a sequence
     */
    record Frame(int vocabularySize, int padId, int unknownId, SequenceTemplate template) {
        /** A file's; empty where it names no padding or unknown token, or puts more than fixed tokens around a sequence. */
        static Optional<Frame> of(TokenizerFile file) {
            OptionalInt pad = file.padId();
            OptionalInt unknown = file.unknownId();
            Optional<SequenceTemplate> template = SequenceTemplate.of(file);
            return pad.isEmpty() || unknown.isEmpty()
                    ? Optional.empty()
                    : template.map(
                            around -> new Frame(file.vocabularySize(), pad.getAsInt(), unknown.getAsInt(), around));
        }
    }

    TableTokenizer(Frame frame) {
        this.frame = frame;
    }

    @Override
    public final int vocabularySize() {
        return frame.vocabularySize();
    }

    @Override
    public final int padId() {
        return frame.padId();
    }

    @Override
    public final OptionalInt unknownId() {
        return OptionalInt.of(frame.unknownId());
    }

    @Override
    public final int specialsBefore() {
        return frame.template().before();
    }

    @Override
    public final int specialsAfter() {
        return frame.template().after();
    }

    /** The special tokens around a sequence. */
    final SequenceTemplate template() {
        return frame.template();
    }

    @Override
    public void close() {
        // Nothing native is held.
    }
}
