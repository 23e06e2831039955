package org.enhancerflow.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One token a base: ids keep their place in the window. Two files are known: EnhancerFlow's own, without special tokens
 * around the sequence, and HyenaDNA's ids (Nguyen et al., NeurIPS 2023: [CLS] 0 [SEP] 1 [BOS] 2 [MASK] 3 [PAD] 4
 * [RESERVED] 5 [UNK] 6, A C G T N 7 to 11, [CLS] and [SEP] around, padded on the left). Encoded in Java; the ids equal
 * those of Hugging Face's library for the same file.
 */
public final class CharTokenizer extends TableTokenizer {
    /** Name of this kind in token stores and on the command line. */
    public static final String KIND = "char";

    /** Name of HyenaDNA's kind. */
    public static final String HYENA_KIND = "hyenadna";

    /** HyenaDNA's special tokens; a token's place is its id. */
    static final List<String> HYENA_SPECIAL_TOKENS =
            List.of("[CLS]", "[SEP]", "[BOS]", "[MASK]", "[PAD]", "[RESERVED]", "[UNK]");

    /** Letters that stand for themselves; their ids follow the special tokens'. */
    private static final String LETTERS = "ACGTN";

    /** What may stand in a sequence line: letters, gaps and stops. Special tokens hold a bracket, so never match. */
    private static final String SEQUENCE_MARKS = "*-.";

    private final String kind;
    private final int[] ids;

    private CharTokenizer(String kind, Frame frame, int[] ids) {
        super(frame);
        this.kind = kind;
        this.ids = ids;
    }

    /**
     * A native encoder for a file, if the file is of this kind: no normalizer, every character split off, a WordLevel
     * vocabulary of single characters, nothing added around the sequence unless the vocabulary is HyenaDNA's.
     *
     * @return empty if anything in the file would make Hugging Face's ids differ from a table look-up
     */
    public static Optional<CharTokenizer> of(TokenizerFile file) {
        JsonNode root = file.root();
        Optional<Frame> frame = Frame.of(file);
        boolean hyena = List.copyOf(file.vocabulary().keySet()).equals(hyenaTerms());
        boolean plain = isAbsent(root.path("normalizer"))
                && (hyena || isAbsent(root.path("post_processor")))
                && root.path("pre_tokenizer").equals(preTokenizer())
                && root.path("model").path("type").asText().equals("WordLevel");
        if (!plain || frame.isEmpty()) {
            return Optional.empty();
        }
        boolean addedTokensNeverMatch =
                file.addedTokens().stream().allMatch(t -> t.content().chars().anyMatch(c -> !isSequence(c)));
        if (!addedTokensNeverMatch) {
            return Optional.empty();
        }
        int[] table = new int[128];
        Arrays.fill(table, frame.get().unknownId());
        for (Map.Entry<String, Integer> entry : file.vocabulary().entrySet()) {
            String term = entry.getKey();
            if (term.length() == 1 && term.charAt(0) < table.length) {
                table[term.charAt(0)] = entry.getValue();
            }
        }
        return Optional.of(new CharTokenizer(hyena ? HYENA_KIND : KIND, frame.get(), table));
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public boolean keepsPlaces() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a byte is none of the ASCII letters and {@code * - .}
     */
    @Override
    public int[] encode(byte[] bases) {
        int[] encoded = new int[template().before() + bases.length + template().after()];
        int start = template().begin(encoded);
        for (int i = 0; i < bases.length; i++) {
            if (!isSequence(bases[i])) {
                throw new IllegalArgumentException("byte " + bases[i] + " at base " + i + " is no sequence letter");
            }
            encoded[start + i] = ids[bases[i]];
        }
        template().end(encoded, start + bases.length);
        return encoded;
    }

    /** Terms of the file that VOCAB writes, in order of their ids. */
    static List<String> terms() {
        return withLetters(TokenizerJson.SPECIAL_TOKENS);
    }

    /** HyenaDNA's terms, in order of their ids. */
    static List<String> hyenaTerms() {
        return withLetters(HYENA_SPECIAL_TOKENS);
    }

    private static List<String> withLetters(List<String> specialTokens) {
        return Stream.concat(specialTokens.stream(), LETTERS.chars().mapToObj(Character::toString))
                .toList();
    }

    /** Splits off every character, line ends included. */
    static ObjectNode preTokenizer() {
        ObjectNode split = JsonNodeFactory.instance.objectNode();
        split.put("type", "Split");
        split.putObject("pattern").put("Regex", "[\\s\\S]");
        split.put("behavior", "Isolated");
        split.put("invert", false);
        return split;
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    /** Whether a byte may stand in a sequence line. */
    static boolean isSequence(int c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || SEQUENCE_MARKS.indexOf(c) >= 0;
    }
}
