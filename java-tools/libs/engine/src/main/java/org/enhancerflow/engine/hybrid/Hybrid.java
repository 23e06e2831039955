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
import org.enhancerflow.engine.cnn.Arrangements;
import org.enhancerflow.engine.cnn.MotifScan;
import org.enhancerflow.engine.cnn.WordCounts;

/**
 * A transformer on top of EnhancerNet's layers: {@link MotifScan} finds motifs in single bases, {@link Arrangements} how they lie
 * to each other, and attention relates what lies far apart. Encoder layers norm their input (Xiong et al., arXiv 2002.04745) and know where
 * it lies by rotary position embeddings (Su et al., arXiv 2104.09864), so that order and distance count and any length fits. The logits
 * are made of what EnhancerNet makes them of, the strongest and the mean response of each arrangement and counts of words ({@link
 * WordCounts}), and of the transformer's strongest and mean states.
 *
 * @param scan the first layer
 * @param arrangements the second layer
 * @param words counts beside the layers
 * @param merge pooled positions whose strongest responses make one position of the transformer
 * @param layers encoder layers
 * @param hidden width of a position's state; a multiple of twice the heads
 * @param heads attention heads
 * @param intermediate width of the feed-forward layer
 * @param vocabulary token ids
 * @param labels classes
 * @param dropout after attention, after the feed-forward layer and before the classifier
 */
public record Hybrid(
        MotifScan scan,
        Arrangements arrangements,
        WordCounts words,
        int merge,
        int layers,
        int hidden,
        int heads,
        int intermediate,
        int vocabulary,
        int labels,
        double dropout)
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
        specs.addAll(arrangements.parameters(scan.channels()));
        specs.addAll(ParameterSpec.linear("project", hidden, arrangements.detectors()));
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
        specs.addAll(ParameterSpec.linear("classifier", labels, 2 * (arrangements.detectors() + hidden)));
        specs.addAll(words.parameters(labels));
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
        double positions = Math.ceil((double) scan.positions(tokens) / merge);
        double projected = (double) arrangements.detectors() * hidden;
        double layer = 4.0 * hidden * hidden + 2.0 * hidden * intermediate + 2.0 * hidden * positions;
        double read = 2.0 * (arrangements.detectors() + hidden) * labels;
        double counted = words.length() == 0 ? 0 : (double) tokens * labels;
        return 2
                * scan.strands()
                * (arrangements.products(scan, tokens) + positions * (projected + layers * layer) + read + counted);
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("EnhancerHybrid"));
        config.put("model_type", HybridFamily.TYPE);
        scan.describe(config);
        config.put("combinations", arrangements.detectors());
        config.put("reach", arrangements.reach());
        config.put(WordCounts.KEY, words.length());
        config.put("merge", merge);
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
        int project = scan.size() + Arrangements.SIZE;
        int first = project + 2;
        return scan.script()
                + arrangements.script(scan.size(), scan.channels())
                + words.script()
                + SCRIPT.replace("$RATES", rates)
                        .replace("$MERGE", Integer.toString(merge))
                        .replace("$PROJECT", "p[" + project + "], p[" + (project + 1) + "]")
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
              read = (self).strands(ids, )
              z = (self).arranged(p, (self).matches(p, read, ), )
              short = torch.remainder(torch.neg(torch.size(z, 2)), $MERGE)
              merged = torch.amax(torch.unfold(torch.constant_pad_nd(z, [0, short], 0), 2, $MERGE, $MERGE), [3])
              x = torch.linear(torch.transpose(merged, 1, 2), $PROJECT)
              places = torch.unsqueeze(torch.arange(torch.size(x, 1), dtype=6, device=x.device), 1)
              angles = torch.mul(places, torch.tensor([$RATES], dtype=6, device=x.device))
              angles = torch.cat([angles, angles], 1)
              cos = torch.type_as(torch.cos(angles), x)
              sin = torch.type_as(torch.sin(angles), x)
              for i in range($LAYERS):
                x = (self).layer(p, $FIRST + i * $PER_LAYER, x, cos, sin, train, )
              x = torch.layer_norm(x, [$HIDDEN], p[$HEAD], p[$HEAD + 1], 1e-5)
              states = torch.cat([(self).max_mean(z, ), torch.amax(x, [1]), torch.mean(x, [1])], 1)
              y = torch.linear(torch.dropout(states, $DROP, train), p[$HEAD + 2], p[$HEAD + 3])
              return (self).average((self).counted(p, read, y, ), )
            """;
}
