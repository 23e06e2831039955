package org.enhancerflow.tokenizers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a byte-pair encoding (Sennrich, Haddow, Birch, ACL 2016) with the rules of Hugging Face's trainer: the pair that
 * stands side by side most often becomes a term; among equally frequent pairs the one with the lower left id, then the
 * lower right id; overlapping occurrences are merged from the left. Counts are exact at every step. In one corner this
 * differs from that trainer: a pair that has a merge already, and appears again because another merge made the same term,
 * is merged again without a second entry in the list, where Hugging Face's counts are stale.
 *
 * <p>Every merge touches only the places of its pair, so the whole costs about as many steps as there are bases, times the
 * logarithm of the number of pairs. Memory: 2 bytes a base for the text and about 8 for the places.
 */
public final class BpeTrainer {
    private final Settings settings;
    private final char[] text;
    private final List<String> terms = new ArrayList<>(TokenizerJson.SPECIAL_TOKENS);
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<BpeVocabulary.Merge> merges = new ArrayList<>();
    private final Set<SymbolPair> merged = new HashSet<>();
    private final Map<Integer, SymbolPair> pairs = new HashMap<>();
    private final PriorityQueue<Candidate> heap = new PriorityQueue<>();
    private final List<SymbolPair> raised = new ArrayList<>();

    private BpeTrainer(TrainingText text, Settings settings) {
        this.settings = settings;
        this.text = text.takeSymbols();
        for (int i = 0; i < TrainingText.LETTERS.length(); i++) {
            addTerm(TrainingText.LETTERS.substring(i, i + 1));
        }
    }

    /**
     * What to train.
     *
     * @param vocabularySize number of terms, special tokens and letters included; fewer come out of a text that is too
     *     small
     * @param minimumCount a pair seen less often becomes no term
     */
    public record Settings(int vocabularySize, int minimumCount) {
        /** Smallest size that holds the special tokens and the letters. */
        public static final int SMALLEST = TokenizerJson.SPECIAL_TOKENS.size() + TrainingText.LETTERS.length();

        /** Largest size, bounded by the trainer's two bytes a symbol. */
        public static final int LARGEST = TrainingText.LARGEST_VOCABULARY;

        /** Checks the ranges. */
        public Settings {
            if (vocabularySize < SMALLEST || vocabularySize > LARGEST) {
                throw new IllegalArgumentException(
                        "vocabulary size " + vocabularySize + " is not within " + SMALLEST + " to " + LARGEST);
            }
            if (minimumCount < 1) {
                throw new IllegalArgumentException("minimum count " + minimumCount + " is below 1");
            }
        }
    }

    /** A pair as it stood when it entered the heap; stale once the pair's count has changed. */
    private record Candidate(int count, SymbolPair pair) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            if (count != other.count) {
                return Integer.compare(other.count, count);
            }
            return pair.left != other.pair.left
                    ? Integer.compare(pair.left, other.pair.left)
                    : Integer.compare(pair.right, other.pair.right);
        }
    }

    /**
     * Trains on a text, and empties it.
     *
     * @param onTerms told the number of terms after every merge
     */
    public static BpeVocabulary train(TrainingText text, Settings settings, IntConsumer onTerms) {
        BpeTrainer trainer = new BpeTrainer(text, settings);
        trainer.countPairs();
        trainer.run(onTerms);
        return new BpeVocabulary(trainer.terms, trainer.merges);
    }

    private void run(IntConsumer onTerms) {
        while (terms.size() < settings.vocabularySize()) {
            SymbolPair best = takeBest();
            if (best == null) {
                return;
            }
            String left = terms.get(best.left);
            String right = terms.get(best.right);
            Integer known = ids.get(left + right);
            int id = known == null ? addTerm(left + right) : known;
            if (merged.add(best)) {
                merges.add(new BpeVocabulary.Merge(left, right));
            }
            merge(best, id);
            onTerms.accept(terms.size());
        }
    }

    private int addTerm(String term) {
        int id = terms.size();
        terms.add(term);
        ids.put(term, id);
        return id;
    }

    private void countPairs() {
        for (int place = 1; place < text.length - 1; place++) {
            if (text[place] != TrainingText.END && text[place + 1] != TrainingText.END) {
                raise(text[place], text[place + 1], place);
            }
        }
        queueRaised();
    }

    private @Nullable SymbolPair takeBest() {
        while (true) {
            Candidate top = heap.poll();
            if (top == null) {
                return null;
            }
            SymbolPair pair = top.pair();
            if (top.count() == pair.count) {
                return pair.count < settings.minimumCount() ? null : pair;
            }
            // Counts only fall while a pair is queued (rises queue it again), so its true place is further down.
            if (pair.count > 0) {
                heap.add(new Candidate(pair.count, pair));
            }
        }
    }

    private void merge(SymbolPair pair, int id) {
        int leftLength = terms.get(pair.left).length();
        int length = leftLength + terms.get(pair.right).length();
        for (int place : pair.takePlaces()) {
            int second = place + leftLength;
            if (text[place] != pair.left || second >= text.length || text[second] != pair.right) {
                continue;
            }
            pair.count--;
            int end = place + length;
            char before = text[place - 1];
            char after = text[end];
            if (before != TrainingText.END) {
                lower(before, pair.left);
            }
            if (after != TrainingText.END) {
                lower(pair.right, after);
            }
            text[second - 1] = TrainingText.INSIDE;
            text[second] = TrainingText.INSIDE;
            text[place] = (char) id;
            text[end - 1] = (char) id;
            if (before != TrainingText.END) {
                raise(before, id, place - terms.get(before).length());
            }
            if (after != TrainingText.END) {
                raise(id, after, place);
            }
        }
        queueRaised();
    }

    private void raise(int left, int right, int place) {
        SymbolPair pair = pairs.computeIfAbsent(key(left, right), unused -> new SymbolPair(left, right));
        pair.add(place);
        if (!pair.raised) {
            pair.raised = true;
            raised.add(pair);
        }
    }

    private void lower(int left, int right) {
        SymbolPair pair = pairs.get(key(left, right));
        if (pair == null) {
            throw new IllegalStateException("pair " + left + " " + right + " was never counted");
        }
        pair.count--;
    }

    private void queueRaised() {
        for (SymbolPair pair : raised) {
            pair.raised = false;
            heap.add(new Candidate(pair.count, pair));
        }
        raised.clear();
    }

    private static int key(int left, int right) {
        return left << 16 | right;
    }
}
