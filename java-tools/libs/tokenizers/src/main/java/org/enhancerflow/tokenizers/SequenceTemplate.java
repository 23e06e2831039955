package org.enhancerflow.tokenizers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ids that a file's post-processor puts around every sequence. */
final class SequenceTemplate {
    private final int[] before;
    private final int[] after;

    private SequenceTemplate(List<Integer> before, List<Integer> after) {
        this.before = before.stream().mapToInt(Integer::intValue).toArray();
        this.after = after.stream().mapToInt(Integer::intValue).toArray();
    }

    /** Reads {@code post_processor}; empty if it is of another form than TemplateProcessing around one sequence. */
    static Optional<SequenceTemplate> of(TokenizerFile file) {
        JsonNode processor = file.root().path("post_processor");
        if (processor.isMissingNode() || processor.isNull()) {
            return Optional.of(new SequenceTemplate(List.of(), List.of()));
        }
        if (!processor.path("type").asText().equals("TemplateProcessing")) {
            return Optional.empty();
        }
        List<List<Integer>> sides = List.of(new ArrayList<>(), new ArrayList<>());
        int side = 0;
        for (JsonNode piece : processor.path("single")) {
            if (piece.has("Sequence")) {
                side++;
            } else if (side < 2) {
                String name = piece.path("SpecialToken").path("id").asText();
                for (JsonNode id : processor.path("special_tokens").path(name).path("ids")) {
                    sides.get(side).add(id.intValue());
                }
            }
        }
        return side == 1 ? Optional.of(new SequenceTemplate(sides.get(0), sides.get(1))) : Optional.empty();
    }

    /** Number of ids before the sequence. */
    int before() {
        return before.length;
    }

    /** Number of ids after the sequence. */
    int after() {
        return after.length;
    }

    /** Puts the ids before the sequence at the start of {@code target} and gives their number. */
    int begin(int[] target) {
        System.arraycopy(before, 0, target, 0, before.length);
        return before.length;
    }

    /** Puts the ids after the sequence to {@code target} from {@code at} and gives the end. */
    int end(int[] target, int at) {
        System.arraycopy(after, 0, target, at, after.length);
        return at + after.length;
    }
}
