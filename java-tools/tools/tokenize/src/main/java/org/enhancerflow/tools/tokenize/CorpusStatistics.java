package org.enhancerflow.tools.tokenize;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Json;
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

    /** What a part of a corpus leaves for the whole. */
    private record Part(List<String> labels, int vocabularySize, List<TokenStatistics.Tally> tallies) {}

    /** Writes what was counted. */
    void write(Path file) throws IOException {
        List<TokenStatistics.Tally> tallies = new ArrayList<>();
        for (Split split : Split.values()) {
            for (int label = 0; label < labels.size(); label++) {
                tallies.add(of(split, label).tally(split.label(), labels.get(label)));
            }
        }
        Json.write(file, new Part(labels, vocabularySize, tallies));
    }

    /**
     * Takes what the parts of a corpus have counted.
     *
     * @param files as {@link #write} has written them, one or more
     */
    static CorpusStatistics sum(List<Path> files) throws IOException {
        Part first = Json.read(files.get(0), Part.class);
        CorpusStatistics sum = new CorpusStatistics(first.labels(), first.vocabularySize(), OptionalInt.empty());
        for (Path file : files) {
            for (TokenStatistics.Tally tally : Json.read(file, Part.class).tallies()) {
                int label = first.labels().indexOf(tally.label());
                Optional<Split> split = Arrays.stream(Split.values())
                        .filter(known -> known.label().equals(tally.split()))
                        .findFirst();
                if (label < 0 || split.isEmpty()) {
                    throw new BadInputException(
                            file, "counts the class " + tally.label() + " of " + tally.split(), "make the part again");
                }
                sum.of(split.get(), label).add(tally);
            }
        }
        return sum;
    }

    /** Those of a class in a split. */
    TokenStatistics of(Split split, int label) {
        return classes(split).get(label);
    }

    /** Notes them in the manifest: sequences by split, figures of the corpus, then {@code class/figure} of every class. */
    void report(Run run) {
        for (Split split : Split.values()) {
            TokenStatistics part = total(classes(split));
            run.count(split.label() + "_sequences", part.sequences());
            run.count(split.label() + "_truncated", part.truncated());
        }
        TokenStatistics all =
                total(bySplit.values().stream().flatMap(List::stream).toList());
        all.facts().forEach(run::value);
        for (int label = 0; label < labels.size(); label++) {
            int index = label;
            TokenStatistics part = total(
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

    private TokenStatistics total(List<TokenStatistics> parts) {
        TokenStatistics sum = new TokenStatistics(vocabularySize, unknownId);
        parts.forEach(sum::add);
        return sum;
    }
}
