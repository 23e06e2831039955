package org.enhancerflow.engine.cnn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ParameterSpec;

/**
 * EnhancerNet: a convolutional classifier on single bases or on words of k bases.
 *
 * <p>A first layer scans the sequence with motif detectors ({@link MotifScan}). A second layer looks for arrangements of motifs, their order
 * and spacing; over all positions each arrangement's strongest and mean response are kept and weighed for each class. Read on both strands,
 * a sequence and its reverse complement get equal logits where the length is a multiple of {@code pool}.
 *
 * @param scan the first layer
 * @param combinations arrangement detectors
 * @param reach pooled positions an arrangement may span; odd
 * @param readout what is kept of a detector's responses over all positions
 * @param vocabulary token ids
 * @param labels classes
 * @param dropout of the pooled responses
 */
public record EnhancerNet(
        MotifScan scan, int combinations, int reach, Readout readout, int vocabulary, int labels, double dropout)
        implements Architecture {

    /** What is kept of a detector's responses over all positions. */
    public enum Readout {
        /** The strongest and the mean. */
        MAX_MEAN(2, "torch.cat([torch.amax(z, [2]), torch.mul(torch.mean(z, [2]), 4.0)], 1)"),
        /** The strongest. */
        MAX(1, "torch.amax(z, [2])"),
        /** The mean. */
        MEAN(1, "torch.mul(torch.mean(z, [2]), 4.0)");

        private final int values;
        private final String script;

        Readout(int values, String script) {
            this.values = values;
            this.script = script;
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public EnhancerNet {
        MotifScan.requireOdd("reach", reach);
    }

    @Override
    public String family() {
        return family(scan.kmer() > 1).name();
    }

    private static EnhancerNetFamily family(boolean words) {
        return words ? EnhancerNetFamily.ON_KMERS : EnhancerNetFamily.ON_BASES;
    }

    @Override
    public boolean acceptsPadding() {
        return false;
    }

    @Override
    public List<ParameterSpec> parameters() {
        List<ParameterSpec> specs = new ArrayList<>(scan.parameters(vocabulary));
        int inputs = scan.channels();
        specs.add(ParameterSpec.weight(
                "arrangements.weight", Initialisation.fanIn(inputs * reach), combinations, inputs, reach));
        specs.addAll(ParameterSpec.norm("arrangements.norm", combinations));
        specs.addAll(ParameterSpec.linear("classifier", labels, readout.values * combinations));
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
        double arrangements = (double) scan.positions(tokens) * scan.channels() * reach * combinations;
        return 2 * scan.strands() * (arrangements + readout.values * combinations * labels);
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("EnhancerNet"));
        config.put("model_type", family(scan.kmer() > 1).modelType());
        scan.describe(config);
        config.put("combinations", combinations);
        config.put("reach", reach);
        config.put("readout", readout.text());
        config.put("dropout", dropout);
        config.put("num_labels", labels);
        config.put("torch_dtype", "float32");
        config.put("vocab_size", vocabulary);
        return config;
    }

    @Override
    public String script() {
        String script = SCRIPT.replace("$SIDE", Integer.toString(reach / 2))
                .replace("$READOUT", readout.script)
                .replace("$DROP", String.format(Locale.ROOT, "%.17e", dropout));
        for (int i = 0; i < 5; i++) {
            script = script.replace("$P" + i, "p[" + (scan.size() + i) + "]");
        }
        return scan.script() + script;
    }

    /** The mean response is far smaller than the strongest: four times the mean gives both a say from the start. */
    private static final String SCRIPT =
            """
            def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor:
              z = torch.conv1d((self).matches(p, ids, ), $P0, None, [1], [$SIDE])
              z = torch.relu(torch.instance_norm(z, $P1, $P2, None, None, True, 0.0, 1e-5, False))
              responses = $READOUT
              return (self).average(torch.linear(torch.dropout(responses, $DROP, train), $P3, $P4), )
            """;
}
