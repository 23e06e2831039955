package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HybridTokenizerTest {
    @TempDir
    Path folder;

    private Path file;
    private BpeVocabulary learned;

    @BeforeEach
    void writeFile() throws IOException {
        TextSource source = new TextSource(7);
        TrainingText text = new TrainingText(16);
        for (int i = 0; i < 200; i++) {
            text.add(ascii(source.repeats(1_000)));
        }
        learned = BpeTrainer.train(text, new BpeTrainer.Settings(609, 2), terms -> {});
        file = folder.resolve("tokenizer.json");
        TokenizerJson.writeHybrid(file, learned);
    }

    @Test
    void wordsKeepDnabertsIdsAndLearnedTermsFollow() throws IOException {
        Map<String, Integer> vocabulary = TokenizerFile.read(file).vocabulary();
        assertThat(vocabulary)
                .containsEntry("[PAD]", 0)
                .containsEntry("AAAAAA", 5)
                .containsEntry("GGGGGG", 4_100)
                .containsEntry("A", 4_101);
        assertThat(vocabulary.keySet()).containsAll(learned.terms());
        long words = learned.terms().stream()
                .filter(term -> term.matches("[ACGT]{6}"))
                .count();
        // Special tokens and single bases stand in both.
        assertThat(vocabulary).hasSize(4_105 + learned.terms().size() - 9 - (int) words);
    }

    @Test
    void theLongestTermWins() throws IOException {
        String longest = learned.terms().stream()
                .filter(term -> term.length() > 6)
                .max(Comparator.comparingInt(String::length))
                .orElseThrow();
        try (Tokenizer tokenizer = Tokenizers.open(file)) {
            int id = TokenizerFile.read(file).idOf(longest).orElseThrow();
            assertThat(tokenizer.encode(ascii(longest + "N" + longest))).containsExactly(2, id, 1, id, 3);
            assertThat(tokenizer.kind()).isEqualTo("hybrid");
            assertThat(tokenizer.encode(new byte[0])).containsExactly(2, 3);
        }
    }

    @Test
    void idsEqualHuggingFacesForTheSameFile() throws IOException {
        TokenizerFile read = TokenizerFile.read(file);
        TextSource source = new TextSource(11);
        try (Tokenizer java = Tokenizers.open(file);
                Tokenizer rust = HuggingFaceTokenizers.of(read)) {
            assertThat(java).isInstanceOf(HybridTokenizer.class);
            assertThat(java.vocabularySize()).isEqualTo(rust.vocabularySize());
            assertThat(java.specialsBefore() + java.specialsAfter()).isEqualTo(2);
            for (int i = 0; i < 3_000; i++) {
                String text = source.any(i % 20 == 0 ? 600 : 60);
                assertThat(java.encode(ascii(text))).as(text).containsExactly(rust.encode(ascii(text)));
            }
        }
    }

    @Test
    void aFileOfAnotherFormGoesToHuggingFacesLibrary() throws IOException {
        String plain = Files.readString(file);
        for (String change : new String[] {
            plain.replace("\"continuing_subword_prefix\" : \"\"", "\"continuing_subword_prefix\" : \"##\""),
            plain.replace("\"AAAAAA\"", "\"NNNNNN\""),
            plain.replace("[ACGT]+", "[ACGTN]+"),
        }) {
            assertThat(change).isNotEqualTo(plain);
            Path changed = Files.writeString(folder.resolve("changed.json"), change);
            try (Tokenizer tokenizer = Tokenizers.open(changed)) {
                assertThat(tokenizer).isInstanceOf(HuggingFaceTokenizers.class);
            }
        }
    }

    @Test
    void bytesThatAreNoSequenceAreRefused() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.open(file)) {
            assertThatThrownBy(() -> tokenizer.encode(ascii("AC GT"))).hasMessageContaining("no sequence letter");
        }
    }

    private static byte[] ascii(String sequence) {
        return sequence.getBytes(StandardCharsets.US_ASCII);
    }

    /** Random text of repeated units. */
    private record TextSource(Random random) {
        TextSource(long seed) {
            this(new Random(seed));
        }

        String repeats(int length) {
            StringBuilder text = new StringBuilder();
            while (text.length() < length) {
                text.append(letters(1 + random.nextInt(8), "ACGT").repeat(1 + random.nextInt(4)));
            }
            return text.substring(0, length);
        }

        String any(int longest) {
            int length = random.nextInt(longest);
            return random.nextBoolean() ? repeats(length) : letters(length, "ACGTACGTACGTACGTNRYacgt*-.");
        }

        private String letters(int length, String alphabet) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < length; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            return text.toString();
        }
    }
}
