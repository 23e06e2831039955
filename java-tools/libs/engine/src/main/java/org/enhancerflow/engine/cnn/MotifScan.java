package org.enhancerflow.engine.cnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.Setting;
import org.enhancerflow.engine.kmer.KmerVocabulary;

/**
 * The first layers of models that look for motifs: detectors scan the sequence, each detector's matches are normalised over the positions
 * of the sequence, and of {@code pool} neighbouring positions the best match is kept. With both strands, the reverse complement passes
 * through the same layers as a sequence of its own, and the logits of the two are averaged at the end.
 *
 * <p>Tokens are single bases (ids 5, 6, 7, 8 are A, C, G, T; every other id counts as no base at all) or overlapping words of k bases, each
 * of which has a vector that is learned.
 *
 * @param kmer bases of a token; 1 for single bases
 * @param embedding length of a word's vector; 0 for single bases
 * @param filters motif detectors of each width
 * @param widths tokens that a detector sees, one number for each size of detector; odd
 * @param pool neighbouring positions of which the best match is kept
 * @param bothStrands whether the reverse complement is read too
 */
public record MotifScan(int kmer, int embedding, int filters, List<Integer> widths, int pool, boolean bothStrands) {

    private static final int BASES = 4;
    private static final int BASE_IDS = 9;

    public MotifScan {
        widths = List.copyOf(widths);
        for (int width : widths) {
            requireOdd("widths", width);
        }
    }

    /** A detector has a middle on both strands only when it sees an odd number of positions. */
    static void requireOdd(String name, int width) {
        if (width % 2 == 0) {
            throw new IllegalArgumentException(
                    name + " " + width + " must be odd, so that a detector has a middle on both strands");
        }
    }

    /** What a user may choose; {@code widths} and {@code filters} are defaults. */
    public static List<Setting> settings(boolean words, int filters, String widths) {
        List<Setting> settings = new ArrayList<>(List.of(
                Setting.integer("filters", filters, 1, 4096, "motif detectors of each width"),
                Setting.list("widths", widths, 1, 101, "tokens a motif detector sees; odd; several joined by +"),
                Setting.integer("pool", 4, 1, 100, "neighbouring positions of which the best match is kept"),
                Setting.choice("strands", List.of("both", "forward"), "strands that are read")));
        if (words) {
            settings.add(Setting.integer("embedding", 16, 1, 1024, "length of a word's learned vector"));
        }
        return settings;
    }

    /** The values of a config.json. */
    public static MotifScan read(ModelConfig config, boolean words) {
        int vocabulary = config.integer("vocab_size");
        if (!words && vocabulary < BASE_IDS) {
            throw new IllegalArgumentException("a vocabulary of " + vocabulary
                    + " is too small for single bases (A C G T are 5 to 8): the model reads tokens of kind char");
        }
        return new MotifScan(
                words ? KmerVocabulary.length(vocabulary) : 1,
                words ? config.integer("embedding") : 0,
                config.integer("filters"),
                config.integers("widths"),
                config.integer("pool"),
                config.text("strands").equals("both"));
    }

    /** Adds what {@link #read} needs, but for the vocabulary. */
    public void describe(Map<String, Object> config) {
        config.put("filters", filters);
        config.put("widths", widths);
        config.put("pool", pool);
        config.put("strands", bothStrands ? "both" : "forward");
        if (kmer > 1) {
            config.put("embedding", embedding);
        }
    }

    /** Responses at each pooled position. */
    public int channels() {
        return filters * widths.size();
    }

    /** The parameters, in order; they come first in the model. */
    public List<ParameterSpec> parameters(int vocabulary) {
        List<ParameterSpec> specs = new ArrayList<>();
        int inputs = kmer == 1 ? BASES : embedding;
        if (kmer > 1) {
            specs.add(ParameterSpec.weight("words.weight", new Initialisation.Normal(1), vocabulary, embedding));
        }
        for (int i = 0; i < widths.size(); i++) {
            String name = widths.size() == 1 ? "motifs.weight" : "motifs." + i + ".weight";
            specs.add(ParameterSpec.weight(
                    name, Initialisation.fanIn(inputs * widths.get(i)), filters, inputs, widths.get(i)));
        }
        specs.add(ParameterSpec.plain("motifs.norm.weight", 1, channels()));
        specs.add(ParameterSpec.plain("motifs.norm.bias", 0, channels()));
        return specs;
    }

    /** Number of parameters. */
    public int size() {
        return (kmer > 1 ? 1 : 0) + widths.size() + 2;
    }

    /** Times a sequence passes through the model. */
    public int strands() {
        return bothStrands ? 2 : 1;
    }

    /** Pooled positions of a sequence. */
    public int positions(int tokens) {
        return (tokens + pool - 1) / pool;
    }

