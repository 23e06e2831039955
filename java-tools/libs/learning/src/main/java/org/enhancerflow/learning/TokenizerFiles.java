package org.enhancerflow.learning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.enhancerflow.artifacts.Json;

/**
 * A model's tokenizer as {@code transformers} reads it: tokenizer.json as it is, and beside it tokenizer_config.json and
 * special_tokens_map.json, without which {@code AutoTokenizer} would not know which token pads.
 */
final class TokenizerFiles {

    static final String TOKENIZER = "tokenizer.json";

    private static final Map<String, String> SPECIAL = Map.of(
            "[UNK]",
            "unk_token",
            "[CLS]",
            "cls_token",
            "[SEP]",
            "sep_token",
            "[PAD]",
            "pad_token",
            "[MASK]",
            "mask_token");

    private TokenizerFiles() {}

    /** Writes the files into a model's folder. */
    static void write(Path folder, Path tokenizer, int maxTokens) throws IOException {
        Files.copy(tokenizer, folder.resolve(TOKENIZER));
        Map<String, Object> special = special(tokenizer);
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("clean_up_tokenization_spaces", false);
        config.putAll(special);
        config.put("model_max_length", maxTokens);
        config.put("padding_side", "right");
        config.put("tokenizer_class", "PreTrainedTokenizerFast");
        Json.write(folder.resolve("tokenizer_config.json"), config);
        Json.write(folder.resolve("special_tokens_map.json"), special);
    }

    /** The role of each special token that the tokenizer has, by role. */
    private static Map<String, Object> special(Path tokenizer) throws IOException {
        if (!(Json.read(tokenizer, Map.class).get("added_tokens") instanceof List<?> added)) {
            return Map.of();
        }
        return added.stream()
                .filter(Map.class::isInstance)
                .map(entry -> String.valueOf(((Map<?, ?>) entry).get("content")))
                .filter(SPECIAL::containsKey)
                .sorted()
                .collect(Collectors.toMap(
                        token -> SPECIAL.getOrDefault(token, token), token -> token, (a, b) -> a, LinkedHashMap::new));
    }
}
