package org.enhancerflow.engine.cnn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.enhancerflow.engine.Initialisation;
import org.enhancerflow.engine.ModelConfig;
import org.enhancerflow.engine.ParameterSpec;
import org.enhancerflow.engine.Setting;

/**
 * The layer after {@link MotifScan}: detectors of how motifs are arranged, their order and spacing, each normed over the positions of a
 * sequence.
 *
 * @param detectors how many
 * @param reach pooled positions an arrangement may span; odd
 */
public record Arrangements(int detectors, int reach) {

    /** Number of parameters. */
    public static final int SIZE = 3;

    public Arrangements {
        MotifScan.requireOdd("reach", reach);
    }

    /** What a user may choose. */
    public static List<Setting> settings() {
        return List.of(
                Setting.integer("combinations", 32, 1, 4096, "detectors of motif arrangements in the second layer"),
                Setting.integer("reach", 7, 1, 101, "pooled positions an arrangement may span; odd"));
    }

    /** The values of a config.json. */
    public static Arrangements read(ModelConfig config) {
        return new Arrangements(config.integer("combinations"), config.integer("reach"));
    }

    /** The parameters, in order. */
    public List<ParameterSpec> parameters(int inputs) {
        List<ParameterSpec> specs = new ArrayList<>();
        specs.add(ParameterSpec.weight(
                "arrangements.weight", Initialisation.fanIn(inputs * reach), detectors, inputs, reach));
        specs.addAll(ParameterSpec.norm("arrangements.norm", detectors));
        return specs;
    }

    /** Multiplications for one strand of a sequence. */
    public double products(MotifScan scan, int tokens) {
        return (double) scan.positions(tokens) * scan.channels() * reach * detectors;
    }

    /**
     * TorchScript methods: {@code arranged(p, found)} gives responses [rows, detectors, pooled positions]; {@code max_mean(z)},
     * {@code max(z)} and {@code mean(z)} give what is kept of responses over all positions.
     *
     * @param first index of the layer's first parameter
     * @param inputs channels of {@code found}
     */
    public String script(int first, int inputs) {
        Convolution convolution = new Convolution(inputs, detectors, reach);
        return SCRIPT.replace("$CONVOLUTION", convolution.statement("z", "found", "p[" + first + "]"))
                .replace("$NORM", "p[" + (first + 1) + "], p[" + (first + 2) + "]");
    }

    /** The mean response is far smaller than the strongest: four times the mean gives both a say from the start. */
    private static final String SCRIPT =
            """
            def arranged(self, p: List[Tensor], found: Tensor) -> Tensor:
            $CONVOLUTION  return torch.relu(torch.instance_norm(z, $NORM, None, None, True, 0.0, 1e-5, False))
            def max(self, z: Tensor) -> Tensor:
              return torch.amax(z, [2])
            def mean(self, z: Tensor) -> Tensor:
              return torch.mul(torch.mean(z, [2]), 4.0)
            def max_mean(self, z: Tensor) -> Tensor:
              return torch.cat([(self).max(z, ), (self).mean(z, )], 1)
            """;

    /** What is kept of a detector's responses over all positions. */
    public enum Readout {
        /** The strongest and the mean. */
        MAX_MEAN(2),
        /** The strongest. */
        MAX(1),
        /** The mean. */
        MEAN(1);

        private final int perDetector;

        Readout(int perDetector) {
            this.perDetector = perDetector;
        }

        /** Values of one detector. */
        int perDetector() {
            return perDetector;
        }

        /** Its name as a setting, and as a method of the script. */
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Readout of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }
}
