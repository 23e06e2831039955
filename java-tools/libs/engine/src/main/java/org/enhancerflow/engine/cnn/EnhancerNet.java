package org.enhancerflow.engine.cnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.RandomStream;

/**
 * EnhancerNet: a convolutional classifier on single bases that reads both strands with the same weights.
 *
 * <p>The first layer scans one-hot bases with motif detectors and, using the same detectors mirrored and complemented, the other strand;
 * of {@code pool} neighbouring positions the best match is kept. The second layer looks for arrangements of motifs: it reads the matches
 * once as they stand and once as they look from the other strand, so a detector learns an order and a spacing once for both strands. Over
 * all positions and both strands each arrangement's strongest and its softmax-weighted response are kept, normalised, and
 * weighed for each class. A sequence and its reverse complement get equal logits where the length is a multiple of {@code pool}.
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
 * @param dropout of the matches and of the pooled responses
 */
public record EnhancerNet(
        int filters, int width, int pool, int combinations, int reach, int vocabulary, int labels, double dropout)
        implements Architecture {

    private static final int BASES = 4;

    /** Token id of A; C, G and T follow. */
    private static final int FIRST_BASE = 5;

    /** Windows searched for motifs: more do not change what is found. */
    private static final int SAMPLE = 20_000;

    /** Score of a seeded detector's best match, and biases: seeded detectors answer to near matches only, random ones to their best. */
    private static final double PERFECT = 4;

    private static final float SEEDED_BIAS = -2;
    private static final float RANDOM_BIAS = -1;

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
        int features = 2 * combinations;
        return List.of(
                ParameterSpec.weight("motifs.weight", normal(1.0 / width), filters, BASES, width),
                ParameterSpec.plain("motifs.bias", 0, filters),
                ParameterSpec.weight(
                        "arrangements.weight",
                        normal(2.0 / (2.0 * filters * reach)),
                        combinations,
                        2L * filters,
                        reach),
                ParameterSpec.plain("arrangements.bias", 0, combinations),
                ParameterSpec.plain("norm.weight", 1, features),
                ParameterSpec.plain("norm.bias", 0, features),
                ParameterSpec.weight("classifier.weight", normal(0.1 / features), labels, features),
                ParameterSpec.plain("classifier.bias", 0, labels));
    }

    private static Initialisation normal(double variance) {
        return new Initialisation.Normal(Math.sqrt(variance));
    }

    /**
     * Fresh values, with as many motif detectors as there are motifs to be found started from words that the training sequences hold more
     * often than chance explains. From random detectors, order and spacing of motifs that both classes share take tens of thousands of windows to
     * learn; from these, a few thousand.
     */
    @Override
    public List<float[]> initial(long seed, TokenStore train) {
        List<float[]> values = new ArrayList<>(Network.initial(this, seed));
        if (width < MotifSeeds.WORD) {
            return values;
        }
        List<double[][]> matrices = MotifSeeds.find(sample(seed, train), filters, width);
        for (int filter = 0; filter < filters; filter++) {
            if (filter < matrices.size()) {
                write(matrices.get(filter), values.get(0), filter * BASES * width);
                values.get(1)[filter] = SEEDED_BIAS;
            } else {
                values.get(1)[filter] = RANDOM_BIAS;
            }
        }
        return values;
    }

    /** Log-odds scaled so that a perfect match scores {@link #PERFECT}. */
    private void write(double[][] odds, float[] weights, int at) {
        double best = 0;
        for (int k = 0; k < width; k++) {
            double highest = Double.NEGATIVE_INFINITY;
            for (int base = 0; base < BASES; base++) {
                highest = Math.max(highest, odds[base][k]);
            }
            best += highest;
        }
        for (int base = 0; base < BASES; base++) {
            for (int k = 0; k < width; k++) {
                weights[at + base * width + k] = (float) (odds[base][k] * PERFECT / best);
            }
        }
    }

    /** Bases 0 to 3 of some of the windows, all of them where there are not too many. */
    private static List<byte[]> sample(long seed, TokenStore train) {
        int[] rows = IntStream.range(0, train.size()).toArray();
        if (rows.length > SAMPLE) {
            RandomStream.of(seed, "sample for motifs").shuffle(rows);
            rows = Arrays.copyOf(rows, SAMPLE);
        }
        List<byte[]> sequences = new ArrayList<>();
        for (int row : rows) {
            int[] ids = train.tokens(row);
            byte[] bases = new byte[ids.length];
            for (int i = 0; i < ids.length; i++) {
                bases[i] = (byte) (ids[i] >= FIRST_BASE && ids[i] < FIRST_BASE + BASES ? ids[i] - FIRST_BASE : -1);
            }
            sequences.add(bases);
        }
        return sequences;
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
                .replace("$FEATURES", Integer.toString(2 * combinations))
                .replace("$DROP", String.format(Locale.ROOT, "%.17e", dropout));
    }

    /**
     * The first layer is a matrix product over overlapping patches, several times faster on a CPU than a convolution with four channels;
     * nothing flows back into the one-hot input.
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
              y = torch.reshape(torch.matmul(patches, torch.t(weight)), [rows, -1, $POOL, 2 * $FILTERS])
              y = torch.relu(torch.add(torch.amax(y, [2]), torch.cat([p[1], p[1]], 0)))
              return torch.transpose(y, 1, 2)
            def logits(self, p: List[Tensor], ids: Tensor, mask: Tensor, train: bool) -> Tensor:
              rows = torch.size(ids, 0)
              here = (self).matches(p, ids, )
              there = torch.flip(torch.roll(here, [$FILTERS], [1]), [2])
              z = torch.dropout(torch.cat([here, there], 0), $DROP, train)
              z = torch.relu(torch.conv1d(z, p[2], p[3], [1], [$SIDE_POOLED]))
              z = torch.cat([torch.narrow(z, 0, 0, rows), torch.narrow(z, 0, rows, rows)], 2)
              strongest = torch.amax(z, [2])
              weighted = torch.sum(torch.mul(torch.softmax(z, 2), z), [2])
              h = torch.layer_norm(torch.cat([strongest, weighted], 1), [$FEATURES], p[4], p[5], 1e-5)
              return torch.linear(torch.dropout(h, $DROP, train), p[6], p[7])
            """;
}
