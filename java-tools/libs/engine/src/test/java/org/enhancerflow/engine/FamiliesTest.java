package org.enhancerflow.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.enhancerflow.engine.cnn.EnhancerNet;
import org.enhancerflow.engine.cnn.WordCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every family must hold, each tried in a small size. */
class FamiliesTest {

    private static final int ROWS = 4;
    private static final int LENGTH = 33;
    private static final long[] LABELS = {0, 1, 1, 0};

    /** Small models; vocabularies are those of single bases (10) and of words of three bases (69). */
    enum Small {
        KMER("kmer", 69, ""),
        KMER_FORWARD("kmer", 69, "strands=forward"),
        CNN("cnn", 10, "filters=4,widths=5,pool=3,combinations=3,reach=3,words=2"),
        CNN_WIDTHS("cnn", 10, "filters=3,widths=3+7,pool=2,readout=mean,words=0"),
        CNN_FORWARD("cnn", 10, "filters=4,widths=7,pool=2,strands=forward,readout=max,words=3"),
        CNN_KMER("cnn_kmer", 69, "filters=3,widths=3,embedding=4,combinations=3"),
        HYBRID(
                "hybrid",
                10,
                "filters=4,widths=5,combinations=3,reach=3,merge=2,hidden=8,heads=2,intermediate=8,words=3"),
        DNABERT2("dnabert2", 69, "hidden=8,heads=2,intermediate=8");

        private final String model;
        private final int vocabulary;
        private final String sizes;

        Small(String model, int vocabulary, String sizes) {
            this.model = model;
            this.vocabulary = vocabulary;
            this.sizes = sizes;
        }

        Family family() {
            return Families.named(model);
        }

        Map<String, String> sizes() {
            return Stream.of(sizes.split(","))
                    .filter(size -> !size.isEmpty())
                    .map(size -> size.split("="))
                    .collect(Collectors.toMap(size -> size[0], size -> size[1]));
        }

        Architecture architecture() {
            return family().create(Settings.of(family().settings(), sizes()), vocabulary, 3, 2);
        }

        /** Tokens of both strands of random sequences, rows behind each other. */
        long[] tokens(boolean turned) {
            RandomStream random = RandomStream.of(7, "bases");
            long[] ids = new long[ROWS * LENGTH];
            for (int row = 0; row < ROWS; row++) {
                int[] bases = new int[LENGTH + 2];
                for (int i = 0; i < bases.length; i++) {
                    bases[i] = random.nextInt(4);
                }
                for (int i = 0; i < LENGTH; i++) {
                    int at = turned ? LENGTH - 1 - i : i;
                    ids[row * LENGTH + i] = 5L + (vocabulary == 10 ? base(bases, at, turned) : word(bases, at, turned));
                }
            }
            return ids;
        }

        /** A C G T as 0 to 3; the complement of i is 3 - i. */
        private static int base(int[] bases, int at, boolean turned) {
            return turned ? 3 - bases[at] : bases[at];
        }

        /** Words in DNABERT's order of letters, A T C G. */
        private static int word(int[] bases, int at, boolean turned) {
            int[] digit = {0, 2, 3, 1};
            int word = 0;
            for (int i = 0; i < 3; i++) {
                word = 4 * word + digit[base(bases, turned ? at + 2 - i : at + i, turned)];
            }
            return word;
        }
    }

    @ParameterizedTest
    @EnumSource(Small.class)
    void aConfigurationGivesTheSameArchitectureAgain(Small small) {
        Architecture architecture = small.architecture();
        assertThat(Families.read(ModelConfig.of(architecture.configuration()))).isEqualTo(architecture);
        assertThat(architecture.family()).isEqualTo(small.family().name());
        assertThat(small.family().values(architecture)).containsAllEntriesOf(small.sizes());
    }

    @ParameterizedTest
    @EnumSource(Small.class)
    void pretrainedWeightsKeepTheirSizesAndMayChangeDropout(Small small) {
        Settings others = Settings.of(small.family().settings(), Map.of());
        Architecture adapted = small.family().adapt(small.architecture(), others, 3);
        assertThat(adapted.labels()).isEqualTo(3);
        assertThat(small.family().values(adapted)).containsAllEntriesOf(small.sizes());
    }

    @ParameterizedTest
    @EnumSource(
            value = Small.class,
            names = {"KMER", "CNN", "CNN_WIDTHS", "CNN_KMER", "HYBRID"})
    void aSequenceAndItsReverseComplementGetEqualLogits(Small small) {
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = varied(torch, small.architecture())) {
            float[] here = network.logits(batch(small.tokens(false)));
            float[] there = network.logits(batch(small.tokens(true)));
            assertThat(here[0]).isNotEqualTo(here[2]);
            for (int i = 0; i < here.length; i++) {
                assertThat(here[i]).isCloseTo(there[i], within(0.05f));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Small.class)
    void gradientsAgreeWithFiniteDifferencesOfTheLoss(Small small) {
        Batch batch = batch(small.tokens(false));
        List<ParameterSpec> specs = small.architecture().parameters();
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = varied(torch, small.architecture())) {
            List<float[]> gradients = network.gradients(batch);
            List<float[]> values = network.parameters();
            // So short that a maximum hardly ever changes hands on the way.
            float step = 1e-4f;
            for (int p = 0; p < specs.size(); p++) {
                for (int k = 0; k < values.get(p).length; k += 1 + values.get(p).length / 7) {
                    double slope =
                            (loss(network, batch, values, p, k, step) - loss(network, batch, values, p, k, -step))
                                    / (2 * step);
                    assertThat((double) gradients.get(p)[k])
                            .as("%s[%d]", specs.get(p).name(), k)
                            .isCloseTo(slope, within(2e-3 + 0.02 * Math.abs(slope)));
                }
            }
        }
    }

