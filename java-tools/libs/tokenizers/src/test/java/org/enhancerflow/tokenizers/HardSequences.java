package org.enhancerflow.tokenizers;

import java.util.List;
import java.util.Random;

/** Sequences on which encoders go astray: random, repetitive, ambiguous, and pathological ones. */
final class HardSequences {
    private static final String[] STRANGE = {
        " ", "\t", "\r\n", "[MASK]", "[UNK]", "[CLS", "]", "*", "-", ".", "_", "7", "é", "А", "\u00a0", "日", "\u0000",
        ";;"
    };

    private final Random random;
    private final int longest;
    private final List<String> terms;

    /**
     * Sequences for a vocabulary, whose own terms make the hardest ones.
     *
     * @param longest about so many letters at most; one in thirty comes near it
     */
    HardSequences(long seed, TokenizerFile vocabulary, int longest) {
        this.random = new Random(seed);
        this.longest = longest;
        this.terms = vocabulary.vocabulary().keySet().stream()
                .filter(term -> term.matches("[ACGT]+"))
                .toList();
    }

    /** The next sequence. */
    String next() {
        int length = 1 + random.nextInt(random.nextInt(30) == 0 ? longest : 120);
        return switch (random.nextInt(8)) {
            case 0 -> random(length, "ACGT");
            case 1 -> random(length, pick("AT", "CG", "AAAAAACGT", "ACGTTTTTT", "A", "AC"));
            case 2 -> repeats(length, 1 + random.nextInt(6), "ACGT");
            case 3 -> termsOf(length, 0);
            case 4 -> termsOf(length, 2);
            case 5 -> random(length, "ACGTACGTACGTACGTRYSWKMBDHVNN");
            case 6 -> random.nextBoolean() ? masked(length) : "N".repeat(length / 2) + random(length, "ACGT");
            default -> random.nextInt(3) == 0 ? strange(length) : palindrome(length);
        };
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private String random(int length, String letters) {
        StringBuilder sequence = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            sequence.append(letters.charAt(random.nextInt(letters.length())));
        }
        return sequence.toString();
    }

    /** Short units many times over, where merges overlap, with a few substitutions. */
    private String repeats(int length, int unit, String letters) {
        StringBuilder sequence = new StringBuilder();
        while (sequence.length() < length) {
            sequence.append(random(unit, letters).repeat(1 + random.nextInt(40)));
            sequence.append(random(random.nextInt(3), letters));
        }
        return sequence.substring(0, length);
    }

    /** Terms side by side, each with up to so many letters missing at either end. */
    private String termsOf(int length, int missing) {
        StringBuilder sequence = new StringBuilder();
        while (sequence.length() < length) {
            String term = terms.get(random.nextInt(terms.size()));
            int from = Math.min(term.length() - 1, random.nextInt(missing + 1));
            sequence.append(term, from, Math.max(from + 1, term.length() - random.nextInt(missing + 1)));
        }
        return sequence.toString();
    }

    private String masked(int length) {
        StringBuilder sequence = new StringBuilder();
        while (sequence.length() < length) {
            sequence.append(random(random.nextInt(30), random.nextBoolean() ? "ACGT" : "acgtn"));
        }
        return sequence.toString();
    }

    private String palindrome(int length) {
        String half = random(length / 2 + 1, "ACGT");
        return half + new StringBuilder(half).reverse() + half;
    }

    private String strange(int length) {
        StringBuilder sequence = new StringBuilder();
        while (sequence.length() < length) {
            sequence.append(random(random.nextInt(20), "ACGTN")).append(STRANGE[random.nextInt(STRANGE.length)]);
        }
        return random.nextInt(50) == 0 ? "" : sequence.toString();
    }
}
