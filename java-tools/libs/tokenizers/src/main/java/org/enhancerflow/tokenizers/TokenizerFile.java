package org.enhancerflow.tokenizers;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.enhancerflow.artifacts.BadInputException;

/**
 * What a Hugging Face {@code tokenizer.json} says, checked: the model's vocabulary and merges, and the added tokens.
 * Follows the serialisation of the {@code tokenizers} crate, version 1.0 of the file.
 */
public final class TokenizerFile {
    /** The largest published vocabularies take some 35 MB; anything larger is not a tokenizer. */
    private static final long LARGEST_BYTES = 64L << 20;

    /** The same vocabularies hold some 2 million values; a small file of many more would take gigabytes in memory. */
    private static final int MOST_VALUES = 5_000_000;

    /** Above any vocabulary, and the rows of a model's embedding still fit in memory. */
    private static final int LARGEST_ID = (1 << 24) - 1;

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final Path path;
    private final byte[] content;
    private final JsonNode root;
    private final String modelType;
    private final Map<String, Integer> vocabulary;
    private final List<AddedToken> addedTokens;
    private final List<BpeVocabulary.Merge> merges;

    private TokenizerFile(Path path, byte[] content, JsonNode root) {
        this.path = path;
        this.content = content;
        this.root = root;
        JsonNode model = object(root, "model");
        this.modelType = text(model, "model", "type");
        this.vocabulary = readVocabulary(model);
        this.addedTokens = readAddedTokens(root.path("added_tokens"));
        this.merges = modelType.equals("BPE") ? readMerges(model) : List.of();
        checkIds();
    }

    /** A token matched in the text before anything else; {@code special} ones are never split. */
    record AddedToken(String content, int id, boolean special) {}

    /**
     * Reads and checks a file.
     *
     * @throws BadInputException if it is not JSON, or is not a tokenizer: what is wrong is said in one line
     * @throws IOException if it cannot be read
     */
    public static TokenizerFile read(Path path) throws IOException {
        if (Files.size(path) > LARGEST_BYTES) {
            throw new BadInputException(
                    path, "is larger than any tokenizer.json", "give a Hugging Face tokenizer.json");
        }
        byte[] content;
        JsonNode root;
        try {
            checkShape(path);
            content = Files.readAllBytes(path);
            root = MAPPER.readTree(content);
        } catch (JsonProcessingException e) {
            long line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            throw new BadInputException(
                    path,
                    line,
                    "is not JSON: " + oneLine(e),
                    "give a Hugging Face tokenizer.json, whole and undamaged");
        }
        return new TokenizerFile(path, content, root);
    }

