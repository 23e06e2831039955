package org.enhancerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.artifacts.TokenStore;
import org.enhancerflow.engine.DeviceChoice;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.Script;
import org.enhancerflow.engine.Torch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainerTest {

    private static final Map<String, String> SMALL = Map.of(
            "layers", "1",
            "hidden", "16",
            "heads", "2",
            "intermediate", "16",
            "batch_size", "8",
            "epochs", "3",
            "learning_rate", "3e-3",
            "warmup", "2",
            "evaluate_every", "4");
    private static final long SEED = 11;

    @TempDir
    Path folder;

    private TokenStore train;
    private TokenStore validation;
    private Torch torch;

    @BeforeEach
    void open() throws IOException {
        train = Stores.raggedStore(folder.resolve("train"), 37, 1);
        validation = Stores.raggedStore(folder.resolve("validation"), 20, 2);
        torch = Torch.start(DeviceChoice.CPU, 1);
    }

    @AfterEach
    void close() throws IOException {
        torch.close();
        train.close();
        validation.close();
    }

    private TrainingTask task(Map<String, String> settings) throws IOException {
        return TrainingTask.of(Families.named("dnabert2"), settings, train, validation, null);
    }

    private TrainingResult run(TrainingListener listener, @Nullable Checkpoints checkpoints) throws IOException {
        TrainingTask task = task(SMALL);
        try (Network network =
                new Network(torch, task.architecture(), task.start(SEED).values())) {
            return Trainer.run(network, task, SEED, listener, checkpoints);
        }
    }

    private Checkpoints checkpoints() throws IOException {
        return new Checkpoints(folder.resolve("checkpoints"), task(SMALL).key(SEED, torch), step -> step % 3 == 0);
    }

    private static void assertEqualResults(TrainingResult one, TrainingResult two) {
        assertThat(one.history()).isEqualTo(two.history());
        assertThat(one.bestStep()).isEqualTo(two.bestStep());
        assertThat(one.best()).usingRecursiveComparison().isEqualTo(two.best());
    }

    @Test
    void twoRunsAreEqualBitByBitAndLearn() throws IOException {
        TrainingResult once = run(new TrainingListener() {}, null);
        assertEqualResults(run(new TrainingListener() {}, null), once);
        assertThat(once.steps()).isEqualTo(15);
        assertThat(once.history().rows()).extracting(History.Row::step).containsExactly(4L, 8L, 12L, 15L);
        assertThat(once.history().rows().get(3).trainLoss())
                .isLessThan(once.history().rows().get(0).trainLoss());
    }

    /** 4 and 8 are steps an evaluation follows; the interruption then lies between the step and its evaluation. */
    @ParameterizedTest
    @ValueSource(longs = {1, 4, 7, 8, 14, 15})
    void aRunInterruptedAfterAnyStepAndResumedEqualsOneNeverStopped(long stop) throws IOException {
        TrainingResult straight = run(new TrainingListener() {}, null);
        assertThatThrownBy(() -> run(interruptAfter(stop), checkpoints()))
                .isInstanceOf(TrainingInterruptedException.class)
                .hasMessageContaining("step " + stop);
        assertEqualResults(run(new TrainingListener() {}, checkpoints()), straight);
    }

    @Test
    void aResumedRunTellsHowManySequencesWereDoneBefore() throws IOException {
        assertThatThrownBy(() -> run(interruptAfter(7), checkpoints()))
                .isInstanceOf(TrainingInterruptedException.class);
        List<Long> before = new ArrayList<>();
        AtomicLong after = new AtomicLong();
        run(
                new TrainingListener() {
                    @Override
                    public void resumed(long step, long rows) {
                        before.addAll(List.of(step, rows));
                    }

                    @Override
                    public Decision stepped(long step, int rows, float loss) {
                        after.addAndGet(rows);
                        return Decision.CONTINUE;
                    }
                },
                checkpoints());
        assertThat(before).hasSize(2).startsWith(7L);
        assertThat(before.get(1) + after.get()).isEqualTo(task(SMALL).totalRows());
    }

    private static TrainingListener interruptAfter(long stop) {
        return new TrainingListener() {
            @Override
            public Decision stepped(long step, int rows, float loss) {
                return step == stop ? Decision.INTERRUPT : Decision.CONTINUE;
            }
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {2, 5, 11})
    void aKilledRunGoesOnFromItsLastCheckpointAndEndsTheSame(long death) throws IOException {
        TrainingResult straight = run(new TrainingListener() {}, null);
        TrainingListener dying = new TrainingListener() {
            @Override
            public Decision stepped(long step, int rows, float loss) {
                if (step == death) {
                    throw new IllegalStateException("killed");
                }
                return Decision.CONTINUE;
            }
        };
        assertThatThrownBy(() -> run(dying, checkpoints())).hasMessage("killed");
        assertEqualResults(run(new TrainingListener() {}, checkpoints()), straight);
    }

    @Test
    void aFinishedRunsCheckpointGivesItsResultWithoutAStep() throws IOException {
        TrainingResult straight = run(new TrainingListener() {}, checkpoints());
        TrainingListener none = interruptAfter(-1);
        assertEqualResults(run(none, checkpoints()), straight);
        checkpoints().discard();
        assertThat(checkpoints().folder()).doesNotExist();
    }

    @Test
    void whatAKilledProcessLeftOfACheckpointIsIgnoredAndRemovedInTheEnd() throws IOException {
        Path half = Files.createDirectories(checkpoints().folder().resolve(".step-3.1234.tmp"));
        Files.writeString(half.resolve("parameters.safetensors"), "cut short");
        TrainingResult straight = run(new TrainingListener() {}, null);
        assertEqualResults(run(new TrainingListener() {}, checkpoints()), straight);
        Files.writeString(checkpoints().folder().resolve("notes.txt"), "of somebody else");
        checkpoints().discard();
        assertThat(checkpoints().folder()).isDirectoryContaining(file -> file.endsWith("notes.txt"));
        assertThat(half).doesNotExist();
    }

    @Test
    void anotherConfigurationHasAPlaceOfItsOwnAndLeavesOthersAlone() throws IOException {
        assertThatThrownBy(() -> run(interruptAfter(5), checkpoints())).hasMessageContaining("step 5");
        String other = task(Map.of("layers", "2")).key(SEED, torch);
        assertThat(other).isNotEqualTo(task(SMALL).key(SEED, torch));
        assertThat(task(SMALL).key(SEED + 1, torch)).isNotEqualTo(task(SMALL).key(SEED, torch));
        Checkpoints elsewhere = new Checkpoints(folder.resolve("checkpoints"), other, step -> true);
        try (Network network = Network.fresh(torch, task(SMALL).architecture(), 1)) {
            assertThat(elsewhere.restore(network)).isEmpty();
        }
        elsewhere.discard();
        assertThat(checkpoints().folder()).isNotEmptyDirectory();
    }

    @Test
    void aListenerCanEndATrialEarlyWithItsBestWeights() throws IOException {
        TrainingResult pruned = run(
                new TrainingListener() {
                    @Override
                    public Decision evaluated(History.Row row) {
                        return row.step() >= 8 ? Decision.STOP : Decision.CONTINUE;
                    }
                },
                null);
        assertThat(pruned.steps()).isEqualTo(8);
        assertThat(pruned.best()).isNotEmpty();
    }

    @Test
    void aLossThatIsNoNumberStopsWithAUsefulLine() throws IOException {
        TrainingTask task = task(SMALL);
        try (Network network = new Network(torch, task.architecture(), broken(task))) {
            assertThatThrownBy(() -> Trainer.run(network, task, SEED, new TrainingListener() {}, checkpoints()))
                    .isInstanceOf(DivergedException.class)
                    .hasMessageContaining("NaN at step 1")
                    .hasMessageContaining("lower learning_rate");
        }
    }

    private static List<float[]> broken(TrainingTask task) throws IOException {
        List<float[]> values = task.start(SEED).values();
        values.get(0)[5 * 16] = Float.NaN;
        java.util.Arrays.fill(values.get(0), Float.NaN);
        return values;
    }

    @Test
    void patienceEndsARunThatGetsNoBetter() throws IOException {
        TrainingTask task = TrainingTask.of(
                Families.named("dnabert2"),
                Map.of("learning_rate", "0", "batch_size", "8", "epochs", "50", "patience", "3", "hidden", "8"),
                train,
                validation,
                null);
        try (Network network =
                new Network(torch, task.architecture(), task.start(SEED).values())) {
            TrainingResult result = Trainer.run(network, task, SEED, new TrainingListener() {}, null);
            assertThat(result.history().rows()).hasSize(4);
            assertThat(result.bestStep()).isEqualTo(5);
        }
    }

    /** A device on which more than two rows do not fit: libtorch is asked for more than any machine has. */
    private Trainer.Stepper small(Network network) {
        return (batches, settings, rate, step, seed) -> {
            if (batches.stream().anyMatch(batch -> batch.rows() > 2)) {
                try (Script script = torch.script("def all(self, n: int) -> Tensor:\n  return torch.zeros([n])\n")) {
                    script.call("all").with(1L << 50).compute().close();
                }
            }
            return network.step(batches, settings, rate, step, seed);
        };
    }

    @Test
    void whereMemoryRunsOutLessRunsTogetherAndTheEffectiveBatchStays() throws IOException {
        Map<String, String> still = new HashMap<>(SMALL);
        still.putAll(Map.of("dropout_hidden", "0", "dropout_classifier", "0"));
        TrainingTask task = task(still);
        List<Integer> limits = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void shrunk(int rows) {
                limits.add(rows);
            }
        };
        TrainingResult roomy;
        try (Network network =
                new Network(torch, task.architecture(), task.start(SEED).values())) {
            roomy = Trainer.run(network, task, SEED, new TrainingListener() {}, null);
        }
        try (Network network =
                new Network(torch, task.architecture(), task.start(SEED).values())) {
            Checkpoints place = new Checkpoints(folder.resolve("small"), "k", step -> false);
            TrainingResult narrow = Trainer.run(network, small(network), task, SEED, listener, place);
            assertThat(limits).containsExactly(4, 2);
            assertThat(narrow.steps()).isEqualTo(roomy.steps());
            for (int i = 0; i < narrow.history().rows().size(); i++) {
                assertThat(narrow.history().rows().get(i).trainLoss())
                        .isCloseTo(roomy.history().rows().get(i).trainLoss(), within(1e-4));
            }
            assertThat(place.restore(network).orElseThrow().state().microBatch())
                    .as("a resumed run does not try again what did not fit")
                    .isEqualTo(2);
        }
    }

    @Test
    void theChosenClassesOwnPrAucCountsWhereOneIsNamed() throws IOException {
        TrainingTask task = task(SMALL);
        assertThat(task.withPositive("tumour").positive()).hasValue(1);
        assertThat(task.withPositive("tumour").key(SEED, torch)).isNotEqualTo(task.key(SEED, torch));
        assertThatThrownBy(() -> task.withPositive("benign")).hasMessageContaining("none of normal, tumour");
        float[][] logits = new float[validation.size()][];
        for (int row = 0; row < logits.length; row++) {
            logits[row] = new float[] {0, row * (validation.label(row) - 0.3f)};
        }
        double normal = Evaluation.of(validation, logits, OptionalInt.of(0)).prAuc();
        double tumour = Evaluation.of(validation, logits, OptionalInt.of(1)).prAuc();
        assertThat(Evaluation.of(validation, logits, OptionalInt.empty()).prAuc())
                .isCloseTo((normal + tumour) / 2, within(1e-12));
    }

    @Test
    void readingEitherStrandNeedsTokensOfBoth() {
        assertThatThrownBy(() -> task(Map.of("augment", "reverse_complement")))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("--reverse-complement");
    }

    @Test
    void trainingsOwnEvaluationIsTheScorersToTheBit() throws IOException {
        TrainingTask task = task(SMALL);
        try (Network network =
                new Network(torch, task.architecture(), task.start(SEED).values())) {
            TrainingResult result = Trainer.run(network, task, SEED, new TrainingListener() {}, null);
            network.setParameters(result.best());
            Evaluation again =
                    Evaluation.of(validation, Scorer.logits(network, validation, done -> {}), OptionalInt.empty());
            History.Row row = result.history().rows().stream()
                    .filter(one -> one.step() == result.bestStep())
                    .findFirst()
                    .orElseThrow();
            assertThat(again.prAuc()).isEqualTo(row.validationPrAuc());
            assertThat(again.loss()).isEqualTo(row.validationLoss());
        }
    }
}
