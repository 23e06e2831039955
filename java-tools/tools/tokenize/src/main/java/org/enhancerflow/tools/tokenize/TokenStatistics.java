package org.enhancerflow.tools.tokenize;

import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What a tokenizer makes of sequences: how long they become before any truncation, how many are cut, how many tokens are
 * unknown, and how much of the vocabulary occurs. Of the forward strand.
 */
final class TokenStatistics {
    private final TreeMap<Integer, Long> lengths = new TreeMap<>();
    private final BitSet seen = new BitSet();
    private long sequences;
    private long truncated;
    private long tokens;
    private long unknown;
    private final int vocabularySize;
    private final int unknownId;

    TokenStatistics(int vocabularySize, OptionalInt unknownId) {
        this.vocabularySize = vocabularySize;
        this.unknownId = unknownId.orElse(-1);
    }

    /**
     * What a part of a corpus has counted, as it stands in a file.
     *
     * @param split the split's name
     * @param lengths tokens of a sequence, whole, to the number of sequences
     * @param seen ids that occur, ascending
     */
    record Tally(
            String split,
            String label,
            long sequences,
            long truncated,
            long tokens,
            long unknown,
            Map<Integer, Long> lengths,
            List<Integer> seen) {}

    Tally tally(String split, String label) {
        return new Tally(
                split,
                label,
                sequences,
                truncated,
                tokens,
                unknown,
                lengths,
                seen.stream().boxed().toList());
    }

    /** Takes what was counted elsewhere. */
    void add(Tally tally) {
        sequences += tally.sequences();
        truncated += tally.truncated();
        tokens += tally.tokens();
        unknown += tally.unknown();
        tally.lengths().forEach((length, count) -> lengths.merge(length, count, Long::sum));
        tally.seen().forEach(seen::set);
    }

    /** Takes one sequence's ids, whole, special tokens included. */
    void add(int[] ids, boolean isTruncated) {
        sequences++;
        truncated += isTruncated ? 1 : 0;
        tokens += ids.length;
        lengths.merge(ids.length, 1L, Long::sum);
        for (int id : ids) {
            seen.set(id);
            unknown += id == unknownId ? 1 : 0;
        }
    }

    /** Takes what another has counted. */
    void add(TokenStatistics other) {
        sequences += other.sequences;
        truncated += other.truncated;
        tokens += other.tokens;
        unknown += other.unknown;
        other.lengths.forEach((length, count) -> lengths.merge(length, count, Long::sum));
        seen.or(other.seen);
    }

    long sequences() {
        return sequences;
    }

    long truncated() {
        return truncated;
    }

    /** Names and values for the manifest; shares are fractions of 1. Empty where there are no sequences. */
    Map<String, String> facts() {
        Map<String, String> facts = new LinkedHashMap<>();
        if (sequences == 0) {
            return facts;
        }
        facts.put("tokens_minimum", String.valueOf(lengths.firstKey()));
        for (int percent : new int[] {5, 25, 50, 75, 95}) {
            facts.put("tokens_percentile_" + percent, String.valueOf(percentile(percent)));
        }
        facts.put("tokens_maximum", String.valueOf(lengths.lastKey()));
        facts.put("tokens_mean", decimal((double) tokens / sequences));
        facts.put("share_truncated", decimal((double) truncated / sequences));
        facts.put("share_unknown", decimal((double) unknown / Math.max(1, tokens)));
        facts.put("vocabulary_used", seen.cardinality() + " of " + vocabularySize);
        return facts;
    }

    /** One line for the user. */
    String summary() {
        if (sequences == 0) {
            return "the corpus has no windows";
        }
        return String.format(
                Locale.ROOT,
                "%,d sequences of %d to %d tokens (mean %.1f), %,d truncated, %d of %d terms used",
                sequences,
                lengths.firstKey(),
                lengths.lastKey(),
                (double) tokens / sequences,
                truncated,
                seen.cardinality(),
                vocabularySize);
    }

    /** The smallest length that at least that share of the sequences does not exceed. */
    private int percentile(int percent) {
        long rank = Math.max(1, (sequences * percent + 99) / 100);
        long below = 0;
        for (Map.Entry<Integer, Long> entry : lengths.entrySet()) {
            below += entry.getValue();
            if (below >= rank) {
                return entry.getKey();
            }
        }
        return lengths.lastKey();
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }
}