    /** Reads once without keeping anything, so that a file that is no tokenizer costs no memory. */
    private static void checkShape(Path path) throws IOException {
        try (InputStream in = Files.newInputStream(path);
                JsonParser parser = MAPPER.createParser(in)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new BadInputException(path, "is not a JSON object", "give a Hugging Face tokenizer.json");
            }
            int values = 0;
            while (parser.nextToken() != null) {
                if (++values > MOST_VALUES) {
                    throw new BadInputException(
                            path,
                            "holds more than " + MOST_VALUES + " values, more than any tokenizer.json",
                            "give a Hugging Face tokenizer.json");
                }
            }
        }
    }

    /** Kind of the model in lower case: {@code bpe}, {@code wordpiece}, {@code wordlevel}, {@code unigram}. */
    public String modelKind() {
        return modelType.toLowerCase(Locale.ROOT);
    }

    /** Largest id plus one, over the vocabulary and the added tokens. */
    public int vocabularySize() {
        int largest = -1;
        for (int id : vocabulary.values()) {
            largest = Math.max(largest, id);
        }
        for (AddedToken token : addedTokens) {
            largest = Math.max(largest, token.id());
        }
        return largest + 1;
    }

    /** Id of the padding token: {@code padding.pad_id} if set, else of {@code [PAD]} or {@code <pad>}, else empty. */
    public OptionalInt padId() {
        JsonNode declared = root.path("padding").path("pad_id");
        if (declared.canConvertToInt()) {
            return OptionalInt.of(declared.intValue());
        }
        OptionalInt bracketed = idOf("[PAD]");
        return bracketed.isPresent() ? bracketed : idOf("<pad>");
    }

    /** Id of the model's unknown token, if it names one. */
    public OptionalInt unknownId() {
        JsonNode unknown = root.path("model").path("unk_token");
        return unknown.isTextual() ? idOf(unknown.textValue()) : OptionalInt.empty();
    }

    /** Id of a term or an added token; empty if the file holds neither. */
    public OptionalInt idOf(String term) {
        for (AddedToken token : addedTokens) {
            if (token.content().equals(term)) {
                return OptionalInt.of(token.id());
            }
        }
        Integer id = vocabulary.get(term);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    byte[] content() {
        return content;
    }

    JsonNode root() {
        return root;
    }

    Map<String, Integer> vocabulary() {
        return vocabulary;
    }

    List<AddedToken> addedTokens() {
        return addedTokens;
    }

    List<BpeVocabulary.Merge> merges() {
        return merges;
    }

    private Map<String, Integer> readVocabulary(JsonNode model) {
        JsonNode node = model.path("vocab");
        if (!node.isObject()) {
            // Unigram keeps its terms as a list of pairs; ids are positions.
            if (node.isArray()) {
                return readUnigram(node);
            }
            throw bad("model.vocab is missing or is not an object");
        }
        Map<String, Integer> read = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            JsonNode id = entry.getValue();
            if (!isId(id)) {
                throw bad("model.vocab gives '" + shortened(entry.getKey()) + "' the id " + shortened(id.toString())
                        + ", not a number from 0 to " + LARGEST_ID);
            }
            read.put(entry.getKey(), id.intValue());
        });
        if (read.isEmpty()) {
            throw bad("model.vocab is empty");
        }
        return read;
    }

    private Map<String, Integer> readUnigram(JsonNode pairs) {
        Map<String, Integer> read = new LinkedHashMap<>();
        for (JsonNode pair : pairs) {
            if (!pair.isArray() || pair.size() != 2 || !pair.get(0).isTextual()) {
                throw bad("model.vocab holds something that is not a pair of term and score");
            }
            read.put(pair.get(0).textValue(), read.size());
        }
        return read;
    }

    private List<AddedToken> readAddedTokens(JsonNode node) {
        List<AddedToken> read = new ArrayList<>();
        if (node.isMissingNode() || node.isNull()) {
            return read;
        }
        if (!node.isArray()) {
            throw bad("added_tokens is not a list");
        }
        for (JsonNode token : node) {
            JsonNode id = token.path("id");
            if (!token.path("content").isTextual() || !isId(id)) {
                throw bad("added_tokens holds an entry without content or without an id from 0 to " + LARGEST_ID);
            }
            read.add(new AddedToken(
                    token.path("content").textValue(),
                    id.intValue(),
                    token.path("special").asBoolean()));
        }
        return List.copyOf(read);
    }

    private List<BpeVocabulary.Merge> readMerges(JsonNode model) {
        JsonNode node = model.path("merges");
        if (!node.isArray()) {
            throw bad("model.merges is missing or is not a list");
        }
        List<BpeVocabulary.Merge> read = new ArrayList<>(node.size());
        for (JsonNode entry : node) {
            BpeVocabulary.Merge merge = merge(entry, read.size());
            for (String term : List.of(merge.left(), merge.right(), merge.left() + merge.right())) {
                if (!vocabulary.containsKey(term)) {
                    throw bad("model.merges entry " + read.size() + " names '" + shortened(term)
                            + "', which model.vocab lacks");
                }
            }
            read.add(merge);
        }
        return List.copyOf(read);
    }

    /** Written as {@code "A B"} by the crate before 0.20 and as {@code ["A", "B"]} since. */
    private BpeVocabulary.Merge merge(JsonNode entry, int rank) {
        if (entry.isArray()
                && entry.size() == 2
                && entry.get(0).isTextual()
                && entry.get(1).isTextual()) {
            return new BpeVocabulary.Merge(
                    entry.get(0).textValue(), entry.get(1).textValue());
        }
        String text = entry.isTextual() ? entry.textValue() : "";
        int blank = text.indexOf(' ');
        if (blank <= 0 || blank == text.length() - 1 || text.indexOf(' ', blank + 1) >= 0) {
            throw bad("model.merges entry " + rank + " is not a pair of terms");
        }
        return new BpeVocabulary.Merge(text.substring(0, blank), text.substring(blank + 1));
    }

    private void checkIds() {
        Map<Integer, String> terms = new LinkedHashMap<>();
        vocabulary.forEach((term, id) -> claim(terms, id, term));
        for (AddedToken token : addedTokens) {
            claim(terms, token.id(), token.content());
        }
    }

    private void claim(Map<Integer, String> terms, int id, String term) {
        String other = terms.putIfAbsent(id, term);
        if (other != null && !other.equals(term)) {
            throw bad("id " + id + " belongs to both '" + shortened(other) + "' and '" + shortened(term) + "'");
        }
    }

    private static boolean isId(JsonNode node) {
        return node.isInt() && node.intValue() >= 0 && node.intValue() <= LARGEST_ID;
    }

    /** Fits a line of a message, whatever the file holds. */
    private static String shortened(String text) {
        String start = text.length() <= 40 ? text : text.substring(0, 40) + "…";
        return start.replaceAll("\\p{Cntrl}", "?");
    }

    private JsonNode object(JsonNode parent, String key) {
        JsonNode node = parent.path(key);
        if (!node.isObject()) {
            throw bad(key + " is missing or is not an object");
        }
        return node;
    }

    private String text(JsonNode parent, String parentName, String key) {
        JsonNode node = parent.path(key);
        if (!node.isTextual()) {
            throw bad(parentName + "." + key + " is missing or is not text");
        }
        return node.textValue();
    }

    BadInputException bad(String what) {
        return new BadInputException(path, what, "give a Hugging Face tokenizer.json, whole and undamaged");
    }

    private static String oneLine(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.length() <= 200 ? line : line.substring(0, 200) + "…";
    }
}
