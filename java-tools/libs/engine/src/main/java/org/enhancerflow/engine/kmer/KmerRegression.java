package org.enhancerflow.engine.kmer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ParameterSpec;

/**
 * Logistic regression on the counts of k-mers: the baseline that a deeper model has to beat. Each word has one weight per class; a
 * sequence's logits are the weights of its words added up, over the square root of their number, plus a bias. Words with another letter than
 * A, C, G, T do not count.
 *
 * @param vocabulary token ids: 5 special tokens and 4^k words
 * @param labels classes
 * @param bothStrands whether the words of both strands count, so that a sequence and its reverse complement get equal logits
 */
public record KmerRegression(int vocabulary, int labels, boolean bothStrands) implements Architecture {

    public KmerRegression {
        KmerVocabulary.length(vocabulary);
    }

    @Override
    public String family() {
        return KmerFamily.NAME;
    }

    @Override
    public boolean acceptsPadding() {
        return true;
    }

    @Override
    public List<ParameterSpec> parameters() {
        return List.of(
                ParameterSpec.weight("words.weight", new Initialisation.Constant(0), vocabulary, labels),
                ParameterSpec.plain("classifier.bias", 0, labels));
    }

    /** Each word's weights are looked up, masked and added. */
    @Override
    public double operations(int tokens) {
        return 2.0 * tokens * labels * (bothStrands ? 2 : 1);
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("KmerRegression"));
        config.put("model_type", KmerFamily.TYPE);
        config.put("num_labels", labels);
        config.put("strands", bothStrands ? "both" : "forward");
        config.put("torch_dtype", "float32");
        config.put("vocab_size", vocabulary);
        return config;
    }

    @Override
    public String script() {
        String both = KmerVocabulary.turned(KmerVocabulary.length(vocabulary));
        return (bothStrands ? both : "")
                + SCRIPT.replace("$WORDS", bothStrands ? "torch.cat([ids, (self).turned(ids, )], 1)" : "ids")
                        .replace("$FIRST", Integer.toString(KmerVocabulary.FIRST));
    }

    /** Padding is below the first word, so it counts as little as any special token. */
    private static final String SCRIPT =
            """
            def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor:
              words = $WORDS
              known = torch.type_as(torch.ge(words, $FIRST), p[0])
              sums = torch.sum(torch.mul(torch.embedding(p[0], words), torch.unsqueeze(known, 2)), [1])
              count = torch.clamp(torch.sum(known, [1], True), 1.0)
              return torch.add(torch.mul(sums, torch.rsqrt(count)), p[1])
            """;
}
