package org.enhancerflow.tokenizers;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Any {@code tokenizer.json}, encoded by Hugging Face's own Rust library through DJL. The native library is unpacked
 * once into DJL's cache folder ({@code DJL_CACHE_DIR}); nothing is fetched.
 */
public final class HuggingFaceTokenizers implements Tokenizer {
    /** Whole sequences: truncation is {@link #truncate}'s, padding the batch's. */
    private static final Map<String, String> WHOLE =
            Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");

    private static final String OPT_OUT = "OPT_OUT_TRACKING";

    private final HuggingFaceTokenizer rust;
    private final String kind;
    private final int vocabularySize;
    private final int padId;
    private final OptionalInt unknownId;
    private final int specialsBefore;
    private final int specialsAfter;

    private HuggingFaceTokenizers(TokenizerFile file, HuggingFaceTokenizer rust, int padId) {
        this.rust = rust;
        this.kind = file.modelKind();
        this.vocabularySize = file.vocabularySize();
        this.padId = padId;
        this.unknownId = file.unknownId();
        long[] mask = rust.encode("A").getSpecialTokenMask();
        int before = 0;
        while (before < mask.length && mask[before] == 1) {
            before++;
        }
        int after = 0;
        while (after < mask.length - before && mask[mask.length - 1 - after] == 1) {
            after++;
        }
        if (before + after >= mask.length) {
            throw file.bad("the tokenizer gives no token for the base A");
        }
        this.specialsBefore = before;
        this.specialsAfter = after;
    }

    /**
     * Loads a file into the native library.
     *
     * @throws org.enhancerflow.artifacts.BadInputException if the library refuses it, or it names no padding token
     */
    public static HuggingFaceTokenizers of(TokenizerFile file) throws IOException {
        int pad = file.padId().orElseThrow(() -> file.bad("the tokenizer has no padding token, [PAD] or <pad>"));
        HuggingFaceTokenizer rust = load(file);
        try {
            return new HuggingFaceTokenizers(file, rust, pad);
        } catch (RuntimeException e) {
            rust.close();
            throw e;
        }
    }

    /** Read from memory, since beside a path DJL would also read a tokenizer_config.json that changes the ids. */
    private static HuggingFaceTokenizer load(TokenizerFile file) throws IOException {
        // DJL would report its start to its makers; nothing leaves the machine unless the user wants it.
        if (System.getenv(OPT_OUT) == null && System.getProperty(OPT_OUT) == null) {
            System.setProperty(OPT_OUT, "true");
        }
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(file.content()), WHOLE);
        } catch (RuntimeException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason given");
            throw file.bad("Hugging Face's library refuses it: " + reason);
        }
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public int vocabularySize() {
        return vocabularySize;
    }

    @Override
    public int padId() {
        return padId;
    }

    @Override
    public OptionalInt unknownId() {
        return unknownId;
    }

    @Override
    public int specialsBefore() {
        return specialsBefore;
    }

    @Override
    public int specialsAfter() {
        return specialsAfter;
    }

    @Override
    public int[] encode(byte[] bases) {
        Encoding encoding = rust.encode(new String(bases, StandardCharsets.UTF_8));
        long[] wide = encoding.getIds();
        int[] ids = new int[wide.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = Math.toIntExact(wide[i]);
        }
        return ids;
    }

    @Override
    public void close() {
        rust.close();
    }
}
