package org.enhancerflow.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * All words of six bases beside the terms of a byte-pair encoding of 600 merges (Sapkota and Rahman, arXiv 2507.18570).
 * The paper merges the two vocabularies; how text is cut with them it leaves open. Here the longest term that begins at a
 * place wins, from left to right, which Hugging Face's WordPiece model does too when it marks no continuation: ids equal
 * that library's for the same file. Terms: DNABERT's vocabulary of 6-mers under DNABERT's ids, the single bases, then what
 * the byte-pair encoding adds, in the order it was learned.
 */
public final class HybridTokenizer extends TableTokenizer {
    /** Name of this kind in token stores and on the command line. */
    public static final String KIND = "hybrid";

    /** Length of the words. */
    static final int WORD = 6;

    private static final String LETTERS = "ACGT";

    private final TermTrie trie;
    private final int[] lengths;
    private final int[] ids;
    private final int unknownId;

    private HybridTokenizer(Frame frame, Map<String, Integer> terms) {
        super(frame);
        this.unknownId = frame.unknownId();
        byte[][] spelled = new byte[terms.size()][];
        this.lengths = new int[terms.size()];
        this.ids = new int[terms.size()];
        int term = 0;
        for (Map.Entry<String, Integer> entry : terms.entrySet()) {
            spelled[term] = new byte[entry.getKey().length()];
            for (int i = 0; i < spelled[term].length; i++) {
                spelled[term][i] = (byte) LETTERS.indexOf(entry.getKey().charAt(i));
            }
            lengths[term] = spelled[term].length;
            ids[term++] = entry.getValue();
        }
        this.trie = new TermTrie(LETTERS.length(), spelled);
    }

    /** A tokenizer for a file, if the file is of this form and holds every single base. */
    static Optional<HybridTokenizer> of(TokenizerFile file) {
        Set<String> added = file.addedTokens().stream()
                .map(TokenizerFile.AddedToken::content)
                .collect(Collectors.toSet());
        Map<String, Integer> terms = new LinkedHashMap<>(file.vocabulary());
        terms.keySet().removeAll(added);
        boolean plain = isPlain(file)
                && added.stream().allMatch(content -> content.startsWith("["))
                && terms.keySet().stream().allMatch(term -> term.matches("[ACGT]{1,1024}"))
                && LETTERS.chars().allMatch(letter -> terms.containsKey(Character.toString(letter)));
        return plain ? Frame.of(file).map(frame -> new HybridTokenizer(frame, terms)) : Optional.empty();
    }

    private static boolean isPlain(TokenizerFile file) {
        JsonNode root = file.root();
        ObjectNode expected = model();
        JsonNode model = root.path("model");
        return root.path("version").asText("1.0").equals("1.0")
                && (root.path("normalizer").isMissingNode()
                        || root.path("normalizer").isNull())
                && root.path("pre_tokenizer").equals(preTokenizer())
                && expected.properties().stream()
                        .allMatch(field -> model.path(field.getKey()).equals(field.getValue()));
    }

    /** Runs of bases, and every other character by itself. */
    static ObjectNode preTokenizer() {
        ObjectNode split = JsonNodeFactory.instance.objectNode();
        split.put("type", "Split");
        split.putObject("pattern").put("Regex", "[ACGT]+|[\\s\\S]");
        return split.put("behavior", "Isolated").put("invert", false);
    }

    /** The model without its vocabulary. */
    static ObjectNode model() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "WordPiece")
                .put("unk_token", "[UNK]")
                .put("continuing_subword_prefix", "")
                .put("max_input_chars_per_word", Integer.MAX_VALUE);
    }

    /** Terms of the file that VOCAB writes, in order of their ids. */
    static List<String> terms(BpeVocabulary learned) {
        Set<String> terms = new LinkedHashSet<>(KmerTokenizer.terms(WORD, false));
        for (String term : learned.terms()) {
            if (!TokenizerJson.SPECIAL_TOKENS.contains(term)) {
                terms.add(term);
            }
        }
        return new ArrayList<>(terms);
    }

    @Override
    public String kind() {
        return KIND;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a byte is none of the ASCII letters and {@code * - .}
     */
    @Override
    public int[] encode(byte[] bases) {
        byte[] run = new byte[bases.length];
        for (int i = 0; i < bases.length; i++) {
            if (!CharTokenizer.isSequence(bases[i])) {
                throw new IllegalArgumentException("byte " + bases[i] + " at base " + i + " is no sequence letter");
            }
            run[i] = (byte) LETTERS.indexOf(bases[i]);
        }
        int[] out = new int[template().before() + bases.length + template().after()];
        int size = template().begin(out);
        int place = 0;
        while (place < run.length) {
            int end = place;
            while (end < run.length && run[end] >= 0) {
                end++;
            }
            size = encode(run, place, end, out, size);
            if (end < run.length) {
                out[size++] = unknownId;
            }
            place = end + 1;
        }
        return Arrays.copyOf(out, template().end(out, size));
    }

    private int encode(byte[] run, int from, int to, int[] out, int at) {
        char[] codes = trie.codes(run, from, to);
        int size = at;
        int place = from;
        while (place < to) {
            // Every single base is a term, so there is always one.
            int term = trie.longest(run, place, to, codes[place - from]);
            out[size++] = ids[term];
            place += lengths[term];
        }
        return size;
    }
}
