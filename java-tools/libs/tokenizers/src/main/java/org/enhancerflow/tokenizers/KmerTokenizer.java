package org.enhancerflow.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One token for k neighbouring bases, with DNABERT's vocabulary (Ji, Zhou, Liu, Davuluri, Bioinformatics 2021): special
 * tokens [PAD] 0, [UNK] 1, [CLS] 2, [SEP] 3, [MASK] 4, then all words of A, T, C, G in that order of letters.
 *
 * <p>Overlapping, as DNABERT: a token at every base that begins k bases, so n bases give n - k + 1 tokens; a word with
 * another letter than A, C, G, T is [UNK]. Hugging Face's library cannot cut overlapping words; for it the file stands for
 * text whose words are cut already, with blanks between, as DNABERT's users write it, and gives the same ids.
 *
 * <p>Not overlapping: every run of A, C, G, T is cut into words of k from its left end; what is left over, shorter than k,
 * becomes single bases, whose terms follow the words; any other letter is [UNK]. Hugging Face's library does the same.
 */
public final class KmerTokenizer extends TableTokenizer {
    /** Smallest k. */
    public static final int SHORTEST = 3;

    /** Largest k. */
    public static final int LONGEST = 8;

    /** DNABERT's special tokens; a token's place is its id. */
    static final List<String> SPECIAL_TOKENS = List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]");

    private static final String LETTERS = "ATCG";

    /** The field of the pre-tokenizer that says to cut overlapping words; Hugging Face's library passes over it. */
    private static final String OVERLAPPING = "overlapping_kmers";

    private final int k;
    private final boolean overlapping;
    private final int[] words;
    private final int[] singles;
    private final int unknownId;

    private KmerTokenizer(TokenizerFile file, Frame frame, int k, boolean overlapping) {
        super(frame);
        this.k = k;
        this.overlapping = overlapping;
        this.unknownId = frame.unknownId();
        this.words = new int[words(k)];
        this.singles = new int[LETTERS.length()];
        Arrays.fill(words, unknownId);
        Arrays.fill(singles, unknownId);
        for (Map.Entry<String, Integer> entry : file.vocabulary().entrySet()) {
            int code = code(entry.getKey());
            if (code >= 0 && entry.getKey().length() == k) {
                words[code] = entry.getValue();
            } else if (code >= 0 && entry.getKey().length() == 1) {
                singles[code] = entry.getValue();
            }
        }
    }

    /** Name of a kind in token stores: {@code kmer6}, or {@code kmer6-nonoverlapping}. */
    public static String kind(int k, boolean overlapping) {
        return "kmer" + k + (overlapping ? "" : "-nonoverlapping");
    }

    /**
     * A tokenizer for a file, if the file is of one of the two forms.
     *
     * @throws org.enhancerflow.artifacts.BadInputException if the file asks for overlapping words, which nobody but this
     *     class can cut, and holds something that this class does not know
     */
    static Optional<KmerTokenizer> of(TokenizerFile file) {
        JsonNode preTokenizer = file.root().path("pre_tokenizer");
        boolean overlapping = preTokenizer.has(OVERLAPPING);
        int k = overlapping ? preTokenizer.path(OVERLAPPING).asInt() : blockLength(preTokenizer);
        if (k == 0 && !overlapping) {
            return Optional.empty();
        }
        Optional<Frame> frame = Frame.of(file);
        if (k < SHORTEST || k > LONGEST || frame.isEmpty() || !isPlain(file, k, overlapping)) {
            if (overlapping) {
                throw file.bad("pre_tokenizer." + OVERLAPPING + " is not " + SHORTEST + " to " + LONGEST
                        + " with a WordLevel vocabulary of words of that length, [UNK] and [PAD]");
            }
            return Optional.empty();
        }
        return Optional.of(new KmerTokenizer(file, frame.get(), k, overlapping));
    }

    private static int blockLength(JsonNode preTokenizer) {
        for (int k = SHORTEST; k <= LONGEST; k++) {
            if (preTokenizer.equals(preTokenizer(k, false))) {
                return k;
            }
        }
        return 0;
    }

    /** Whether nothing in the file makes ids that a look-up of the words would not give. */
    private static boolean isPlain(TokenizerFile file, int k, boolean overlapping) {
        JsonNode root = file.root();
        Set<String> added = Set.copyOf(file.addedTokens().stream()
                .map(TokenizerFile.AddedToken::content)
                .toList());
        return root.path("model").path("type").asText().equals("WordLevel")
                && (root.path("normalizer").isMissingNode()
                        || root.path("normalizer").isNull())
                && root.path("pre_tokenizer").equals(preTokenizer(k, overlapping))
                && added.stream().allMatch(content -> content.startsWith("["))
                && file.vocabulary().keySet().stream()
                        .allMatch(term -> added.contains(term)
                                || (code(term) >= 0 && (term.length() == k || (term.length() == 1 && !overlapping))));
    }

    /** How text becomes words. */
    static ObjectNode preTokenizer(int k, boolean overlapping) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (overlapping) {
            return node.put("type", "WhitespaceSplit").put(OVERLAPPING, k);
        }
        node.put("type", "Split");
        node.putObject("pattern").put("Regex", "[ACGT]{" + k + "}|[\\s\\S]");
        return node.put("behavior", "Isolated").put("invert", false);
    }

    /** Terms of the file that VOCAB writes, in order of their ids. */
    static List<String> terms(int k, boolean overlapping) {
        List<String> terms = new ArrayList<>(SPECIAL_TOKENS);
        for (int code = 0; code < words(k); code++) {
            StringBuilder word = new StringBuilder(k);
            for (int i = k - 1; i >= 0; i--) {
                word.append(LETTERS.charAt((code >> (2 * i)) & 3));
            }
            terms.add(word.toString());
        }
        if (!overlapping) {
            LETTERS.chars().forEach(letter -> terms.add(Character.toString(letter)));
        }
        return terms;
    }

    /** Number of words of k letters. */
    private static int words(int k) {
        return 1 << (2 * k);
    }

    /** The letters as digits of base 4, or -1 if one of them is no base. */
    private static int code(String word) {
        int code = 0;
        for (int i = 0; i < word.length(); i++) {
            int letter = LETTERS.indexOf(word.charAt(i));
            if (letter < 0) {
                return -1;
            }
            code = (code << 2) | letter;
        }
        return code;
    }

    @Override
    public String kind() {
        return kind(k, overlapping);
    }

    @Override
    public boolean keepsPlaces() {
        return overlapping;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if a byte is none of the ASCII letters and {@code * - .}
     */
    @Override
    public int[] encode(byte[] bases) {
        int[] out = new int[template().before() + bases.length + template().after()];
        int start = template().begin(out);
        int end = overlapping ? overlapping(bases, out, start) : blocks(bases, out, start);
        return Arrays.copyOf(out, template().end(out, end));
    }

    private int overlapping(byte[] bases, int[] out, int at) {
        int size = at;
        int code = 0;
        int letters = 0;
        int mask = words.length - 1;
        for (int i = 0; i < bases.length; i++) {
            int letter = letter(bases, i);
            code = ((code << 2) | (letter & 3)) & mask;
            letters = letter < 0 ? 0 : letters + 1;
            if (i >= k - 1) {
                out[size++] = letters >= k ? words[code] : unknownId;
            }
        }
        return size;
    }

    private int blocks(byte[] bases, int[] out, int at) {
        int size = at;
        int code = 0;
        int letters = 0;
        for (int i = 0; i < bases.length; i++) {
            int letter = letter(bases, i);
            if (letter < 0) {
                size = singles(code, letters, out, size);
                out[size++] = unknownId;
                letters = 0;
                continue;
            }
            code = (code << 2) | letter;
            if (++letters == k) {
                out[size++] = words[code & (words.length - 1)];
                letters = 0;
            }
        }
        return singles(code, letters, out, size);
    }

    /** The last so many letters of {@code code}, one by one. */
    private int singles(int code, int letters, int[] out, int at) {
        for (int i = 0; i < letters; i++) {
            out[at + i] = singles[(code >> (2 * (letters - 1 - i))) & 3];
        }
        return at + letters;
    }

    private static int letter(byte[] bases, int at) {
        int letter = LETTERS.indexOf(bases[at]);
        if (letter < 0 && !CharTokenizer.isSequence(bases[at])) {
            throw new IllegalArgumentException("byte " + bases[at] + " at base " + at + " is no sequence letter");
        }
        return letter;
    }
}
