package org.enhancerflow.tools.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.enhancerflow.artifacts.History;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.kit.Interruption;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.learning.EventFile;
import org.enhancerflow.learning.TrainingListener;
import org.enhancerflow.learning.TrainingTask;
import org.jspecify.annotations.Nullable;

/** Shows a training as it goes: progress, a line per evaluation, TensorBoard's curves; and asks for its end when a signal has come. */
final class Watch implements TrainingListener, AutoCloseable {

    private final Run run;
    private final Interruption interruption;
    private final Progress progress;
    private final @Nullable EventFile curves;
    private final Pace pace;

    private Watch(Run run, Progress progress, @Nullable EventFile curves, Pace pace) {
        this.run = run;
        this.interruption = run.interruption();
        this.progress = progress;
        this.curves = curves;
        this.pace = pace;
    }

    /**
     * Watches a training.
     *
     * @param folder of TensorBoard's event files; empty for none
     */
    static Watch over(TrainingTask task, Torch torch, Optional<Path> folder, Run run) throws IOException {
        EventFile curves = folder.isPresent() ? EventFile.create(folder.get(), Clock.systemUTC()) : null;
        Pace pace = new Pace(task.operationsPerRow(), torch.peakOperationsPerSecond(), System::nanoTime);
        return new Watch(run, run.progress("sequences", task.totalRows()), curves, pace);
    }

    @Override
    public void resumed(long step, long rows) {
        run.log("going on after step " + step + ", from a checkpoint");
        progress.resume(rows);
        pace.restart();
    }

    @Override
    public Decision stepped(long step, int rows, float loss) {
        pace.stepped(rows);
        progress.advance(rows, String.format(Locale.ROOT, "loss %.4f, %.1f %% of peak", loss, 100 * pace.share()));
        write(step, Map.of("train/loss", (double) loss));
        return decision();
    }

    @Override
    public void shrunk(int rows) {
        run.log("memory ran out: at most " + rows + " sequences run together from now on; batch_size stays");
    }

    @Override
    public Decision evaluated(History.Row row) {
        run.log(String.format(
                Locale.ROOT,
                "step %d, epoch %.2f: training loss %.4f, validation loss %.4f, PR-AUC %.4f%s",
                row.step(),
                row.epoch(),
                row.trainLoss(),
                row.validationLoss(),
                row.validationPrAuc(),
                pace.text()));
        Map<String, Double> values = new LinkedHashMap<>();
        values.put("learning_rate", row.learningRate());
        values.put("validation/loss", row.validationLoss());
        values.put("validation/pr_auc", row.validationPrAuc());
        values.putAll(pace.values());
        write(row.step(), values);
        pace.restart();
        return decision();
    }

    private Decision decision() {
        return interruption.requested() ? Decision.INTERRUPT : Decision.CONTINUE;
    }

    private void write(long step, Map<String, Double> values) {
        if (curves != null) {
            try {
                curves.scalars(step, values);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        progress.close();
        if (curves != null) {
            curves.close();
        }
    }
}
