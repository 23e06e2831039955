package org.enhancerflow.tokenizers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Byte-pair encoding by the definition: every pair counted afresh before every merge. Slow, and easy to believe. */
final class NaiveBpe {
    private static final Pattern RUN = Pattern.compile("[ACGT]+");

    private NaiveBpe() {}

    private static List<String> letters(String run) {
        return run.chars().mapToObj(Character::toString).collect(Collectors.toCollection(ArrayList::new));
    }

    static BpeVocabulary train(List<String> sequences, int vocabularySize, int minimumCount) {
        List<String> terms = new ArrayList<>(List.of("[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]", "A", "C", "G", "T"));
        List<BpeVocabulary.Merge> merges = new ArrayList<>();
        Set<BpeVocabulary.Merge> known = new HashSet<>();
        List<List<String>> words = new ArrayList<>();
        for (String sequence : sequences) {
            RUN.matcher(sequence).results().forEach(run -> words.add(letters(run.group())));
        }
        while (terms.size() < vocabularySize) {
            BpeVocabulary.Merge best = best(words, terms, minimumCount);
            if (best == null) {
                break;
            }
            if (known.add(best)) {
                merges.add(best);
            }
            if (!terms.contains(best.left() + best.right())) {
                terms.add(best.left() + best.right());
            }
            words.forEach(word -> apply(word, best));
        }
        return new BpeVocabulary(terms, merges);
    }

    /** Each merge's place. */
    static Map<BpeVocabulary.Merge, Integer> ranks(List<BpeVocabulary.Merge> merges) {
        Map<BpeVocabulary.Merge, Integer> ranks = new HashMap<>();
        merges.forEach(merge -> ranks.putIfAbsent(merge, ranks.size()));
        return ranks;
    }

    /** Lowest rank first, leftmost first among equals. */
    static List<String> encode(String run, Map<BpeVocabulary.Merge, Integer> ranks) {
        List<String> word = letters(run);
        while (true) {
            int at = -1;
            int lowest = Integer.MAX_VALUE;
            for (int i = 0; i + 1 < word.size(); i++) {
                int rank = ranks.getOrDefault(new BpeVocabulary.Merge(word.get(i), word.get(i + 1)), Integer.MAX_VALUE);
                if (rank < lowest) {
                    lowest = rank;
                    at = i;
                }
            }
            if (at < 0) {
                return word;
            }
            word.set(at, word.get(at) + word.remove(at + 1));
        }
    }

    private static BpeVocabulary.@org.jspecify.annotations.Nullable Merge best(
            List<List<String>> words, List<String> terms, int minimumCount) {
        // Sorted by ids, so the first of the highest counts is the one the rule asks for.
        Map<Long, Integer> counts = new TreeMap<>();
        for (List<String> word : words) {
            for (int i = 0; i + 1 < word.size(); i++) {
                long pair = (long) terms.indexOf(word.get(i)) << 32 | terms.indexOf(word.get(i + 1));
                counts.merge(pair, 1, Integer::sum);
            }
        }
        long best = -1;
        int most = minimumCount - 1;
        for (Map.Entry<Long, Integer> entry : counts.entrySet()) {
            if (entry.getValue() > most) {
                most = entry.getValue();
                best = entry.getKey();
            }
        }
        return best < 0 ? null : new BpeVocabulary.Merge(terms.get((int) (best >> 32)), terms.get((int) best));
    }

    private static void apply(List<String> word, BpeVocabulary.Merge merge) {
        for (int i = 0; i + 1 < word.size(); i++) {
            if (word.get(i).equals(merge.left()) && word.get(i + 1).equals(merge.right())) {
                word.set(i, word.get(i) + word.remove(i + 1));
            }
        }
    }
}