    /** Operations of one sequence's way through the detectors, all strands. */
    public double operations(int tokens) {
        int seen = widths.stream().mapToInt(Integer::intValue).sum();
        return 2.0 * strands() * positions(tokens) * pool * seen * (kmer == 1 ? BASES : embedding) * filters;
    }

    /** The same with the way back; nothing flows back into single bases. */
    public double trainingOperations(int tokens) {
        return (kmer == 1 ? 2 : 3) * operations(tokens);
    }

    /**
     * TorchScript methods: {@code strands(ids)} gives the rows that are read, those of the other strand behind the given ones;
     * {@code matches(p, read)} their responses [strands × rows, channels, pooled positions]; {@code average(y)} the mean over strands of what
     * was made of them.
     */
    public String script() {
        StringBuilder scans = new StringBuilder();
        List<String> found = new ArrayList<>();
        for (int i = 0; i < widths.size(); i++) {
            found.add("y" + i);
            scans.append(scan(i));
        }
        String turned = kmer == 1 ? TURNED_BASES : KmerVocabulary.turned(kmer);
        return (bothStrands ? turned : "")
                + SCRIPT.replace("$SIGNALS", kmer == 1 ? BASE_SIGNALS : WORD_SIGNALS)
                        .replace("$SCANS", scans)
                        .replace("$FOUND", String.join(", ", found))
                        .replace("$READ", bothStrands ? "torch.cat([ids, (self).turned(ids, )], 0)" : "ids")
                        .replace("$STRANDS", Integer.toString(strands()))
                        .replace("$FILTERS", Integer.toString(filters))
                        .replace("$CHANNELS", Integer.toString(channels()))
                        .replace("$POOL", Integer.toString(pool))
                        .replace("$NORM_BIAS", "p[" + (size() - 1) + "]")
                        .replace("$NORM", "p[" + (size() - 2) + "]");
    }

    /** Assigns the responses of the detectors of one width. */
    private String scan(int at) {
        if (kmer > 1) {
            return new Convolution(embedding, filters, widths.get(at)).statement("y" + at, "x", "p[" + (1 + at) + "]");
        }
        return BASE_SCAN
                .replace("$WEIGHT", "p[" + at + "]")
                .replace("$MARGIN", Integer.toString(widths.get(at) / 2 * BASES))
                .replace("$PATCH", Integer.toString(widths.get(at) * BASES))
                .replace("$AT", Integer.toString(at));
    }

    private static final String TURNED_BASES =
            """
            def turned(self, ids: Tensor) -> Tensor:
              back = torch.flip(ids, [1])
              base = torch.logical_and(torch.ge(back, 5), torch.le(back, 8))
              return torch.where(base, torch.rsub(back, 13), back)
            """;

    /** Bases one-hot, positions [rows, length × 4]; nothing flows back into them. */
    private static final String BASE_SIGNALS =
            """
              bases = torch.reshape(torch.arange(5, 9, device=read.device), [1, 1, 4])
              x = torch.flatten(torch.type_as(torch.eq(torch.unsqueeze(read, 2), bases), p[0]), 1)
            """;

    private static final String WORD_SIGNALS =
            """
              x = torch.constant_pad_nd(torch.transpose(torch.embedding(p[0], read), 1, 2), [0, short], 0)
            """;

    /** A matrix product over overlapping patches: on a CPU several times faster than a convolution with four channels. */
    private static final String BASE_SCAN =
            """
              patches$AT = torch.unfold(torch.constant_pad_nd(x, [$MARGIN, $MARGIN + 4 * short], 0), 1, $PATCH, 4)
              weight$AT = torch.reshape(torch.transpose($WEIGHT, 1, 2), [-1, $PATCH])
              z$AT = torch.matmul(torch.reshape(patches$AT, [-1, $PATCH]), torch.t(weight$AT))
              y$AT = torch.transpose(torch.reshape(z$AT, [rows, -1, $FILTERS]), 1, 2)
            """;

    /**
     * Instance normalisation (Ulyanov et al., arXiv 1607.08022): without it, whether training takes off in its first epochs is a matter of
     * the seed.
     */
    private static final String SCRIPT =
            """
            def strands(self, ids: Tensor) -> Tensor:
              return $READ
            def matches(self, p: List[Tensor], read: Tensor) -> Tensor:
              rows = torch.size(read, 0)
              short = torch.remainder(torch.neg(torch.size(read, 1)), $POOL)
            $SIGNALS$SCANS  y = torch.cat([$FOUND], 1)
              y = torch.relu(torch.instance_norm(y, $NORM, $NORM_BIAS, None, None, True, 0.0, 1e-5, False))
              return torch.amax(torch.reshape(y, [rows, $CHANNELS, -1, $POOL]), [3])
            def average(self, y: Tensor) -> Tensor:
              return torch.mean(torch.reshape(y, [$STRANDS, -1, torch.size(y, 1)]), [0])
            """;
}
