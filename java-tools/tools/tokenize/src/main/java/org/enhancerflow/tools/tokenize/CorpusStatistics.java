package org.enhancerflow.tools.tokenize;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.kit.Run;

/** Token statistics of every class in every split. */
final class CorpusStatistics {
    private final List<String> labels;
    private final int vocabularySize;
    private final OptionalInt unknownId;
    private final Map<Split, List<TokenStatistics>> bySplit = new EnumMap<>(Split.class);

    CorpusStatistics(List<String> labels, int vocabularySize, OptionalInt unknownId) {
        this.labels = labels;
        this.vocabularySize = vocabularySize;
        this.unknownId = unknownId;
        for (Split split : Split.values()) {
            List<TokenStatistics> classes = new ArrayList<>();
            labels.forEach(label -> classes.add(new TokenStatistics(vocabularySize, unknownId)));
            bySplit.put(split, classes);
        }
    }

    /** Those of a class in a split. */
    TokenStatistics of(Split split, int label) {
        return classes(split).get(label);
    }

    /** Notes them in the manifest: sequences by split, figures of the corpus, then {@code class/figure} of every class. */
    void report(Run run) {
        for (Split split : Split.values()) {
            TokenStatistics part = sum(classes(split));
            run.count(split.label() + "_sequences", part.sequences());
            run.count(split.label() + "_truncated", part.truncated());
        }
        TokenStatistics all =
                sum(bySplit.values().stream().flatMap(List::stream).toList());
        all.facts().forEach(run::value);
        for (int label = 0; label < labels.size(); label++) {
            int index = label;
            TokenStatistics part = sum(
                    bySplit.values().stream().map(classes -> classes.get(index)).toList());
            run.count(labels.get(label) + "/sequences", part.sequences());
            run.count(labels.get(label) + "/truncated", part.truncated());
            part.facts().forEach((name, value) -> run.value(labels.get(index) + "/" + name, value));
        }
        run.log(all.summary());
    }

    private List<TokenStatistics> classes(Split split) {
        return Objects.requireNonNull(bySplit.get(split));
    }

    private TokenStatistics sum(List<TokenStatistics> parts) {
        TokenStatistics sum = new TokenStatistics(vocabularySize, unknownId);
        parts.forEach(sum::add);
        return sum;
    }
}
