package org.enhancerflow.engine.hybrid;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.cnn.MotifScan;

/**
 * A transformer on top of motif detectors: {@link MotifScan} finds motifs in single bases, attention relates those that lie far apart.
 * Encoder layers norm their input (Xiong et al., arXiv 2002.04745) and know where a motif lies by rotary position embeddings (Su et al.,
 * arXiv 2104.09864), so that order and distance count and any length fits. The strongest and the mean state over all positions give the
 * logits.
 *
 * @param scan the first layer
 * @param layers encoder layers
 * @param hidden width of a position's state; a multiple of twice the heads
 * @param heads attention heads
 * @param intermediate width of the feed-forward layer
 * @param vocabulary token ids
 * @param labels classes
 * @param dropout after attention, after the feed-forward layer and before the classifier
 */
public record Hybrid(
        MotifScan scan, int layers, int hidden, int heads, int intermediate, int vocabulary, int labels, double dropout)
        implements Architecture {

    private static final int PER_LAYER = 12;
    private static final double ROTATION_BASE = 10_000;

    public Hybrid {
        if (hidden % (2 * heads) != 0) {
            throw new IllegalArgumentException(
                    "hidden size " + hidden + " is not a multiple of twice " + heads + " heads");
        }
    }

    @Override
    public String family() {
        return HybridFamily.NAME;
    }

    @Override
    public boolean acceptsPadding() {
        return false;
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(scan.parameters(vocabulary));
        specs.addAll(ParameterSpec.linear("project", hidden, scan.channels()));
        for (int layer = 0; layer < layers; layer++) {
            String prefix = "layers." + layer + ".";
            specs.addAll(ParameterSpec.norm(prefix + "attention.norm", hidden));
            specs.addAll(ParameterSpec.linear(prefix + "attention.qkv", 3 * hidden, hidden));
            specs.addAll(ParameterSpec.linear(prefix + "attention.out", hidden, hidden));
            specs.addAll(ParameterSpec.norm(prefix + "feed.norm", hidden));
            specs.addAll(ParameterSpec.linear(prefix + "feed.in", intermediate, hidden));
            specs.addAll(ParameterSpec.linear(prefix + "feed.out", hidden, intermediate));
        }
        specs.addAll(ParameterSpec.norm("norm", hidden));
        specs.addAll(ParameterSpec.linear("classifier", labels, 2 * hidden));
        return List.copyOf(specs);
    }

    @Override
    public double operations(int tokens) {
        return scan.operations(tokens) + afterScan(tokens);
    }

    @Override
    public double trainingOperations(int tokens) {
        return scan.trainingOperations(tokens) + 3 * afterScan(tokens);
    }

    private double afterScan(int tokens) {
        double positions = scan.positions(tokens);
        double projected = (double) scan.channels() * hidden;
        double layer = 4.0 * hidden * hidden + 2.0 * hidden * intermediate + 2.0 * hidden * positions;
        return 2 * scan.strands() * (positions * (projected + layers * layer) + 2.0 * hidden * labels);
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("EnhancerHybrid"));
        config.put("model_type", HybridFamily.TYPE);
        scan.describe(config);
        config.put("layers", layers);
        config.put("hidden", hidden);
        config.put("heads", heads);
        config.put("intermediate", intermediate);
        config.put("dropout", dropout);
        config.put("num_labels", labels);
        config.put("torch_dtype", "float32");
        config.put("vocab_size", vocabulary);
        return config;
    }

    @Override
    public String script() {
        int half = hidden / heads / 2;
        String rates = IntStream.range(0, half)
                .mapToObj(i -> Double.toString(StrictMath.pow(ROTATION_BASE, -(double) i / half)))
                .collect(Collectors.joining(", "));
        int first = scan.size() + 2;
        return scan.script()
                + SCRIPT.replace("$RATES", rates)
                        .replace("$PROJECT", "p[" + scan.size() + "], p[" + (scan.size() + 1) + "]")
                        .replace("$FIRST", Integer.toString(first))
                        .replace("$PER_LAYER", Integer.toString(PER_LAYER))
                        .replace("$LAYERS", Integer.toString(layers))
                        .replace("$HEAD", Integer.toString(first + PER_LAYER * layers))
                        .replace("$HIDDEN", Integer.toString(hidden))
                        .replace("$COUNT", Integer.toString(heads))
                        .replace("$SIZE", Integer.toString(2 * half))
                        .replace("$HALF", Integer.toString(half))
                        .replace("$DROP", String.format(Locale.ROOT, "%.17e", dropout));
    }

    private static final String SCRIPT =
            """
            def rotated(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
              a, b, = torch.split(x, [$HALF, $HALF], 3)
              turned = torch.cat([torch.neg(b), a], 3)
              return torch.add(torch.mul(x, cos), torch.mul(turned, sin))
            def layer(self, p: List[Tensor], at: int, x: Tensor, cos: Tensor, sin: Tensor, train: bool) -> Tensor:
              size = [torch.size(x, 0), torch.size(x, 1), $COUNT, $SIZE]
              y = torch.layer_norm(x, [$HIDDEN], p[at], p[at + 1], 1e-5)
              q, k, v, = torch.split(torch.linear(y, p[at + 2], p[at + 3]), [$HIDDEN, $HIDDEN, $HIDDEN], 2)
              q = (self).rotated(torch.transpose(torch.view(q, size), 1, 2), cos, sin, )
              k = (self).rotated(torch.transpose(torch.view(k, size), 1, 2), cos, sin, )
              v = torch.transpose(torch.view(v, size), 1, 2)
              mixed = torch.flatten(torch.transpose(torch.scaled_dot_product_attention(q, k, v), 1, 2), 2)
              x = torch.add(x, torch.dropout(torch.linear(mixed, p[at + 4], p[at + 5]), $DROP, train))
              y = torch.layer_norm(x, [$HIDDEN], p[at + 6], p[at + 7], 1e-5)
              y = torch.linear(torch.gelu(torch.linear(y, p[at + 8], p[at + 9])), p[at + 10], p[at + 11])
              return torch.add(x, torch.dropout(y, $DROP, train))
            def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor:
              found = torch.transpose((self).matches(p, ids, ), 1, 2)
              x = torch.linear(found, $PROJECT)
              places = torch.unsqueeze(torch.arange(torch.size(x, 1), dtype=6, device=x.device), 1)
              angles = torch.mul(places, torch.tensor([$RATES], dtype=6, device=x.device))
              angles = torch.cat([angles, angles], 1)
              cos = torch.type_as(torch.cos(angles), x)
              sin = torch.type_as(torch.sin(angles), x)
              for i in range($LAYERS):
                x = (self).layer(p, $FIRST + i * $PER_LAYER, x, cos, sin, train, )
              x = torch.layer_norm(x, [$HIDDEN], p[$HEAD], p[$HEAD + 1], 1e-5)
              states = torch.cat([torch.amax(x, [1]), torch.mean(x, [1])], 1)
              return (self).average(torch.linear(torch.dropout(states, $DROP, train), p[$HEAD + 2], p[$HEAD + 3]), )
            """;
}
