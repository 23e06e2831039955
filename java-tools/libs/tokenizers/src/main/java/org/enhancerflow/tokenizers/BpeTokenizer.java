package org.enhancerflow.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding of sequences in Java, for files of DNABERT-2's form: no normalizer, Whitespace pre-tokenizer, unknown
 * letters one by one, special tokens around. Ids equal Hugging Face's. Text that holds anything but ASCII letters goes to
 * Hugging Face's library, which is loaded when it is first needed.
 */
final class BpeTokenizer extends TableTokenizer {
    private static final int ASCII = 128;

    private final TokenizerFile file;
    private final BpeEncoder encoder;
    private final byte[] letterOf;
    private final int[] ids;
    private final int unknownId;
    private @Nullable HuggingFaceTokenizers rust;

    private BpeTokenizer(TokenizerFile file, Frame frame, BpeEncoder encoder, List<String> alphabet) {
        super(frame);
        this.file = file;
        this.encoder = encoder;
        this.unknownId = frame.unknownId();
        this.letterOf = new byte[ASCII];
        Arrays.fill(letterOf, (byte) -1);
        this.ids = new int[encoder.terms()];
        for (int i = 0; i < alphabet.size(); i++) {
            letterOf[alphabet.get(i).charAt(0)] = (byte) i;
            ids[i] = file.idOf(alphabet.get(i)).orElseThrow();
        }
        List<BpeVocabulary.Merge> merges = file.merges();
        for (int i = 0; i < merges.size(); i++) {
            ids[alphabet.size() + i] =
                    file.idOf(merges.get(i).left() + merges.get(i).right()).orElseThrow();
        }
    }

    /** A tokenizer for a file, if everything in the file has a meaning that this class knows. */
    static Optional<BpeTokenizer> of(TokenizerFile file) {
        Optional<Frame> frame = Frame.of(file);
        if (frame.isEmpty() || !isPlain(file)) {
            return Optional.empty();
        }
        List<String> alphabet = new ArrayList<>();
        for (String term : file.vocabulary().keySet()) {
            if (term.length() == 1 && isLetter(term.charAt(0))) {
                alphabet.add(term);
            }
        }
        return BpeEncoder.of(alphabet, file.merges())
                .map(encoder -> new BpeTokenizer(file, frame.get(), encoder, alphabet));
    }

    private static boolean isPlain(TokenizerFile file) {
        JsonNode root = file.root();
        JsonNode model = root.path("model");
        Set<String> preTokenizer = new HashSet<>();
        root.path("pre_tokenizer").fieldNames().forEachRemaining(preTokenizer::add);
        return file.modelKind().equals("bpe")
                && root.path("version").asText("1.0").equals("1.0")
                && isOff(root.path("normalizer"))
                && preTokenizer.equals(Set.of("type"))
                && root.path("pre_tokenizer").path("type").asText().equals("Whitespace")
                && isOff(model.path("dropout"))
                && isOff(model.path("continuing_subword_prefix"))
                && isOff(model.path("end_of_word_suffix"))
                && isOff(model.path("fuse_unk"))
                && isOff(model.path("byte_fallback"))
                && isOff(model.path("ignore_merges"))
                // Added tokens are looked for in the text first; those with another character than letters never match.
                && file.addedTokens().stream()
                        .noneMatch(t -> t.content().chars().allMatch(BpeTokenizer::isLetter));
    }

    private static boolean isOff(JsonNode node) {
        return node.isMissingNode() || node.isNull() || (node.isBoolean() && !node.booleanValue());
    }

    @Override
    public String kind() {
        return file.modelKind();
    }

    @Override
    public int[] encode(byte[] bases) {
        byte[] run = new byte[bases.length];
        for (int i = 0; i < bases.length; i++) {
            if (!isLetter(bases[i])) {
                return rust().encode(bases);
            }
            run[i] = letterOf[bases[i]];
        }
        int[] out = new int[template().before() + bases.length + template().after()];
        int size = template().begin(out);
        int place = 0;
        while (place < run.length) {
            if (run[place] < 0) {
                out[size++] = unknownId;
                place++;
                continue;
            }
            int end = place;
            while (end < run.length && run[end] >= 0) {
                end++;
            }
            int written = encoder.encode(run, place, end, out, size);
            for (int i = size; i < written; i++) {
                out[i] = ids[out[i]];
            }
            size = written;
            place = end;
        }
        return Arrays.copyOf(out, template().end(out, size));
    }

    private synchronized HuggingFaceTokenizers rust() {
        if (rust == null) {
            try {
                rust = HuggingFaceTokenizers.of(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rust;
    }

    @Override
    public synchronized void close() {
        if (rust != null) {
            rust.close();
            rust = null;
        }
    }

    private static boolean isLetter(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }
}