    /** With an epsilon of 1 and nothing else, AdamW's first step is g / (|g| + 1). */
    @ParameterizedTest
    @EnumSource(Small.class)
    void theOptimizerMovesEveryValueAlongItsOwnGradient(Small small) {
        OptimizerSettings plain = new OptimizerSettings(0.9, 0.98, 1, 0, false, 0, 0);
        Batch batch = batch(small.tokens(false));
        Architecture still = small.family()
                .create(Settings.of(small.family().settings(), withoutDropout(small)), small.vocabulary, 3, 2);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = varied(torch, still)) {
            List<float[]> gradients = network.gradients(batch);
            List<float[]> before = network.parameters();
            network.step(List.of(batch), plain, 1, 1, 1);
            List<float[]> after = network.parameters();
            for (int p = 0; p < before.size(); p++) {
                for (int k = 0; k < before.get(p).length; k++) {
                    double slope = gradients.get(p)[k];
                    assertThat((double) after.get(p)[k])
                            .as("%s[%d]", still.parameters().get(p).name(), k)
                            .isCloseTo(before.get(p)[k] - slope / (Math.abs(slope) + 1), within(1e-5));
                }
            }
        }
    }

    /** Two rows that differ, as a pair: the loss grows by the symmetric divergence of their probabilities. */
    @Test
    void differentAnswersForTheTwoStrandsCostWhatTheirDivergenceIs() {
        Architecture model = Small.KMER_FORWARD.architecture();
        long[] ids = Small.KMER_FORWARD.tokens(false);
        Batch pair = new Batch(ids, new int[] {33, 33, 33, 33}, LENGTH, LABELS.clone(), true);
        OptimizerSettings none = new OptimizerSettings(0.9, 0.98, 1e-6, 0, false, 0, 0);
        OptimizerSettings some = new OptimizerSettings(0.9, 0.98, 1e-6, 0, false, 0, 0, 3);
        try (Torch torch = Torch.start(DeviceChoice.CPU, 1);
                Network network = varied(torch, model);
                Network other = varied(torch, model)) {
            float[] logits = network.logits(pair);
            double apart = (divergence(logits, 0, 2) + divergence(logits, 1, 3)) / 2;
            assertThat(apart).isGreaterThan(1e-5);
            double plain = network.step(List.of(pair), none, 0, 1, 1).loss();
            double penalised = other.step(List.of(pair), some, 0, 1, 1).loss();
            assertThat(penalised - plain).isCloseTo(3 * apart, within(1e-5));
            assertThatThrownBy(() -> other.step(List.of(batch(ids)), some, 0, 1, 1))
                    .hasMessageContaining("needs both of them");
        }
    }

    private static double divergence(float[] logits, int one, int two) {
        double p = 1 / (1 + Math.exp(logits[2 * one] - logits[2 * one + 1]));
        double q = 1 / (1 + Math.exp(logits[2 * two] - logits[2 * two + 1]));
        return (p - q) * (Math.log(p / q) - Math.log((1 - p) / (1 - q)));
    }

    @Test
    void aCnnOfBeforeItCountedWordsIsReadWithoutThem() {
        Map<String, Object> config = new HashMap<>(Small.CNN.architecture().configuration());
        assertThat(config.remove("words")).isEqualTo(2);
        EnhancerNet read = (EnhancerNet) Families.read(ModelConfig.of(config));
        assertThat(read.words()).isEqualTo(WordCounts.NONE);
    }

    @Test
    void aVocabularyThatIsNotOfWordsIsRefused() {
        for (String name : List.of("kmer", "cnn_kmer")) {
            Family family = Families.named(name);
            Settings settings = Settings.of(family.settings(), Map.of());
            assertThatThrownBy(() -> family.create(settings, 4096, 0, 2)).hasMessageContaining("5 + 4^k");
        }
    }

    private static Map<String, String> withoutDropout(Small small) {
        Map<String, String> settings = new HashMap<>(small.sizes());
        small.family().settings().stream()
                .map(Setting::name)
                .filter(name -> name.startsWith("dropout"))
                .forEach(name -> settings.put(name, "0"));
        return settings;
    }

    /** A network in which no parameter is constant, so that no gradient is 0 by accident. */
    private static Network varied(Torch torch, Architecture architecture) {
        List<float[]> values = Network.initial(architecture, 3);
        RandomStream random = RandomStream.of(5, "noise");
        for (float[] one : values) {
            for (int i = 0; i < one.length; i++) {
                one[i] += (float) (0.05 * random.nextNormal());
            }
        }
        return new Network(torch, architecture, values);
    }

    private static Batch batch(long[] ids) {
        int[] lengths = Stream.generate(() -> LENGTH)
                .limit(ROWS)
                .mapToInt(Integer::intValue)
                .toArray();
        return new Batch(ids, lengths, LENGTH, LABELS.clone());
    }

    private static double loss(Network network, Batch batch, List<float[]> values, int parameter, int at, float by) {
        List<float[]> moved = new ArrayList<>(values);
        float[] copy = values.get(parameter).clone();
        copy[at] += by;
        moved.set(parameter, copy);
        network.setParameters(moved);
        float[] logits = network.logits(batch);
        double sum = 0;
        for (int row = 0; row < LABELS.length; row++) {
            double difference = (double) logits[2 * row + 1] - logits[2 * row];
            sum += Math.log1p(Math.exp(LABELS[row] == 1 ? -difference : difference));
        }
        return sum / LABELS.length;
    }
}
