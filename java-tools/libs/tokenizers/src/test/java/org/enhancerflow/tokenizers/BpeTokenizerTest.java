package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.enhancerflow.tokenizers.BpeTrainer.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTokenizerTest {
    @TempDir
    Path folder;

    @Property(tries = 300)
    void termsAreThoseOfMergingByRank(@ForAll("texts") List<String> training, @ForAll("texts") List<String> texts) {
        BpeVocabulary vocabulary = train(training, 60);
        List<String> alphabet = List.of("A", "C", "G", "T");
        Optional<BpeEncoder> encoder = BpeEncoder.of(alphabet, vocabulary.merges());
        if (encoder.isEmpty()) {
            // Two merges of one term: such files go to Hugging Face's library.
            return;
        }
        List<String> terms = new ArrayList<>(alphabet);
        vocabulary.merges().forEach(merge -> terms.add(merge.left() + merge.right()));
        for (String text : texts) {
            byte[] run = new byte[text.length()];
            for (int i = 0; i < run.length; i++) {
                run[i] = (byte) "ACGT".indexOf(text.charAt(i));
            }
            int[] out = new int[run.length];
            int size = encoder.get().encode(run, 0, run.length, out, 0);
            List<String> got =
                    IntStream.range(0, size).mapToObj(i -> terms.get(out[i])).toList();
            assertThat(got)
                    .isEqualTo(text.isEmpty() ? List.of() : NaiveBpe.encode(text, NaiveBpe.ranks(vocabulary.merges())));
        }
    }

    @Test
    void idsEqualHuggingFacesOnAVocabularyTooLargeToRememberItsPairs() throws IOException {
        Random random = new Random(5);
        List<String> training = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            training.add(sequence(random, 1_000, "ACGT"));
        }
        Path file = folder.resolve("large.json");
        TokenizerJson.write(file, train(training, 9_000));
        compare(file, 300, 6);
    }

    @Test
    void textThatIsNoSequenceGoesToHuggingFacesLibrary() throws IOException {
        Path file = folder.resolve("trained.json");
        TokenizerJson.write(file, train(List.of("ACACACGTGT"), 20));
        try (Tokenizer java = Tokenizers.open(file);
                Tokenizer rust = HuggingFaceTokenizers.of(TokenizerFile.read(file))) {
            assertThat(java).isInstanceOf(BpeTokenizer.class);
            for (String text : new String[] {"AC GT", "[MASK]AC", "AC*-.GT", "ACéGT", "A1\tC", ""}) {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                assertThat(java.encode(bytes)).as(text).containsExactly(rust.encode(bytes));
            }
        }
    }

    @Test
    void aFileOfAnotherFormGoesToHuggingFacesLibrary() throws IOException {
        Path file = folder.resolve("trained.json");
        TokenizerJson.write(file, train(List.of("ACACACGTGT"), 20));
        String plain = Files.readString(file);
        for (String change : new String[] {
            plain.replace("\"normalizer\" : null", "\"normalizer\" : {\"type\" : \"Lowercase\"}"),
            plain.replace("\"Whitespace\"", "\"WhitespaceSplit\""),
            plain.replace("\"fuse_unk\" : false", "\"fuse_unk\" : true"),
            plain.replace("\"[MASK]\"", "\"ACG\""),
            plain.replace("\"unk_token\" : \"[UNK]\"", "\"unk_token\" : null"),
        }) {
            assertThat(change).isNotEqualTo(plain);
            Path changed = Files.writeString(folder.resolve("changed.json"), change);
            try (Tokenizer tokenizer = Tokenizers.open(changed)) {
                assertThat(tokenizer).isInstanceOf(HuggingFaceTokenizers.class);
            }
        }
    }

    @Test
    void mergesThatLongestMatchCannotFollowAreRefused() {
        List<String> alphabet = List.of("A", "C");
        // The part CA is no term yet when it is used.
        assertThat(BpeEncoder.of(alphabet, List.of(merge("A", "CA"), merge("C", "A"))))
                .isEmpty();
        // Two ways to ACA.
        List<BpeVocabulary.Merge> twice = List.of(merge("A", "C"), merge("C", "A"), merge("A", "CA"), merge("AC", "A"));
        assertThat(BpeEncoder.of(alphabet, twice)).isEmpty();
        // A with CA never meets: AC comes first.
        assertThat(BpeEncoder.of(alphabet, List.of(merge("A", "C"), merge("C", "A"), merge("A", "CA"))))
                .isEmpty();
        // 2,048 letters: no term of DNA, and too deep to take apart.
        List<BpeVocabulary.Merge> doubling = new ArrayList<>();
        for (String term = "A"; term.length() < 2_048; term += term) {
            doubling.add(merge(term, term));
        }
        assertThat(BpeEncoder.of(alphabet, doubling)).isEmpty();
        assertThat(BpeEncoder.of(alphabet, doubling.subList(0, 10))).isPresent();
    }

    private static void compare(Path file, int sequences, long seed) throws IOException {
        Random random = new Random(seed);
        try (Tokenizer java = Tokenizers.open(file);
                Tokenizer rust = HuggingFaceTokenizers.of(TokenizerFile.read(file))) {
            assertThat(java).isInstanceOf(BpeTokenizer.class);
            assertThat(java.kind()).isEqualTo(rust.kind());
            assertThat(java.padId()).isEqualTo(rust.padId());
            assertThat(java.unknownId()).isEqualTo(rust.unknownId());
            assertThat(java.vocabularySize()).isEqualTo(rust.vocabularySize());
            assertThat(java.specialsBefore()).isEqualTo(rust.specialsBefore());
            assertThat(java.specialsAfter()).isEqualTo(rust.specialsAfter());
            for (int i = 0; i < sequences; i++) {
                String letters = i % 3 == 0 ? "ACGTACGTACGTN" : i % 3 == 1 ? "ACGT" : "ACGTACGTRYSWKMBDHVNacgtnUX";
                String sequence = sequence(random, random.nextInt(i % 20 == 0 ? 3_000 : 200), letters);
                byte[] bases = sequence.getBytes(StandardCharsets.US_ASCII);
                assertThat(java.encode(bases)).as("%s", sequence).containsExactly(rust.encode(bases));
            }
        }
    }

    /** Random letters mixed with repeats of short units, where merges overlap. */
    private static String sequence(Random random, int length, String letters) {
        StringBuilder sequence = new StringBuilder();
        while (sequence.length() < length) {
            StringBuilder unit = new StringBuilder();
            int unitLength = 1 + random.nextInt(7);
            for (int i = 0; i < unitLength; i++) {
                unit.append(letters.charAt(random.nextInt(letters.length())));
            }
            sequence.append(unit.toString().repeat(random.nextInt(4) == 0 ? 1 + random.nextInt(60) : 1));
        }
        return sequence.substring(0, length);
    }

    private static BpeVocabulary.Merge merge(String left, String right) {
        return new BpeVocabulary.Merge(left, right);
    }

    private static BpeVocabulary train(List<String> sequences, int size) {
        TrainingText text = new TrainingText(16);
        sequences.forEach(sequence -> text.add(sequence.getBytes(StandardCharsets.US_ASCII)));
        return BpeTrainer.train(text, new Settings(size, 2), terms -> {});
    }

    @Provide
    Arbitrary<List<String>> texts() {
        Arbitrary<String> twoLetters = Arbitraries.strings().withChars("AC").ofMaxLength(60);
        Arbitrary<String> dna = Arbitraries.strings().withChars("AACCGT").ofMaxLength(80);
        return Arbitraries.oneOf(twoLetters, dna).list().ofMaxSize(10);
    }
}
