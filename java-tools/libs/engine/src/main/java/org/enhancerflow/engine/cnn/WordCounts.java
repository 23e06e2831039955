package org.enhancerflow.engine.cnn;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.Setting;

/**
 * Words of k bases whose counts weigh on the logits directly, beside what the layers find (wide and deep learning, Cheng et al., arXiv
 * 1606.07792). The layers norm each detector's matches over the positions of a sequence, which hides how often a short word such as CG
 * occurs; counts keep it. A word's weights are added up over the sequence and divided by the square root of the number of words. Words with
 * anything but A, C, G, T do not count.
 *
 * @param length bases of a word; 0 for none
 */
public record WordCounts(int length) {

    /** Without counts. */
    public static final WordCounts NONE = new WordCounts(0);

    /** Key in config.json, and name of the setting. */
    public static final String KEY = "words";

    /** What a user may choose. */
    public static Setting setting() {
        return Setting.integer(KEY, 5, 0, 8, "bases of words whose counts weigh on the logits directly; 0 for none");
    }

    /** The parameter, if there is one; it is the model's last. */
    public List<ParameterSpec> parameters(int labels) {
        return length == 0
                ? List.of()
                : List.of(ParameterSpec.weight(
                        "words.classifier.weight", new Initialisation.Constant(0), 1 << (2 * length), labels));
    }

    /** TorchScript method {@code counted(p, read, y)}: logits y of rows {@code read} with those of their words added. */
    public String script() {
        String powers = IntStream.range(0, length)
                .mapToObj(i -> Integer.toString(1 << (2 * (length - 1 - i))))
                .collect(Collectors.joining(", "));
        return length == 0
                ? NOTHING
                : SCRIPT.replace("$POWERS", powers)
                        .replace("$MORE", Integer.toString(length - 1))
                        .replace("$K", Integer.toString(length));
    }

    private static final String NOTHING =
            """
            def counted(self, p: List[Tensor], read: Tensor, y: Tensor) -> Tensor:
              return y
            """;

    /** A word starts at every position; those that reach over the end hold something that is no base. */
    private static final String SCRIPT =
            """
            def counted(self, p: List[Tensor], read: Tensor, y: Tensor) -> Tensor:
              letters = torch.unfold(torch.sub(torch.constant_pad_nd(read, [0, $MORE], 0), 5), 1, $K, 1)
              known = torch.all(torch.logical_and(torch.ge(letters, 0), torch.le(letters, 3)), 2)
              word = torch.sum(torch.mul(letters, torch.tensor([$POWERS], dtype=4, device=read.device)), [2])
              word = torch.where(known, word, torch.zeros_like(word))
              counts = torch.type_as(known, y)
              sums = torch.sum(torch.mul(torch.embedding(p[-1], word), torch.unsqueeze(counts, 2)), [1])
              return torch.add(y, torch.mul(sums, torch.rsqrt(torch.clamp(torch.sum(counts, [1], True), 1.0))))
            """;
}
