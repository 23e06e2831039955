package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.enhancerflow.artifacts.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KmerTokenizerTest {
    private static final Path DNABERT = Path.of(System.getProperty("enhancerflow.shared", "../shared"))
            .resolve("data/dnabert_kmer6_vocab/vocab.txt");
    private static final String LETTERS = "ACGTACGTACGTACGTNNRYKMacgtn*-.XZ";

    @TempDir
    Path folder;

    @Test
    void theVocabularyIsDnaberts() throws IOException {
        assumeTrue(Files.exists(DNABERT), "SKIPPED: DNABERT's vocabulary is not at " + DNABERT);
        TokenizerFile file = TokenizerFile.read(write(6, true));
        List<String> terms = Files.readAllLines(DNABERT);
        assertThat(terms).hasSize(4_101);
        assertThat(file.vocabulary().keySet()).containsExactlyElementsOf(terms);
        for (int id = 0; id < terms.size(); id++) {
            assertThat(file.vocabulary()).containsEntry(terms.get(id), id);
        }
    }

    @Test
    void overlappingWordsStandAtEveryBase() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.open(write(3, true))) {
            // In base 4 with A, T, C, G = 0, 1, 2, 3: ACG = 11, CGT = 45, GTA = 52, AAA = 0.
            assertThat(tokenizer.encode(ascii("ACGTA"))).containsExactly(2, 16, 50, 57, 3);
            assertThat(tokenizer.encode(ascii("AAANAAA"))).containsExactly(2, 5, 1, 1, 1, 5, 3);
            assertThat(tokenizer.encode(ascii("AC"))).containsExactly(2, 3);
            assertThat(tokenizer.encode(new byte[0])).containsExactly(2, 3);
            assertThat(tokenizer.kind()).isEqualTo("kmer3");
            assertThat(tokenizer.keepsPlaces()).isTrue();
            assertThat(tokenizer.vocabularySize()).isEqualTo(69);
            assertThat(tokenizer.padId()).isZero();
            assertThat(tokenizer.unknownId()).hasValue(1);
        }
    }

    @Test
    void wordsSideBySideLeaveSingleBasesAtTheEndOfARun() throws IOException {
        try (Tokenizer tokenizer = Tokenizers.open(write(3, false))) {
            assertThat(tokenizer.encode(ascii("ACGCGTGA"))).containsExactly(2, 16, 50, 72, 69, 3);
            assertThat(tokenizer.encode(ascii("TCNAAA"))).containsExactly(2, 70, 71, 1, 5, 3);
            assertThat(tokenizer.kind()).isEqualTo("kmer3-nonoverlapping");
            assertThat(tokenizer.keepsPlaces()).isFalse();
            assertThat(tokenizer.vocabularySize()).isEqualTo(73);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8})
    void overlappingIdsEqualHuggingFacesForWordsWithBlanksBetween(int k) throws IOException {
        compare(write(k, true), k, true);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5, 6, 7, 8})
    void idsSideBySideEqualHuggingFacesForTheSequenceItself(int k) throws IOException {
        compare(write(k, false), k, false);
    }

    @Test
    void everyFormOfOverlapThatNobodyCanCutIsOneLine() throws IOException {
        String plain = Files.readString(write(3, true));
        for (String change : new String[] {
            plain.replace("\"overlapping_kmers\" : 3", "\"overlapping_kmers\" : 4"),
            plain.replace("\"overlapping_kmers\" : 3", "\"overlapping_kmers\" : \"x\""),
            plain.replace("\"overlapping_kmers\" : 3", "\"overlapping_kmers\" : 900"),
            plain.replace("\"normalizer\" : null", "\"normalizer\" : {\"type\" : \"Lowercase\"}"),
            plain.replace("\"AAA\"", "\"NNN\""),
            plain.replace("\"WhitespaceSplit\"", "\"Whitespace\""),
        }) {
            assertThat(change).isNotEqualTo(plain);
            Path changed = Files.writeString(folder.resolve("changed.json"), change);
            assertThatThrownBy(() -> Tokenizers.open(changed))
                    .isInstanceOf(BadInputException.class)
                    .hasMessageContaining("overlapping_kmers");
        }
    }

    @Test
    void otherFormsOfWordsSideBySideGoToHuggingFacesLibrary() throws IOException {
        String plain = Files.readString(write(3, false));
        for (String change : new String[] {
            plain.replace("\"normalizer\" : null", "\"normalizer\" : {\"type\" : \"Lowercase\"}"),
            plain.replace("[ACGT]{3}", "[ACGT]{2}"),
            plain.replace("\"AAA\"", "\"NNN\""),
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
        try (Tokenizer tokenizer = Tokenizers.open(write(3, true))) {
            assertThatThrownBy(() -> tokenizer.encode(ascii("AC GT"))).hasMessageContaining("no sequence letter");
        }
    }

    private static void compare(Path file, int k, boolean overlapping) throws IOException {
        Random random = new Random(k);
        TokenizerFile read = TokenizerFile.read(file);
        try (Tokenizer java = Tokenizers.open(file);
                Tokenizer rust = HuggingFaceTokenizers.of(read)) {
            assertThat(java).isInstanceOf(KmerTokenizer.class);
            assertThat(java.vocabularySize()).isEqualTo(rust.vocabularySize());
            assertThat(java.padId()).isEqualTo(rust.padId());
            assertThat(java.unknownId()).isEqualTo(rust.unknownId());
            for (int i = 0; i < 500; i++) {
                StringBuilder sequence = new StringBuilder();
                int length = random.nextInt(i % 10 == 0 ? 1_200 : 40);
                for (int j = 0; j < length; j++) {
                    sequence.append(LETTERS.charAt(random.nextInt(i % 2 == 0 ? 4 : LETTERS.length())));
                }
                String text = overlapping ? words(sequence.toString(), k) : sequence.toString();
                assertThat(java.encode(ascii(sequence.toString())))
                        .as("%s", sequence)
                        .containsExactly(rust.encode(ascii(text)));
            }
        }
    }

    /** As DNABERT's seq2kmer writes them. */
    private static String words(String sequence, int k) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i + k <= sequence.length(); i++) {
            words.add(sequence.substring(i, i + k));
        }
        return String.join(" ", words);
    }

    private Path write(int k, boolean overlapping) throws IOException {
        Path file = folder.resolve(KmerTokenizer.kind(k, overlapping) + ".json");
        TokenizerJson.writeKmer(file, k, overlapping);
        return file;
    }

    private static byte[] ascii(String sequence) {
        return sequence.getBytes(StandardCharsets.US_ASCII);
    }
}
