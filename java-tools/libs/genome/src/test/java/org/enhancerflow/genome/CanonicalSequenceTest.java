package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.enhancerflow.artifacts.SequenceId;
import org.junit.jupiter.api.Test;

class CanonicalSequenceTest {
    private final CanonicalSequence canonical = new CanonicalSequence();

    @Property
    void bothStrandsHaveOneId(@ForAll("sequences") String sequence) {
        byte[] bases = ascii(sequence);
        byte[] reversed = Bases.reverseComplement(bases);
        assertThat(canonical.id(bases, 0, bases.length)).isEqualTo(canonical.id(reversed, 0, reversed.length));
    }

    @Property
    void reverseComplementTwiceIsTheSequence(@ForAll("sequences") String sequence) {
        byte[] bases = ascii(sequence);
        assertThat(Bases.reverseComplement(Bases.reverseComplement(bases))).isEqualTo(bases);
    }

    @Property
    void idIsTheHashOfTheStrandThatSortsFirst(@ForAll("sequences") String sequence) {
        String other = new String(Bases.reverseComplement(ascii(sequence)), StandardCharsets.US_ASCII);
        String first = sequence.compareTo(other) <= 0 ? sequence : other;
        HashValue128 hash = Hashing.xxh3_128().hashBytesTo128Bits(ascii(first));
        byte[] framed = ascii("NN" + sequence + "NN");
        assertThat(canonical.id(framed, 2, sequence.length()))
                .isEqualTo(new SequenceId(hash.getMostSignificantBits(), hash.getLeastSignificantBits()));
        assertThat(CanonicalSequence.isReversed(framed, 2, sequence.length())).isEqualTo(!first.equals(sequence));
    }

    @Property
    void unknownBasesAreCounted(@ForAll("sequences") String sequence) {
        byte[] framed = ascii("N" + sequence + "NN");
        long expected = sequence.chars().filter(letter -> letter == 'N').count();
        assertThat(Bases.countUnknown(framed, 1, sequence.length())).isEqualTo((int) expected);
    }

    @Property
    void reverseComplementOfLowerCaseIsUpperCase(@ForAll("sequences") String sequence) {
        byte[] upper = ascii(sequence);
        byte[] lower = ascii(sequence.toLowerCase(Locale.ROOT));
        assertThat(Bases.reverseComplement(lower)).isEqualTo(Bases.reverseComplement(upper));
    }

    @Test
    void everyLetterComplementsWithinAWord() {
        for (char letter : "ACGTRYKMBVDHSWN".toCharArray()) {
            byte[] reversed = Bases.reverseComplement(ascii("ACGTA" + letter + "CTGACGTTGCA"));
            char complement = (char) Bases.complement((byte) letter);
            assertThat(new String(reversed, StandardCharsets.US_ASCII)).isEqualTo("TGCAACGTCAG" + complement + "TACGT");
        }
    }

    @Test
    void ambiguityCodesComplementInPairs() {
        assertThat(new String(Bases.reverseComplement(ascii("acgtRYKMBVDHSWN")), StandardCharsets.US_ASCII))
                .isEqualTo("NWSDHBVKMRYACGT");
    }

    @Test
    void neighboursOfTheLetterNAreNotCounted() {
        assertThat(Bases.countUnknown(ascii("MNOMNONMMMNOOON"), 0, 15)).isEqualTo(5);
        assertThat(Bases.countUnknown(new byte[] {'N', 'N' + 1, 'N', (byte) 0xce, 'N' - 1, 0, 'N', (byte) 0xff}, 0, 8))
                .isEqualTo(3);
    }

    @Test
    void rnaAndGapsAreNoBases() {
        for (char letter : "UuX-.*\n\0>".toCharArray()) {
            assertThat(Bases.isBase((byte) letter)).as("'%s'", letter).isFalse();
        }
    }

    @Provide
    Arbitrary<String> sequences() {
        Arbitrary<String> plain = Arbitraries.strings().withChars("ACGT").ofMaxLength(300);
        Arbitrary<String> ambiguous =
                Arbitraries.strings().withChars("ACGTRYKMBVDHSWNNNN").ofMaxLength(70);
        Arbitrary<String> palindromes =
                plain.map(half -> half + new String(Bases.reverseComplement(ascii(half)), StandardCharsets.US_ASCII));
        return Arbitraries.oneOf(plain, ambiguous, palindromes);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
