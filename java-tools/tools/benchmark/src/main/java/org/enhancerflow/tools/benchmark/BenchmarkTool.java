package org.enhancerflow.tools.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.enhancerflow.artifacts.Json;
import org.enhancerflow.engine.Architecture;
import org.enhancerflow.engine.Batch;
import org.enhancerflow.engine.Families;
import org.enhancerflow.engine.Family;
import org.enhancerflow.engine.Network;
import org.enhancerflow.engine.OptimizerSettings;
import org.enhancerflow.engine.Settings;
import org.enhancerflow.engine.Torch;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;
import org.enhancerflow.learning.Hardware;

/** Measures how fast a model trains on this machine. */
final class BenchmarkTool implements Tool {
    private static final Pattern TOKENS = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
    private static final OptimizerSettings ADAMW = new OptimizerSettings(0.9, 0.98, 1e-6, 0.01, false, 1, 0);

    @Override
    public String name() {
        return "benchmark";
    }

    @Override
    public String summary() {
        return "Measures sequences per second, share of the device's peak and memory of a model in training.";
    }

    @Override
    public ToolOptions options() {
        ToolOptions.Builder options = ToolOptions.builder()
                .required("model", "NAME", "kmer, cnn, cnn_kmer, hybrid or dnabert2")
                .repeated("set", "KEY=VALUE", "a size of the model")
                .flag("paper", "the sizes of DNABERT-2-117M; with --model dnabert2")
                .withDefault("batch", "N", "32", "sequences of a step")
                .withDefault("micro", "N", "0", "sequences that run together at most; 0 for all")
                .withDefault("tokens", "N|N-M", "232", "length of the sequences, or a range of lengths")
                .flag("padded", "pad every sequence to the longest, instead of running equal lengths together")
                .withDefault("steps", "N", "20", "steps measured, after a tenth of it to warm up")
                .withDefault("learning-rate", "X", "1e-4", "matters to the losses only")
                .withDefault("seed", "N", "42", "weights, sequences, dropout")
                .optional("losses", "F", "TSV of every step's loss")
                .optional("out", "F", "JSON of what was measured");
        Hardware.declare(options);
        return options.build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Optional<Path> out = arguments.optionalPath("out");
        Optional<Path> losses = arguments.optionalPath("losses");
        long seed = arguments.longInteger("seed", 0, Long.MAX_VALUE);
        run.seed(seed);
        Family family = family(arguments);
        Workload workload = workload(arguments, family, seed);
        Architecture model = model(arguments, family, workload);
        Hardware hardware = Hardware.of(arguments);
        int steps = arguments.integer("steps", 1, 1_000_000);
        double rate = arguments.decimal("learning-rate", 0, 1);
        List<Float> curve = new ArrayList<>();
        Speed speed = hardware.run(torch -> measure(torch, model, workload, steps, rate, seed, curve));
        run.log(speed.text());
        if (losses.isPresent()) {
            AtomicOutput.file(losses.get(), file -> Files.writeString(file, table(curve)));
        }
        if (out.isPresent()) {
            AtomicOutput.file(out.get(), file -> Json.write(file, speed));
            run.output(out.get());
            run.commit(out.get());
        }
    }

    private static Family family(Arguments arguments) {
        try {
            return Families.named(arguments.text("model"));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Workload workload(Arguments arguments, Family family, long seed) {
        Matcher matcher = TOKENS.matcher(arguments.text("tokens"));
        if (!matcher.matches()) {
            throw new UsageException("--tokens is '" + arguments.text("tokens") + "': give 232 or 170-232");
        }
        int shortest = Integer.parseInt(matcher.group(1));
        int longest = matcher.group(2) == null ? shortest : Integer.parseInt(matcher.group(2));
        if (shortest < 1 || longest < shortest) {
            throw new UsageException("--tokens is '" + arguments.text("tokens") + "': the shorter length comes first");
        }
        int rows = arguments.integer("batch", 1, 1_000_000);
        int micro = arguments.integer("micro", 0, rows);
        return new Workload(
                vocabulary(family), shortest, longest, rows, micro == 0 ? rows : micro, arguments.has("padded"), seed);
    }

    private static int vocabulary(Family family) {
        if (family.tokenizerKinds().isEmpty()) {
            return 4096;
        }
        return family.tokenizerKinds().contains("char") ? 10 : 5 + 4096;
    }

    private static Architecture model(Arguments arguments, Family family, Workload workload) {
        Map<String, String> sizes = new LinkedHashMap<>();
        if (arguments.has("paper")) {
            sizes.putAll(Map.of("layers", "12", "hidden", "768", "heads", "12", "intermediate", "3072"));
        }
        for (String setting : arguments.texts("set")) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--set is '" + setting + "': give KEY=VALUE");
            }
            sizes.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        try {
            Architecture model = family.create(Settings.of(family.settings(), sizes), workload.vocabulary(), 3, 2);
            if (workload.padded() && !model.acceptsPadding()) {
                throw new UsageException("--padded: the model '" + family.name() + "' takes no padding");
            }
            return model;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private static Speed measure(
            Torch torch, Architecture model, Workload workload, int steps, double rate, long seed, List<Float> curve)
            throws IOException {
        try (Network network = Network.fresh(torch, model, seed)) {
            int warmup = steps / 10 + 1;
            long rows = 0;
            long tokens = 0;
            double operations = 0;
            Stopwatch watch = Stopwatch.start();
            for (long step = 1; step <= warmup + steps; step++) {
                if (step == warmup + 1) {
                    watch = Stopwatch.start();
                }
                List<Batch> batches = workload.step(step);
                curve.add(network.step(batches, ADAMW, rate, step, seed + step).loss());
                if (step > warmup) {
                    rows += workload.rows();
                    for (Batch batch : batches) {
                        tokens += batch.tokens();
                        operations += batch.trainingOperations(model);
                    }
                }
            }
            double seconds = watch.seconds();
            double cpu = watch.cpuSeconds();
            return new Speed(
                    torch.device(),
                    torch.precision().name().toLowerCase(java.util.Locale.ROOT),
                    rows / seconds,
                    tokens / seconds,
                    operations / seconds,
                    torch.peakOperationsPerSecond(),
                    cpu / steps,
                    Memory.megabytes(torch.device()).orElse(null),
                    curve.subList(curve.size() - warmup, curve.size()).stream()
                            .mapToDouble(Float::doubleValue)
                            .average()
                            .orElseThrow());
        }
    }

    private static String table(List<Float> curve) {
        StringBuilder table = new StringBuilder("step\tloss\n");
        for (int i = 0; i < curve.size(); i++) {
            table.append(i + 1).append('\t').append(curve.get(i)).append('\n');
        }
        return table.toString();
    }

    /** Wall and CPU time since a moment. */
    private record Stopwatch(long wall, long cpu) {
        static Stopwatch start() {
            return new Stopwatch(System.nanoTime(), cpuNanos());
        }

        double seconds() {
            return (System.nanoTime() - wall) / 1e9;
        }

        double cpuSeconds() {
            return (cpuNanos() - cpu) / 1e9;
        }

        private static long cpuNanos() {
            return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                    .getProcessCpuTime();
        }
    }
}
