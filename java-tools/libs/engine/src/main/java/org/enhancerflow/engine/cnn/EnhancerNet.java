package org.enhancerflow.engine.cnn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ParameterSpec;

/**
 * EnhancerNet: a convolutional classifier on single bases that reads both strands with the same weights.
 *
 * <p>A first layer scans one-hot bases with motif detectors; of {@code pool} neighbouring positions the best match is kept. A second layer
 * looks for arrangements of motifs, their order and spacing; over all positions each arrangement's strongest and mean response are kept
 * and weighed for each class. The logits are the mean of what both strands give. A sequence and its reverse complement get equal logits
 * where the length is a multiple of {@code pool}.
 *
 * <p>Tokens are single bases: ids 5, 6, 7, 8 are A, C, G, T; every other id counts as no base at all.
 *
 * @param filters motif detectors
 * @param width bases a motif detector sees; odd
 * @param pool neighbouring positions of which the best match is kept
 * @param combinations arrangement detectors
 * @param reach pooled positions an arrangement may span; odd
 * @param vocabulary token ids, at least 9
 * @param labels classes
 * @param dropout of the pooled responses
 */
public record EnhancerNet(
        int filters, int width, int pool, int combinations, int reach, int vocabulary, int labels, double dropout)
        implements Architecture {

    private static final int BASES = 4;

    public EnhancerNet {
        if (width % 2 == 0 || reach % 2 == 0) {
            throw new IllegalArgumentException("width " + width + " and reach " + reach
                    + " must be odd, so that a detector has a middle on both strands");
        }
        if (vocabulary < 9) {
            throw new IllegalArgumentException("a vocabulary of " + vocabulary
                    + " is too small for single bases (A C G T are 5 to 8): the cnn reads tokens of kind char");
        }
    }

    @Override
    public String family() {
        return EnhancerNetFamily.NAME;
    }

    @Override
    public boolean acceptsPadding() {
        return false;
    }

    @Override
    public List<ParameterSpec> parameters() {
        int responses = 2 * combinations;
        return List.of(
                ParameterSpec.weight("motifs.weight", fanIn(BASES * width), filters, BASES, width),
                ParameterSpec.plain("motifs.norm.weight", 1, filters),
                ParameterSpec.plain("motifs.norm.bias", 0, filters),
                ParameterSpec.weight("arrangements.weight", fanIn(filters * reach), combinations, filters, reach),
                ParameterSpec.plain("arrangements.norm.weight", 1, combinations),
                ParameterSpec.plain("arrangements.norm.bias", 0, combinations),
                ParameterSpec.weight("classifier.weight", fanIn(responses), labels, responses),
                ParameterSpec.plain("classifier.bias", 0, labels));
    }

    /** PyTorch's own start of linear and convolutional layers: uniform within one over the square root of the inputs. */
    private static Initialisation fanIn(int inputs) {
        return new Initialisation.Uniform(1 / Math.sqrt(inputs));
    }

    @Override
    public Map<String, Object> configuration() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("EnhancerNet"));
        config.put("model_type", "enhancernet");
        config.put("filters", filters);
        config.put("width", width);
        config.put("pool", pool);
        config.put("combinations", combinations);
        config.put("reach", reach);
        config.put("dropout", dropout);
        config.put("num_labels", labels);
        config.put("torch_dtype", "float32");
        config.put("vocab_size", vocabulary);
        return config;
    }

    @Override
    public String script() {
        return SCRIPT.replace("$SIDE_BASES", Integer.toString(width / 2 * BASES))
                .replace("$PATCH", Integer.toString(width * BASES))
                .replace("$SIDE_POOLED", Integer.toString(reach / 2))
                .replace("$POOL", Integer.toString(pool))
                .replace("$FILTERS", Integer.toString(filters))
                .replace("$DROP", String.format(Locale.ROOT, "%.17e", dropout));
    }

    /**
     * The first layer is a matrix product over overlapping patches, several times faster on a CPU than a convolution with four channels;
     * nothing flows back into the one-hot input. The other strand is scanned with mirrored and complemented detectors, and its matches are
     * turned round. Each detector's matches are normalised over the positions of the sequence (instance normalisation, Ulyanov et al.,
     * arXiv 1607.08022): without it, whether training takes off in its first epochs is a matter of the seed. The mean response is far
     * smaller than the strongest: four times the mean gives both a say from the start.
     */
    private static final String SCRIPT =
            """
            def matches(self, p: List[Tensor], ids: Tensor) -> Tensor:
              rows = torch.size(ids, 0)
              bases = torch.reshape(torch.arange(5, 9, device=ids.device), [1, 1, 4])
              x = torch.flatten(torch.to(torch.eq(torch.unsqueeze(ids, 2), bases), 6), 1)
              short = torch.remainder(torch.neg(torch.size(ids, 1)), $POOL)
              x = torch.constant_pad_nd(x, [$SIDE_BASES, $SIDE_BASES + 4 * short], 0)
              patches = torch.reshape(torch.unfold(x, 1, $PATCH, 4), [-1, $PATCH])
              both = torch.cat([p[0], torch.flip(p[0], [1, 2])], 0)
              weight = torch.reshape(torch.transpose(both, 1, 2), [-1, $PATCH])
              y = torch.reshape(torch.matmul(patches, torch.t(weight)), [rows, -1, 2 * $FILTERS])
              y = torch.transpose(y, 1, 2)
              here = torch.narrow(y, 1, 0, $FILTERS)
              there = torch.flip(torch.narrow(y, 1, $FILTERS, $FILTERS), [2])
              y = torch.cat([here, there], 0)
              y = torch.relu(torch.instance_norm(y, p[1], p[2], None, None, True, 0.0, 1e-5, False))
              return torch.amax(torch.reshape(y, [2 * rows, $FILTERS, -1, $POOL]), [3])
            def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor:
              rows = torch.size(ids, 0)
              z = torch.conv1d((self).matches(p, ids, ), p[3], None, [1], [$SIDE_POOLED])
              z = torch.relu(torch.instance_norm(z, p[4], p[5], None, None, True, 0.0, 1e-5, False))
              responses = torch.cat([torch.amax(z, [2]), torch.mul(torch.mean(z, [2]), 4.0)], 1)
              y = torch.linear(torch.dropout(responses, $DROP, train), p[6], p[7])
              return torch.mul(torch.add(torch.narrow(y, 0, 0, rows), torch.narrow(y, 0, rows, rows)), 0.5)
            """;
}
