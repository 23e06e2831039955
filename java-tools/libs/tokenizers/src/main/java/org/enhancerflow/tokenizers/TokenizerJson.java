package org.enhancerflow.tokenizers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes {@code tokenizer.json} files that Hugging Face's library loads. */
public final class TokenizerJson {
    /** DNABERT-2's special tokens, those of byte-pair and single-base tokenizers; a token's place is its id. */
    public static final List<String> SPECIAL_TOKENS = List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]");

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private TokenizerJson() {}

    /**
     * Writes a trained byte-pair encoding in the form of DNABERT-2's file: Whitespace pre-tokenizer, template
     * {@code [CLS] sequence [SEP]}.
     */
    public static void write(Path path, BpeVocabulary vocabulary) throws IOException {
        ObjectNode root = frame(SPECIAL_TOKENS);
        root.set("pre_tokenizer", NODES.objectNode().put("type", "Whitespace"));
        root.set("post_processor", template(SPECIAL_TOKENS));
        root.putNull("decoder");
        ObjectNode model = root.putObject("model");
        model.put("type", "BPE");
        model.putNull("dropout");
        model.put("unk_token", "[UNK]");
        model.putNull("continuing_subword_prefix");
        model.putNull("end_of_word_suffix");
        model.put("fuse_unk", false);
        putVocabulary(model, vocabulary.terms());
        ArrayNode merges = model.putArray("merges");
        vocabulary.merges().forEach(merge -> merges.add(merge.left() + " " + merge.right()));
        save(path, root);
    }

    /** Writes the single-base tokenizer that {@link CharTokenizer} recognises. */
    public static void writeChar(Path path) throws IOException {
        ObjectNode root = frame(SPECIAL_TOKENS);
        root.set("pre_tokenizer", CharTokenizer.preTokenizer());
        root.putNull("post_processor");
        root.putNull("decoder");
        putWords(root, CharTokenizer.terms());
        save(path, root);
    }

    /**
     * Writes a tokenizer of words of k bases, see {@link KmerTokenizer}.
     *
     * @param k {@link KmerTokenizer#SHORTEST} to {@link KmerTokenizer#LONGEST}
     */
    public static void writeKmer(Path path, int k, boolean overlapping) throws IOException {
        ObjectNode root = frame(KmerTokenizer.SPECIAL_TOKENS);
        root.set("pre_tokenizer", KmerTokenizer.preTokenizer(k, overlapping));
        root.set("post_processor", template(KmerTokenizer.SPECIAL_TOKENS));
        root.putNull("decoder");
        putWords(root, KmerTokenizer.terms(k, overlapping));
        save(path, root);
    }

    /**
     * Writes the single-base tokenizer of HyenaDNA: its ids, [CLS] and [SEP] around the sequence, padding on the left, as
     * that model reads the last token.
     */
    public static void writeHyena(Path path) throws IOException {
        ObjectNode root = frame(CharTokenizer.HYENA_SPECIAL_TOKENS);
        ObjectNode padding = root.putObject("padding");
        padding.put("strategy", "BatchLongest");
        padding.put("direction", "Left");
        padding.putNull("pad_to_multiple_of");
        padding.put("pad_id", CharTokenizer.HYENA_SPECIAL_TOKENS.indexOf("[PAD]"));
        padding.put("pad_type_id", 0);
        padding.put("pad_token", "[PAD]");
        root.set("pre_tokenizer", CharTokenizer.preTokenizer());
        root.set("post_processor", template(CharTokenizer.HYENA_SPECIAL_TOKENS));
        root.putNull("decoder");
        putWords(root, CharTokenizer.hyenaTerms());
        save(path, root);
    }

    /** Writes a {@link HybridTokenizer} of all words of six bases and a learned encoding's terms. */
    public static void writeHybrid(Path path, BpeVocabulary learned) throws IOException {
        ObjectNode root = frame(KmerTokenizer.SPECIAL_TOKENS);
        root.set("pre_tokenizer", HybridTokenizer.preTokenizer());
        root.set("post_processor", template(KmerTokenizer.SPECIAL_TOKENS));
        root.putNull("decoder");
        ObjectNode model = HybridTokenizer.model();
        putVocabulary(model, HybridTokenizer.terms(learned));
        root.set("model", model);
        save(path, root);
    }

    private static void putWords(ObjectNode root, List<String> terms) {
        ObjectNode model = root.putObject("model");
        model.put("type", "WordLevel");
        putVocabulary(model, terms);
        model.put("unk_token", "[UNK]");
    }

    private static ObjectNode frame(List<String> specialTokens) {
        ObjectNode root = NODES.objectNode();
        root.put("version", "1.0");
        root.putNull("truncation");
        root.putNull("padding");
        ArrayNode added = root.putArray("added_tokens");
        for (int id = 0; id < specialTokens.size(); id++) {
            ObjectNode token = added.addObject();
            token.put("id", id);
            token.put("content", specialTokens.get(id));
            token.put("single_word", false);
            token.put("lstrip", false);
            token.put("rstrip", false);
            token.put("normalized", false);
            token.put("special", true);
        }
        root.putNull("normalizer");
        return root;
    }

    private static ObjectNode template(List<String> specialTokens) {
        ObjectNode processor = NODES.objectNode().put("type", "TemplateProcessing");
        ArrayNode single = processor.putArray("single");
        single.add(piece("SpecialToken", "[CLS]", 0));
        single.add(piece("Sequence", "A", 0));
        single.add(piece("SpecialToken", "[SEP]", 0));
        ArrayNode pair = processor.putArray("pair");
        pair.add(piece("SpecialToken", "[CLS]", 0));
        pair.add(piece("Sequence", "A", 0));
        pair.add(piece("SpecialToken", "[SEP]", 0));
        pair.add(piece("Sequence", "B", 1));
        pair.add(piece("SpecialToken", "[SEP]", 1));
        ObjectNode specials = processor.putObject("special_tokens");
        for (String name : List.of("[CLS]", "[SEP]")) {
            ObjectNode token = specials.putObject(name);
            token.put("id", name);
            token.putArray("ids").add(specialTokens.indexOf(name));
            token.putArray("tokens").add(name);
        }
        return processor;
    }

    private static ObjectNode piece(String kind, String id, int type) {
        ObjectNode piece = NODES.objectNode();
        piece.putObject(kind).put("id", id).put("type_id", type);
        return piece;
    }

    private static void putVocabulary(ObjectNode model, List<String> terms) {
        ObjectNode vocabulary = model.putObject("vocab");
        for (int id = 0; id < terms.size(); id++) {
            vocabulary.put(terms.get(id), id);
        }
    }

    private static void save(Path path, ObjectNode root) throws IOException {
        DefaultIndenter indent = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indent).withArrayIndenter(indent);
        try {
            String text = MAPPER.writer(printer).writeValueAsString(root);
            Files.write(path, (text + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
