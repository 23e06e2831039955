package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.enhancerflow.tokenizers.BpeTrainer.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BpeTrainerTest {
    @TempDir
    Path folder;

    @Test
    void theMostFrequentPairIsMergedFirst() {
        BpeVocabulary trained = train(List.of("ACACACAC"), 11, 1);
        assertThat(trained.terms().subList(5, 11)).containsExactly("A", "C", "G", "T", "AC", "ACAC");
        assertThat(trained.merges())
                .containsExactly(new BpeVocabulary.Merge("A", "C"), new BpeVocabulary.Merge("AC", "AC"));
    }

    @Test
    void amongEquallyFrequentPairsTheLowerIdsWin() {
        assertThat(train(List.of("GT", "CA"), 10, 1).terms().get(9)).isEqualTo("CA");
    }

    @Test
    void overlappingPairsAreMergedFromTheLeft() {
        // AAA becomes AA A, so the next pair is AA with A, never A with AA.
        assertThat(train(List.of("AAA"), 11, 1).merges())
                .containsExactly(new BpeVocabulary.Merge("A", "A"), new BpeVocabulary.Merge("AA", "A"));
    }

    @Test
    void noTermCrossesAnAmbiguousBaseOrASequenceEnd() {
        BpeVocabulary trained = train(List.of("ACNACnACxAC", "AC"), 100, 1);
        assertThat(trained.terms().subList(9, trained.terms().size())).containsExactly("AC");
    }

    @Test
    void pairsBelowTheMinimumCountBecomeNoTerms() {
        assertThat(train(List.of("ACACGT"), 100, 2).terms()).hasSize(10).endsWith("AC");
    }

    @Test
    void anEmptyTextLeavesTheLetters() {
        assertThat(train(List.of(), 100, 1).terms()).hasSize(9);
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new Settings(8, 1)).hasMessageContaining("8");
        assertThatThrownBy(() -> new Settings(70_000, 1)).hasMessageContaining("70000");
        assertThatThrownBy(() -> new Settings(100, 0)).hasMessageContaining("minimum count");
    }

    @Property(tries = 150)
    void mergesEqualTheNaiveTrainers(@ForAll("sequences") List<String> sequences, @ForAll("sizes") int size) {
        assertThat(train(sequences, size, 1)).isEqualTo(NaiveBpe.train(sequences, size, 1));
    }

    @Test
    void mergesEqualTheNaiveTrainersOnLongRandomText() {
        List<String> sequences = random(40, 1_000, 7);
        assertThat(train(sequences, 300, 2)).isEqualTo(NaiveBpe.train(sequences, 300, 2));
    }

    @Test
    void huggingFacesLibraryEncodesTheTrainedFileAsTheMergesSay() throws Exception {
        List<String> sequences = random(60, 800, 11);
        BpeVocabulary trained = train(sequences, 400, 2);
        Path file = folder.resolve("tokenizer.json");
        TokenizerJson.write(file, trained);
        try (Tokenizer tokenizer = HuggingFaceTokenizers.of(TokenizerFile.read(file))) {
            assertThat(tokenizer.kind()).isEqualTo("bpe");
            assertThat(tokenizer.vocabularySize()).isEqualTo(trained.terms().size());
            assertThat(tokenizer.padId()).isEqualTo(3);
            for (String sequence : random(30, 500, 13)) {
                assertThat(tokenizer.encode(ascii(sequence))).containsExactly(expected(sequence, trained));
            }
        }
    }

    private static int[] expected(String sequence, BpeVocabulary trained) {
        List<Integer> ids = new ArrayList<>();
        ids.add(1);
        NaiveBpe.encode(sequence, NaiveBpe.ranks(trained.merges()))
                .forEach(term -> ids.add(trained.terms().indexOf(term)));
        ids.add(2);
        return ids.stream().mapToInt(Integer::intValue).toArray();
    }

    private static BpeVocabulary train(List<String> sequences, int size, int minimumCount) {
        TrainingText text = new TrainingText(16);
        sequences.forEach(sequence -> text.add(ascii(sequence)));
        return BpeTrainer.train(text, new Settings(size, minimumCount), terms -> {});
    }

    /** Half of it repeats of short units, where overlaps and equal counts abound. */
    private static List<String> random(int count, int length, long seed) {
        Random random = new Random(seed);
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            StringBuilder sequence = new StringBuilder();
            while (sequence.length() < length) {
                String unit = letters(random, 1 + random.nextInt(6));
                sequence.append(unit.repeat(random.nextBoolean() ? 1 : 1 + random.nextInt(8)));
            }
            sequences.add(sequence.substring(0, length));
        }
        return sequences;
    }

    private static String letters(Random random, int length) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < length; i++) {
            letters.append("ACGT".charAt(random.nextInt(4)));
        }
        return letters.toString();
    }

    private static byte[] ascii(String sequence) {
        return sequence.getBytes(StandardCharsets.US_ASCII);
    }

    @Provide
    Arbitrary<List<String>> sequences() {
        Arbitrary<String> twoLetters = Arbitraries.strings().withChars("AC").ofMaxLength(40);
        Arbitrary<String> dna = Arbitraries.strings().withChars("AACCGTN").ofMaxLength(60);
        return Arbitraries.oneOf(twoLetters, dna).list().ofMaxSize(8);
    }

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.integers().between(9, 60);
    }
}
