package org.enhancerflow.engine.cnn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.ParameterSpec;

/**
 * EnhancerNet: a convolutional classifier on single bases or on words of k bases.
 *
 * <p>A first layer scans the sequence with motif detectors ({@link MotifScan}). A second layer looks for arrangements of motifs, their order
 * and spacing ({@link Arrangements}); over all positions each arrangement's strongest and mean response are kept and weighed for each class.
 * Counts of short words weigh on the logits beside them ({@link WordCounts}). Read on both strands, a sequence and its reverse complement
 * get equal logits where the length is a multiple of {@code pool}.
 *
 * @param scan the first layer
 * @param arrangements the second layer
 * @param readout what is kept of a detector's responses over all positions
 * @param words counts beside the layers; none where tokens are words
 * @param vocabulary token ids
 * @param labels classes
 * @param dropout of the pooled responses
 */
public record EnhancerNet(
        MotifScan scan,
        Arrangements arrangements,
        Arrangements.Readout readout,
        WordCounts words,
        int vocabulary,
        int labels,
        double dropout)
        implements Architecture {

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
        specs.addAll(arrangements.parameters(scan.channels()));
        specs.addAll(ParameterSpec.linear("classifier", labels, readout.perDetector() * arrangements.detectors()));
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
        double read = (double) readout.perDetector() * arrangements.detectors() * labels;
        double counted = words.length() == 0 ? 0 : (double) tokens * labels;
        return 2 * scan.strands() * (arrangements.products(scan, tokens) + read + counted);
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("EnhancerNet"));
        config.put("model_type", family(scan.kmer() > 1).modelType());
        scan.describe(config);
        config.put("combinations", arrangements.detectors());
        config.put("reach", arrangements.reach());
        config.put("readout", readout.text());
        if (scan.kmer() == 1) {
            config.put(WordCounts.KEY, words.length());
        }
        config.put("dropout", dropout);
        config.put("num_labels", labels);
        config.put("torch_dtype", "float32");
        config.put("vocab_size", vocabulary);
        return config;
    }

    @Override
    public String script() {
        int head = scan.size() + Arrangements.SIZE;
        return scan.script()
                + arrangements.script(scan.size(), scan.channels())
                + words.script()
                + SCRIPT.replace("$READOUT", readout.text())
                        .replace("$HEAD", "p[" + head + "], p[" + (head + 1) + "]")
                        .replace("$DROP", String.format(Locale.ROOT, "%.17e", dropout));
    }

    private static final String SCRIPT =
            """
            def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor:
              read = (self).strands(ids, )
              responses = (self).$READOUT((self).arranged(p, (self).matches(p, read, ), ), )
              y = torch.linear(torch.dropout(responses, $DROP, train), $HEAD)
              return (self).average((self).counted(p, read, y, ), )
            """;
}
