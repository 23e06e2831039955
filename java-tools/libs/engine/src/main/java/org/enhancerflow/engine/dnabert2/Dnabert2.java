package org.enhancerflow.engine.dnabert2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ParameterSpec;

/**
 * DNABERT-2 (Zhou et al., arXiv 2306.15006) as a sequence classifier, of any size: a BERT encoder after MosaicBERT with fused query, key and
 * value, symmetric ALiBi instead of position embeddings, gated linear units with the exact (erf) GELU, layer norm after the residual, and a
 * head on the tanh-pooled first token. Parameter names are those of the published weights.
 *
 * <p>The head reads the first token only, so in the last layer only that one asks, and only its state passes through the dense layers: the
 * same logits and gradients for less work, a fifth of a model of four layers, a fifteenth of one of twelve.
 *
 * @param layers encoder layers
 * @param hidden width of a token's state; a multiple of heads
 * @param heads attention heads
 * @param intermediate width of the gated unit
 * @param vocabulary token ids
 * @param tokenTypes rows of the token type table, of which row 0 is used
 * @param labels classes
 * @param paddingId id whose embedding gets no gradient: {@code pad_token_id} of config.json, which in the published model is 0, the
 *     tokenizer's [UNK]
 * @param normEpsilon of layer norm
 * @param deviation standard deviation of fresh weights
 * @param dropoutHidden after embeddings, attention output and the gated product
 * @param dropoutAttention on attention probabilities
 * @param dropoutClassifier on the pooled vector
 */
