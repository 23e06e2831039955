package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** DNABERT-2's own tokenizer against ids written by Hugging Face's library. */
class GoldenTokenizerTest {
    private static final Path GOLDEN =
            Path.of(System.getProperty("enhancerflow.shared", "../shared")).resolve("golden/tokenizer");

    @Test
    void everyGoldenIdOfTheJavaEncoderIsEqual() throws IOException {
        try (Tokenizer tokenizer = open()) {
            assertThat(tokenizer).isInstanceOf(BpeTokenizer.class);
            compare(tokenizer);
        }
    }

    @Test
    void everyGoldenIdOfHuggingFacesLibraryIsEqual() throws IOException {
        try (Tokenizer tokenizer = HuggingFaceTokenizers.of(TokenizerFile.read(file()))) {
            compare(tokenizer);
        }
    }

    private static void compare(Tokenizer tokenizer) throws IOException {
        int cases = 0;
        try (BufferedReader lines = cases()) {
            ObjectMapper mapper = new ObjectMapper();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode golden = mapper.readTree(line);
                byte[] text = golden.get("seq").textValue().getBytes(StandardCharsets.UTF_8);
                assertThat(tokenizer.encode(text))
                        .as("case %s", golden.get("id"))
                        .containsExactly(mapper.convertValue(golden.get("ids"), int[].class));
                cases++;
            }
        }
        assertThat(cases).isEqualTo(2_000);
    }

    @Test
    void itsPropertiesAreRead() throws IOException {
        try (Tokenizer tokenizer = open()) {
            assertThat(tokenizer.kind()).isEqualTo("bpe");
            assertThat(tokenizer.vocabularySize()).isEqualTo(4_096);
            assertThat(tokenizer.padId()).isEqualTo(3);
            assertThat(tokenizer.unknownId()).hasValue(0);
            assertThat(tokenizer.specialsBefore()).isEqualTo(1);
            assertThat(tokenizer.specialsAfter()).isEqualTo(1);
        }
    }

    @Test
    void truncationKeepsTheSpecialTokensAndDropsTheEnd() throws IOException {
        try (Tokenizer tokenizer = open()) {
            int[] whole = tokenizer.encode("ACGTTGCAACGGTCA".repeat(20).getBytes(StandardCharsets.US_ASCII));
            int[] cut = tokenizer.truncate(whole, 20);
            assertThat(cut).hasSize(20);
            assertThat(Arrays.copyOf(cut, 19)).containsExactly(Arrays.copyOf(whole, 19));
            assertThat(cut[19]).isEqualTo(2);
            assertThat(tokenizer.truncate(whole, whole.length)).isSameAs(whole);
            assertThat(tokenizer.truncate(whole, 2)).containsExactly(1, 2);
            assertThatThrownBy(() -> tokenizer.truncate(whole, 1)).hasMessageContaining("special");
        }
    }

    private static Tokenizer open() throws IOException {
        return Tokenizers.open(file());
    }

    private static Path file() {
        Path file = GOLDEN.resolve("tokenizer.json");
        assumeTrue(Files.exists(file), "SKIPPED: the golden tokenizer is not at " + file);
        return file;
    }

    private static BufferedReader cases() throws IOException {
        return new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(GOLDEN.resolve("cases.jsonl.gz"))), StandardCharsets.UTF_8));
    }
}
