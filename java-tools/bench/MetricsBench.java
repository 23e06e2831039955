import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.DoubleSupplier;
import org.enhancerflow.statistics.BestF1;
import org.enhancerflow.statistics.BinaryScores;
import org.enhancerflow.statistics.Bootstrap;
import org.enhancerflow.statistics.RankMetrics;
import org.enhancerflow.statistics.ResamplingDesign;

/** What ../shared/bench/peers/metrics.py measures, by our own statistics, on the same file: CPU seconds of this process, warm. */
final class MetricsBench {
    private static final int ROUNDS = 50;

    private MetricsBench() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int resamples = Integer.parseInt(arguments[1]);
        double[] scores = new double[1 << 20];
        boolean[] positive = new boolean[1 << 20];
        int rows = 0;
        try (BufferedReader in = Files.newBufferedReader(file)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                positive[rows] = line.charAt(0) == '1';
                scores[rows++] = Double.parseDouble(line.substring(2));
            }
        }
        double[] s = Arrays.copyOf(scores, rows);
        boolean[] p = Arrays.copyOf(positive, rows);
        // Each figure with a sort of its own, as the peer's functions have it; then all three from one, as evaluate has it.
        report("roc_auc", () -> RankMetrics.rocAuc(BinaryScores.of(p, s)).orElseThrow());
        report("average_precision", () -> RankMetrics.averagePrecision(BinaryScores.of(p, s)).orElseThrow());
        report("best_f1", () -> BestF1.of(BinaryScores.of(p, s)).orElseThrow().f1());
        report("sum of the three from one sort", () -> sum(BinaryScores.of(p, s)));
        Bootstrap bootstrap = Bootstrap.of(BinaryScores.of(p, s));
        draw(bootstrap, 50, 1);
        double start = cpu();
        double[][] values = draw(bootstrap, resamples, 2);
        System.out.printf("bootstrap of %d: cpu per resample %.5f%n", resamples, (cpu() - start) / resamples);
        for (double[] each : values) {
            System.out.println(Bootstrap.interval(each).orElseThrow());
        }
    }

    private static double sum(BinaryScores scores) {
        return RankMetrics.rocAuc(scores).orElseThrow()
                + RankMetrics.averagePrecision(scores).orElseThrow()
                + BestF1.of(scores).orElseThrow().f1();
    }

    private static double[][] draw(Bootstrap bootstrap, int resamples, long seed) {
        return bootstrap.distribution(new ResamplingDesign.Rows(), resamples, seed, 3, (models, into) -> {
            BinaryScores drawn = models.get(0);
            into[0] = RankMetrics.rocAuc(drawn).orElseThrow();
            into[1] = RankMetrics.averagePrecision(drawn).orElseThrow();
            into[2] = BestF1.of(drawn).orElseThrow().f1();
        });
    }

    private static void report(String name, DoubleSupplier metric) {
        double value = 0;
        for (int i = 0; i < ROUNDS; i++) {
            value = metric.getAsDouble();
        }
        double start = cpu();
        for (int i = 0; i < ROUNDS; i++) {
            metric.getAsDouble();
        }
        System.out.printf("%s %s cpu %.4f%n", name, value, (cpu() - start) / ROUNDS);
    }

    /** CPU seconds of the whole process: garbage collection and compilation included. */
    private static double cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }
}