public record Dnabert2(
        int layers,
        int hidden,
        int heads,
        int intermediate,
        int vocabulary,
        int tokenTypes,
        int labels,
        int paddingId,
        double normEpsilon,
        double deviation,
        double dropoutHidden,
        double dropoutAttention,
        double dropoutClassifier)
        implements Architecture {

    /**
     * Where transformers finds the model's code. Without it, model_type bert would make it build an ordinary BERT, which shares so few
     * names that most weights would silently be random.
     */
    private static final Map<String, String> CODE = new TreeMap<>(Map.of(
            "AutoConfig",
            "zhihan1996/DNABERT-2-117M--configuration_bert.BertConfig",
            "AutoModel",
            "zhihan1996/DNABERT-2-117M--bert_layers.BertModel",
            "AutoModelForSequenceClassification",
            "zhihan1996/DNABERT-2-117M--bert_layers.BertForSequenceClassification"));

    public Dnabert2 {
        if (hidden % heads != 0) {
            throw new IllegalArgumentException("hidden size " + hidden + " is not a multiple of " + heads + " heads");
        }
    }

    @Override
    public String family() {
        return Dnabert2Family.NAME;
    }

    @Override
    public boolean acceptsPadding() {
        return true;
    }

    @Override
    public List<ParameterSpec> parameters() {
        Initialisation normal = new Initialisation.Normal(deviation);
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.weight("bert.embeddings.word_embeddings.weight", normal, vocabulary, hidden));
        specs.add(ParameterSpec.weight("bert.embeddings.token_type_embeddings.weight", normal, tokenTypes, hidden));
        norm(specs, "bert.embeddings.LayerNorm");
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "bert.encoder.layer." + layer + ".";
            linear(specs, prefix + "attention.self.Wqkv", normal, 3L * hidden, hidden);
            linear(specs, prefix + "attention.output.dense", normal, hidden, hidden);
            norm(specs, prefix + "attention.output.LayerNorm");
            specs.add(ParameterSpec.weight(prefix + "mlp.gated_layers.weight", normal, 2L * intermediate, hidden));
            linear(specs, prefix + "mlp.wo", normal, hidden, intermediate);
            norm(specs, prefix + "mlp.layernorm");
        }
        linear(specs, "bert.pooler.dense", normal, hidden, hidden);
        linear(specs, "classifier", normal, labels, hidden);
        return List.copyOf(specs);
    }

    private static void linear(List<ParameterSpec> specs, String name, Initialisation weight, long out, long in) {
        specs.add(ParameterSpec.weight(name + ".weight", weight, out, in));
        specs.add(ParameterSpec.plain(name + ".bias", 0, out));
    }

    private void norm(List<ParameterSpec> specs, String name) {
        specs.add(ParameterSpec.plain(name + ".weight", 1, hidden));
        specs.add(ParameterSpec.plain(name + ".bias", 0, hidden));
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("alibi_starting_size", 512);
        config.put("architectures", List.of("BertForSequenceClassification"));
        config.put("attention_probs_dropout_prob", dropoutAttention);
        config.put("auto_map", CODE);
        config.put("classifier_dropout", dropoutClassifier);
        config.put("hidden_act", "gelu");
        config.put("hidden_dropout_prob", dropoutHidden);
        config.put("hidden_size", hidden);
        config.put("initializer_range", deviation);
        config.put("intermediate_size", intermediate);
        config.put("layer_norm_eps", normEpsilon);
        config.put("max_position_embeddings", 512);
        config.put("model_type", "bert");
        config.put("num_attention_heads", heads);
        config.put("num_hidden_layers", layers);
        config.put("num_labels", labels);
        config.put("pad_token_id", paddingId);
        config.put("position_embedding_type", "absolute");
        config.put("problem_type", "single_label_classification");
        config.put("torch_dtype", "float32");
        config.put("type_vocab_size", tokenTypes);
        config.put("vocab_size", vocabulary);
        return config;
    }

    /**
     * ALiBi slopes by head: the geometric sequence of the largest power of two not above the number of heads, then every other slope of
     * twice that power (Press et al., arXiv 2108.12409).
     */
    double[] slopes() {
        int power = Integer.highestOneBit(heads);
        DoubleStream first = slopesOfPower(power);
        double[] second = slopesOfPower(2 * power).toArray();
        DoubleStream rest = java.util.stream.IntStream.range(0, heads - power).mapToDouble(head -> second[2 * head]);
        return DoubleStream.concat(first, rest).toArray();
    }

    private static DoubleStream slopesOfPower(int count) {
        return java.util.stream.IntStream.rangeClosed(1, count)
                .mapToDouble(head -> StrictMath.pow(2, -8.0 * head / count));
    }

    /** Matrix products only: linear layers, attention between all pairs, and the head; of the last layer what the first token needs. */
    @Override
    public double operations(int tokens) {
        double afterAttention = (double) hidden * hidden + 3.0 * hidden * intermediate;
        double perQuery = 2.0 * hidden * tokens;
        double projections = 3.0 * hidden * hidden * tokens * layers;
        double attending = (layers - 1.0) * tokens + 1;
        return 2 * (projections + attending * (perQuery + afterAttention) + (double) hidden * (hidden + labels));
    }

    @Override
    public String script() {
        return script((number, input, plain) -> plain);
    }

    /** How one of a layer's four projections is written: {@link #PROJECTIONS}. */
    @FunctionalInterface
    interface Projection {
        /**
         * The projection's expression.
         *
         * @param number among the four, from 0
         * @param input what is projected
         * @param plain the projection as the original has it
         */
        String of(int number, String input, String plain);
    }

    /** The four projections of a layer, in the order of its parameters. */
    static final List<String> PROJECTIONS =
            List.of("attention.self.Wqkv", "attention.output.dense", "mlp.gated_layers", "mlp.wo");

    /** The script with projections written in another way; {@code at} is the index of the layer's first parameter. */
    String script(Projection projection) {
        String slopes =
                java.util.Arrays.stream(slopes()).mapToObj(Double::toString).collect(Collectors.joining(", "));
        return SCRIPT.replace("$WQKV", projection.of(0, "x", "torch.linear(x, p[at], p[at + 1])"))
                .replace("$DENSE", projection.of(1, "mixed", "torch.linear(mixed, p[at + 2], p[at + 3])"))
                .replace("$GATED_LAYERS", projection.of(2, "x", "torch.linear(x, p[at + 6])"))
                .replace("$WO", projection.of(3, "gated", "torch.linear(gated, p[at + 7], p[at + 8])"))
                .replace("$SLOPES", slopes)
                .replace("$LAYERS", Integer.toString(layers))
                .replace("$HIDDEN", Integer.toString(hidden))
                .replace("$HEADS", Integer.toString(heads))
                .replace("$SIZE", Integer.toString(hidden / heads))
                .replace("$INTERMEDIATE", Integer.toString(intermediate))
                .replace("$PADDING", Integer.toString(paddingId))
                .replace("$EPSILON", number(normEpsilon))
                .replace("$DROP_HIDDEN", number(dropoutHidden))
                .replace("$DROP_ATTENTION", number(dropoutAttention))
                .replace("$DROP_CLASSIFIER", number(dropoutClassifier));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.17e", value);
    }

    /**
     * States are [rows × length, hidden], rows one after the other: without the third dimension a linear layer is one operation. With {@code firsts},
     * {@code layer} gives the states of each row's first token only, [rows, hidden].
     */
    private static final String SCRIPT =
            """
            def alibi(self, x: Tensor, length: int, mask: Tensor) -> Tensor:
              # Rows of a multiple of 16 values, of which the kernels on a GPU make no aligned copy.
              columns = torch.arange(torch.mul(torch.floordiv(torch.add(length, 15), 16), 16), dtype=6, device=x.device)
              distance = torch.abs(torch.sub(torch.unsqueeze(columns, 0), torch.unsqueeze(torch.slice(columns, 0, 0, length), 1)))
              slopes = torch.tensor([$SLOPES], dtype=6, device=x.device)
              bias = torch.unsqueeze(torch.mul(torch.reshape(torch.neg(slopes), [$HEADS, 1, 1]), distance), 0)
              bias = torch.slice(torch.type_as(bias, x), 3, 0, length)
              if torch.gt(torch.numel(mask), 0):
                hidden = torch.type_as(torch.mul(torch.sub(mask, 1.0), 10000.0), x)
                bias = torch.add(bias, torch.unsqueeze(torch.unsqueeze(hidden, 1), 1))
              return bias
            def firsts(self, x: Tensor, rows: int) -> Tensor:
              return torch.select(torch.view(x, [rows, -1, $HIDDEN]), 1, 0)
            def layer(self, p: List[Tensor], at: int, x: Tensor, rows: int, bias: Tensor, firsts: bool, train: bool) -> Tensor:
              q, k, v, = torch.unbind(torch.view($WQKV, [rows, -1, 3, $HEADS, $SIZE]), 2)
              if firsts:
                x = (self).firsts(x, rows, )
                q = torch.narrow(q, 1, 0, 1)
                bias = torch.narrow(bias, 2, 0, 1)
              drop = $DROP_ATTENTION if train else 0.0
              mixed = torch.scaled_dot_product_attention(torch.transpose(q, 1, 2), torch.transpose(k, 1, 2), torch.transpose(v, 1, 2), bias, drop, False)
              mixed = torch.reshape(torch.transpose(mixed, 1, 2), [-1, $HIDDEN])
              attended = torch.dropout($DENSE, $DROP_HIDDEN, train)
              x = torch.layer_norm(torch.add(attended, x), [$HIDDEN], p[at + 4], p[at + 5], $EPSILON)
              first, second, = torch.split($GATED_LAYERS, [$INTERMEDIATE, $INTERMEDIATE], 1)
              gated = torch.dropout(torch.mul(torch.gelu(first), second), $DROP_HIDDEN, train)
              fed = $WO
              return torch.layer_norm(torch.add(fed, x), [$HIDDEN], p[at + 9], p[at + 10], $EPSILON)
            def embeddings(self, p: List[Tensor], ids: Tensor, train: bool) -> Tensor:
              x = torch.add(torch.embedding(p[0], torch.flatten(ids), $PADDING), torch.select(p[1], 0, 0))
              return torch.dropout(torch.layer_norm(x, [$HIDDEN], p[2], p[3], $EPSILON), $DROP_HIDDEN, train)
            def pooled(self, p: List[Tensor], firsts: Tensor) -> Tensor:
              return torch.tanh(torch.linear(firsts, p[4 + $LAYERS * 11], p[5 + $LAYERS * 11]))
            def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor:
              rows = torch.size(ids, 0)
              x = (self).embeddings(p, ids, train, )
              bias = (self).alibi(x, torch.size(ids, 1), mask, )
              for i in range($LAYERS):
                x = (self).layer(p, 4 + i * 11, x, rows, bias, torch.eq(i, $LAYERS - 1), train, )
              pooled = torch.dropout((self).pooled(p, x, ), $DROP_CLASSIFIER, train)
              return torch.linear(pooled, p[6 + $LAYERS * 11], p[7 + $LAYERS * 11])
            """;
}
