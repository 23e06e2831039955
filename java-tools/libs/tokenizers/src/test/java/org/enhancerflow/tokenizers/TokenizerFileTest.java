package org.enhancerflow.tokenizers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.enhancerflow.artifacts.BadInputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokenizerFileTest {
    @TempDir
    Path folder;

    @Test
    void aWrittenVocabularyIsReadBack() throws IOException {
        BpeVocabulary vocabulary = small();
        Path file = folder.resolve("tokenizer.json");
        TokenizerJson.write(file, vocabulary);
        TokenizerFile read = TokenizerFile.read(file);
        assertThat(read.vocabulary().keySet()).containsExactlyElementsOf(vocabulary.terms());
        assertThat(read.merges()).isEqualTo(vocabulary.merges());
        assertThat(read.vocabularySize()).isEqualTo(vocabulary.terms().size());
        assertThat(read.idOf("AC")).hasValue(9);
        assertThat(read.idOf("[MASK]")).hasValue(4);
        assertThat(read.idOf("GG")).isEmpty();
    }

    @Test
    void mergesWrittenAsPairsAreReadToo() throws IOException {
        assertThat(TokenizerFile.read(changed("\"A C\"", "[\"A\", \"C\"]")).merges())
                .isEqualTo(small().merges());
    }

    @Test
    void everyDamageIsOneClearLine() throws IOException {
        check(Files.writeString(folder.resolve("text"), "not json"), "is not JSON");
        check(Files.writeString(folder.resolve("list"), "[]"), "is not a JSON object");
        check(Files.writeString(folder.resolve("empty"), "{}"), "model is missing");
        check(changed("\"merges\"", "\"other\""), "model.merges is missing");
        check(changed("\"A C\"", "\"A\""), "entry 0 is not a pair");
        check(changed("\"A C\"", "7"), "entry 0 is not a pair");
        check(changed("\"A C\"", "\"A X\""), "'X', which model.vocab lacks");
        check(changed("\"T\" : 8", "\"T\" : 7"), "id 7 belongs to both 'G' and 'T'");
        check(changed("\"T\" : 8", "\"T\" : -1"), "'T' the id -1");
        check(changed("\"T\" : 8", "\"T\" : \"8\""), "'T' the id \"8\"");
        check(changed("\"T\" : 8", "\"G\" : 8"), "Duplicate field 'G'");
        check(changed("\"vocab\"", "\"words\""), "model.vocab is missing");
        check(changed("\"added_tokens\" : [", "\"added_tokens\" : [ 5,"), "added_tokens holds an entry");
        check(changed("\"type\" : \"BPE\"", "\"type\" : 5"), "model.type is missing");
        check(changed("\"T\" : 8", "\"T\" : 2147483647"), "not a number from 0 to");
        check(changed("\"T\" : 8", "\"T\" : 8.5"), "not a number from 0 to");
        check(changed("\"T\" : 8", "\"T\" : 1" + "0".repeat(2_000)), "is not JSON");
        check(changed("\"T\" : 8", "\"T\" : \"" + "x".repeat(2_000) + "\""), "…");
        check(changed("\"merges\" : [", "\"merges\" : null, \"others\" : ["), "model.merges is missing");
        check(changed("\"added_tokens\" : [", "\"added_tokens\" : 3, \"others\" : ["), "added_tokens is not a list");
        check(changed("\"model\" :", "\"model\" : [], \"others\" :"), "model is missing");
        String whole = Files.readString(changed("\"A C\"", "\"A C\""));
        check(Files.writeString(folder.resolve("half"), whole.substring(0, whole.length() / 2)), "is not JSON");
    }

    @Test
    void aHundredMegabytesOfNestingAreOneClearLine() throws IOException {
        check(filled("", "[", 100_000_000), "is larger than any tokenizer.json");
        check(filled("", "{\"a\":", 60_000_000), "nesting");
        check(filled("{\"model\":", "[", 60_000_000), "nesting");
        check(filled("{\"model\":[", "[],", 60_000_000), "holds more than 5000000 values");
    }

    private Path filled(String start, String unit, int bytes) throws IOException {
        return Files.write(
                folder.resolve("filled"),
                (start + unit.repeat(bytes / unit.length())).getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aFileWithoutPaddingTokenIsRefused() throws IOException {
        Path file = changed("\"[PAD]\"", "\"[FILL]\"");
        assertOneLine(catchThrowable(() -> Tokenizers.open(file)), "no padding token");
    }

    @Test
    void whatHuggingFacesLibraryRefusesIsOneClearLine() throws IOException {
        Path file = changed("\"type\" : \"Whitespace\"", "\"type\" : \"Unheard\"");
        assertOneLine(catchThrowable(() -> Tokenizers.open(file)), "refuses it");
        Path version = changed("\"version\" : \"1.0\"", "\"version\" : \"7\"");
        assertOneLine(catchThrowable(() -> Tokenizers.open(version)), "refuses it");
        Path unknown = changed("\"unk_token\" : \"[UNK]\"", "\"unk_token\" : 5");
        assertOneLine(catchThrowable(() -> Tokenizers.open(unknown)), "refuses it");
    }

    private void check(Path file, String expected) {
        assertOneLine(catchThrowable(() -> TokenizerFile.read(file)), expected);
    }

    private static void assertOneLine(Throwable thrown, String expected) {
        assertThat(thrown).isInstanceOf(BadInputException.class).hasMessageContaining(expected);
        assertThat(thrown.getMessage()).doesNotContain("\n").hasSizeLessThan(500);
    }

    private Path changed(String what, String by) throws IOException {
        Path file = folder.resolve("tokenizer.json");
        TokenizerJson.write(file, small());
        String text = Files.readString(file);
        assertThat(text).contains(what);
        return Files.writeString(file, text.replace(what, by));
    }

    private static BpeVocabulary small() {
        return new BpeVocabulary(
                List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "A", "C", "G", "T", "AC"),
                List.of(new BpeVocabulary.Merge("A", "C")));
    }
}
