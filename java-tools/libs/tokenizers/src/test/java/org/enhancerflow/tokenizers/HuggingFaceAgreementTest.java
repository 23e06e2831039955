package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.enhancerflow.tokenizers.BpeTrainer.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every id against Hugging Face's library, called through DJL in the same JVM. */
class HuggingFaceAgreementTest {
    private static final Path DNABERT2 =
            Path.of(System.getProperty("enhancerflow.shared", "../shared")).resolve("golden/tokenizer/tokenizer.json");
    private static final int BATCH = 500;
    private static final Pattern PIECE = Pattern.compile("[ACGT]+|.");

    @TempDir
    Path folder;

    @Test
    void everyIdIsEqualOnAHundredThousandHardSequences() throws IOException {
        assumeTrue(Files.exists(DNABERT2), "SKIPPED: DNABERT-2's tokenizer is not at " + DNABERT2);
        HardSequences sequences = new HardSequences(42, TokenizerFile.read(DNABERT2), 2_000);
        assertThat(compare(DNABERT2, sequences::next, 100_000, text -> {})).isEqualTo(100_000);
    }

    @Test
    void aTrainedVocabularyGivesTheNaiveReferencesIdsToo() throws IOException {
        BpeVocabulary vocabulary = train(1_500);
        Path file = folder.resolve("tokenizer.json");
        TokenizerJson.write(file, vocabulary);
        Map<BpeVocabulary.Merge, Integer> ranks = NaiveBpe.ranks(vocabulary.merges());
        Map<String, Integer> ids = TokenizerFile.read(file).vocabulary();
        HardSequences sequences = new HardSequences(43, TokenizerFile.read(file), 300);
        try (Tokenizer java = Tokenizers.open(file)) {
            Consumer<String> naive = text -> assertThat(java.encode(text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .containsExactly(naive(text, ranks, ids));
            assertThat(compare(file, () -> letters(sequences), 10_000, naive)).isEqualTo(10_000);
        }
    }

    /** The next sequence of letters alone: the naive reference knows no others. */
    private static String letters(HardSequences sequences) {
        String next = sequences.next();
        while (!next.matches("[A-Za-z]*")) {
            next = sequences.next();
        }
        return next;
    }

    /** By the definition: runs of bases merged by rank, any other letter unknown, [CLS] and [SEP] around. */
    private static int[] naive(String text, Map<BpeVocabulary.Merge, Integer> ranks, Map<String, Integer> ids) {
        List<Integer> all = new ArrayList<>(List.of(1));
        Matcher pieces = PIECE.matcher(text);
        while (pieces.find()) {
            for (String term : NaiveBpe.encode(pieces.group(), ranks)) {
                all.add(ids.getOrDefault(term, 0));
            }
        }
        all.add(2);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int compare(Path file, Supplier<String> sequences, int count, Consumer<String> further)
            throws IOException {
        int equal = 0;
        Map<String, String> whole = Map.of("addSpecialTokens", "true", "truncation", "false", "padding", "false");
        try (Tokenizer java = Tokenizers.open(file);
                InputStream content = Files.newInputStream(file);
                HuggingFaceTokenizer rust = HuggingFaceTokenizer.newInstance(content, whole)) {
            assertThat(java).isInstanceOf(BpeTokenizer.class);
            while (equal < count) {
                String[] texts = new String[BATCH];
                Arrays.setAll(texts, i -> sequences.get());
                Encoding[] encodings = rust.batchEncode(texts);
                for (int i = 0; i < BATCH; i++) {
                    long[] ours = Arrays.stream(java.encode(texts[i].getBytes(StandardCharsets.UTF_8)))
                            .asLongStream()
                            .toArray();
                    if (!Arrays.equals(ours, encodings[i].getIds())) {
                        assertThat(ours).as(texts[i]).containsExactly(encodings[i].getIds());
                    }
                    further.accept(texts[i]);
                    equal++;
                }
            }
        }
        return equal;
    }

    private static BpeVocabulary train(int size) {
        Random random = new Random(3);
        TrainingText text = new TrainingText(16);
        for (int i = 0; i < 300; i++) {
            StringBuilder sequence = new StringBuilder();
            while (sequence.length() < 1_000) {
                // Words of a small lexicon among random bases, so that long terms are learned.
                sequence.append(Integer.toString(random.nextInt(60) * 7_919 + 4_096, 4));
            }
            text.add(sequence.toString()
                    .replace('0', 'A')
                    .replace('1', 'C')
                    .replace('2', 'G')
                    .replace('3', 'T')
                    .getBytes(StandardCharsets.US_ASCII));
        }
        return BpeTrainer.train(text, new Settings(size, 2), terms -> {});
    }
}
