package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CharTokenizerTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void writeFile() throws IOException {
        file = folder.resolve("tokenizer.json");
        TokenizerJson.writeChar(file);
    }

    @Test
    void basesHaveTheIdsThatModelsRelyOn() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.open(file)) {
            assertThat(tokenizer).isInstanceOf(CharTokenizer.class);
            assertThat(tokenizer.encode(ascii("ACGTNacgtnR"))).containsExactly(5, 6, 7, 8, 9, 0, 0, 0, 0, 0, 0);
            assertThat(tokenizer.kind()).isEqualTo("char");
            assertThat(tokenizer.vocabularySize()).isEqualTo(10);
            assertThat(tokenizer.padId()).isEqualTo(3);
            assertThat(tokenizer.unknownId()).hasValue(0);
            assertThat(tokenizer.encode(new byte[0])).isEmpty();
        }
    }

    @Test
    void idsEqualHuggingFacesForTheSameFile() throws IOException {
        TokenizerFile read = TokenizerFile.read(file);
        Random random = new Random(5);
        String letters = "ACGTACGTACGTNNRYKMSWBDHVacgtn*-.XZ";
        try (Tokenizer java = CharTokenizer.of(read).orElseThrow();
                Tokenizer rust = HuggingFaceTokenizers.of(read)) {
            assertThat(java.vocabularySize()).isEqualTo(rust.vocabularySize());
            assertThat(java.padId()).isEqualTo(rust.padId());
            assertThat(java.unknownId()).isEqualTo(rust.unknownId());
            assertThat(rust.specialsBefore() + rust.specialsAfter()).isZero();
            for (int i = 0; i < 2_000; i++) {
                StringBuilder sequence = new StringBuilder();
                int length = random.nextInt(i % 10 == 0 ? 1_200 : 30);
                for (int j = 0; j < length; j++) {
                    sequence.append(letters.charAt(random.nextInt(letters.length())));
                }
                byte[] bases = ascii(sequence.toString());
                assertThat(java.encode(bases)).as("%s", sequence).containsExactly(rust.encode(bases));
            }
        }
    }

    @Test
    void hyenaDnasIdsArePaddedOnTheLeft() throws IOException {
        Path hyena = folder.resolve("hyena.json");
        TokenizerJson.writeHyena(hyena);
        Map<String, String> padded = Map.of("padding", "true", "maxLength", "20");
        try (Tokenizer java = Tokenizers.open(hyena);
                InputStream content = Files.newInputStream(hyena);
                HuggingFaceTokenizer rust = HuggingFaceTokenizer.newInstance(content, padded)) {
            assertThat(java.kind()).isEqualTo("hyenadna");
            assertThat(java.keepsPlaces()).isTrue();
            assertThat(java.vocabularySize()).isEqualTo(12);
            assertThat(java.padId()).isEqualTo(4);
            assertThat(java.unknownId()).hasValue(6);
            assertThat(java.encode(ascii("ACGTNR"))).containsExactly(0, 7, 8, 9, 10, 11, 6, 1);
            assertThat(rust.batchEncode(new String[] {"ACGTNR", "AC"})[1].getIds())
                    .containsExactly(4, 4, 4, 4, 0, 7, 8, 1);
        }
        try (Tokenizer java = Tokenizers.open(hyena);
                Tokenizer rust = HuggingFaceTokenizers.of(TokenizerFile.read(hyena))) {
            for (String text : new String[] {"", "A", "ACGTNRYKM*-.acgtnXZ", "ACGT".repeat(300)}) {
                assertThat(java.encode(ascii(text))).as(text).containsExactly(rust.encode(ascii(text)));
            }
        }
    }

    @Test
    void bytesThatAreNoSequenceAreRefusedRatherThanEncodedDifferently() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.open(file)) {
            for (String text : new String[] {"AC GT", "[MASK]", "AC\n", "ACé"}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThatThrownBy(() -> tokenizer.encode(bytes))
                        .as(text)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("no sequence letter");
            }
        }
    }

    @Test
    void aFileThatSaysAnythingElseGoesToHuggingFacesLibrary() throws IOException {
        String plain = Files.readString(file);
        for (String change : new String[] {
            plain.replace("\"normalizer\" : null", "\"normalizer\" : {\"type\" : \"Lowercase\"}"),
            plain.replace("\"Isolated\"", "\"MergedWithNext\""),
            plain.replace("\"[MASK]\"", "\"ACG\""),
        }) {
            assertThat(change).isNotEqualTo(plain);
            Path changed = Files.writeString(folder.resolve("changed.json"), change);
            try (Tokenizer tokenizer = Tokenizers.open(changed)) {
                assertThat(tokenizer).isInstanceOf(HuggingFaceTokenizers.class);
            }
        }
    }

    @Test
    void writingTwiceGivesEqualBytes() throws IOException {
        Path again = folder.resolve("again.json");
        TokenizerJson.writeChar(again);
        assertThat(Files.readAllBytes(again)).isEqualTo(Files.readAllBytes(file));
    }

    private static byte[] ascii(String sequence) {
        return sequence.getBytes(StandardCharsets.US_ASCII);
    }
}
