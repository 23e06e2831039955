import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import org.apache.commons.numbers.gamma.Erfc;
import org.enhancerflow.tuning.CategoricalDistribution;
import org.enhancerflow.tuning.Direction;
import org.enhancerflow.tuning.Distribution;
import org.enhancerflow.tuning.FloatDistribution;
import org.enhancerflow.tuning.HyperbandPruner;
import org.enhancerflow.tuning.IntDistribution;
import org.enhancerflow.tuning.JournalStorage;
import org.enhancerflow.tuning.MemoryStorage;
import org.enhancerflow.tuning.PercentilePruner;
import org.enhancerflow.tuning.Pruner;
import org.enhancerflow.tuning.RunningTrial;
import org.enhancerflow.tuning.SearchSpace;
import org.enhancerflow.tuning.Study;
import org.enhancerflow.tuning.StudyStorage;
import org.enhancerflow.tuning.SuccessiveHalvingPruner;
import org.enhancerflow.tuning.TpeSampler;
import org.enhancerflow.tuning.TrialState;

/**
 * The search benchmark of ../shared/bench/hpo with our samplers and pruners, beside what Optuna reached on it: 30 seeds, 200
 * trials. And the CPU time of ask and tell. Prints Markdown tables.
 */
final class SearchBench {
    private static final int SEEDS = 30;
    private static final int TRIALS = 200;
    private static final int STEPS = 27;
    private static final int[] AT = {50, 100, 200};

    private SearchBench() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments[0].equals("quality")) {
            quality(JsonMapper.builder().build().readTree(Path.of(arguments[1]).toFile()));
        } else if (arguments[0].equals("spread")) {
            JsonNode reference = JsonMapper.builder().build().readTree(Path.of(arguments[1]).toFile());
            spread(reference, arguments[2], arguments[3], Integer.parseInt(arguments[4]));
        } else {
            cost();
        }
    }

    /** A function to minimise. A curve has a value at every step. */
    private record Function(SearchSpace space, ToDoubleFunction<Map<String, Object>> value) {}

    private interface Curve {
        double at(Map<String, Object> values, int step);
    }

    /** Best complete value after so many trials, and all reported steps. */
    private record Outcome(double[] best, long epochs, long pruned) {}

    private static void quality(JsonNode reference) throws IOException {
        System.out.println("| function | trials in flight | 50 trials | Optuna 5 | 100 trials | Optuna 5 | 200 trials | Optuna 5 | within |");
        System.out.println("|---|---|---|---|---|---|---|---|---|");
        for (String name : List.of("branin", "hartmann6", "rosenbrock5", "mixed")) {
            blackBox(reference, "plain", name, 1);
        }
        for (String name : List.of("hartmann6", "mixed")) {
            blackBox(reference, "par8", name, 8);
        }
        System.out.println();
        System.out.println("| curve | pruner | 50 trials | Optuna 5 | 100 trials | Optuna 5 | 200 trials | Optuna 5 | steps | Optuna 5 | pruned | Optuna 5 | within |");
        System.out.println("|---|---|---|---|---|---|---|---|---|---|---|---|---|");
        for (String name : List.of("lc_exp", "lc_cross", "lc_noisy")) {
            for (Map.Entry<String, Pruner> pruner : pruners().entrySet()) {
                curves(reference, name, pruner.getKey(), pruner.getValue());
            }
        }
    }

    private static Map<String, Pruner> pruners() {
        Map<String, Pruner> pruners = new LinkedHashMap<>();
        pruners.put("nop", Pruner.NONE);
        pruners.put("median", PercentilePruner.median());
        pruners.put("sha", SuccessiveHalvingPruner.standard());
        pruners.put("asha1", new SuccessiveHalvingPruner(OptionalLong.of(1), 3, 0, 0));
        pruners.put("hyperband", new HyperbandPruner(1, OptionalLong.of(STEPS), 3));
        return pruners;
    }

    private static void blackBox(JsonNode reference, String part, String name, int inFlight) throws IOException {
        Function function = function(name);
        List<Outcome> outcomes = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            Study study = study(name + "-" + seed, function.space(), seed, Pruner.NONE);
            double[] values = new double[TRIALS];
            ArrayDeque<RunningTrial> flying = new ArrayDeque<>();
            for (int asked = 0; asked < TRIALS || !flying.isEmpty(); ) {
                if (asked < TRIALS && flying.size() < inFlight) {
                    flying.add(study.ask());
                    asked++;
                } else {
                    RunningTrial oldest = flying.remove();
                    values[oldest.draw()] = function.value().applyAsDouble(oldest.values());
                    oldest.complete(values[oldest.draw()]);
                }
            }
            outcomes.add(new Outcome(best(values), 0, 0));
        }
        JsonNode optuna = entry(reference, part, name, "nop");
        StringBuilder row = new StringBuilder("| " + name + " | " + inFlight);
        System.out.println(row + bests(outcomes, optuna) + " |");
    }

    private static void curves(JsonNode reference, String name, String prunerName, Pruner pruner) throws IOException {
        List<Outcome> outcomes = new ArrayList<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            outcomes.add(curveStudy(name, seed, pruner));
        }
        JsonNode optuna = entry(reference, "curve", name, prunerName);
        JsonNode steps = optuna.get("epochs_at_200");
        double epochs = quantile(outcomes.stream().mapToDouble(Outcome::epochs).toArray(), 0.5);
        boolean cheap = epochs <= steps.get("q75").doubleValue();
        String row = bests(outcomes, optuna);
        boolean within = row.endsWith("yes") && cheap;
        System.out.println("| " + name + " | " + prunerName + row.substring(0, row.lastIndexOf('|'))
                + "| " + Math.round(epochs) + " | " + quartiles(steps)
                + " | " + Math.round(quantile(outcomes.stream().mapToDouble(Outcome::pruned).toArray(), 0.5))
                + " | " + Math.round(optuna.get("pruned_trials_of_200").get("median").doubleValue())
                + " | " + (within ? "yes" : "NO") + " |");
    }

    private static Outcome curveStudy(String name, int seed, Pruner pruner) throws IOException {
        Curve curve = curve(name);
        Study study = study(name + "-" + seed, curveSpace(name), seed, pruner);
        double[] values = new double[TRIALS];
        Arrays.fill(values, Double.POSITIVE_INFINITY);
        long epochs = 0;
        for (int i = 0; i < TRIALS; i++) {
            RunningTrial trial = study.ask();
            boolean prune = false;
            int step = 0;
            while (!prune && step < STEPS - 1) {
                step++;
                prune = trial.report(step, curve.at(trial.values(), step));
            }
            if (prune) {
                trial.prune();
            } else {
                step++;
                values[i] = curve.at(trial.values(), step);
                trial.reportLast(step, values[i]);
                trial.complete(values[i]);
            }
            epochs += step;
        }
        long pruned = study.settled().stream().filter(t -> t.state() == TrialState.PRUNED).count();
        return new Outcome(best(values), epochs, pruned);
    }

    /** Many sets of 30 seeds, and whether ours and Optuna's 30 could come from one distribution. */
    private static void spread(JsonNode reference, String name, String prunerName, int sets) throws IOException {
        JsonNode optuna = entry(reference, "curve", name, prunerName);
        List<Outcome> outcomes = new ArrayList<>();
        for (int seed = 0; seed < sets * SEEDS; seed++) {
            outcomes.add(curveStudy(name, seed, pruners().get(prunerName)));
        }
        System.out.println("| " + name + ", " + prunerName + " | quartiles of all " + outcomes.size()
                + " seeds | Optuna 5's 30 | medians of the sets | sets within | Mann-Whitney p |");
        System.out.println("|---|---|---|---|---|---|");
        for (int i = 0; i < AT.length; i++) {
            int at = i;
            double[] ours = outcomes.stream().mapToDouble(o -> o.best()[at]).toArray();
            JsonNode quartiles = optuna.get("best_at_" + AT[i]);
            double[] theirs = values(quartiles);
            double[] medians = new double[sets];
            int within = 0;
            for (int set = 0; set < sets; set++) {
                medians[set] = quantile(Arrays.copyOfRange(ours, set * SEEDS, (set + 1) * SEEDS), 0.5);
                within += medians[set] <= quartiles.get("q75").doubleValue() ? 1 : 0;
            }
            System.out.printf(Locale.ROOT, "| %d trials | %s | %s | %s | %d of %d | %.2f |%n", AT[i], quartiles(ours),
                    quartiles(quartiles), quartiles(medians), within, sets, mannWhitney(ours, theirs));
        }
    }

    private static double[] values(JsonNode node) {
        JsonNode list = node.get("by_seed");
        double[] values = new double[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i).isNumber() ? list.get(i).doubleValue() : Double.POSITIVE_INFINITY;
        }
        return values;
    }

    private static String quartiles(double[] values) {
        return text(quantile(values, 0.25)) + " / " + text(quantile(values, 0.5)) + " / " + text(quantile(values, 0.75));
    }

    /** Two-sided p by the normal approximation; ties count half. */
    private static double mannWhitney(double[] ours, double[] theirs) {
        double u = 0;
        for (double a : ours) {
            for (double b : theirs) {
                u += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        double n = ours.length;
        double m = theirs.length;
        double z = Math.abs(u - n * m / 2) / Math.sqrt(n * m * (n + m + 1) / 12);
        return Erfc.value(z / Math.sqrt(2));
    }

    private static Study study(String name, SearchSpace space, long seed, Pruner pruner) throws IOException {
        return new Study(new MemoryStorage(name, Direction.MINIMIZE), space, TpeSampler.standard(seed), pruner, "bench");
    }

    private static double[] best(double[] values) {
        double[] best = new double[AT.length];
        for (int i = 0; i < AT.length; i++) {
            best[i] = Arrays.stream(values, 0, AT[i]).min().orElseThrow();
        }
        return best;
    }

    /** Medians beside the reference's quartiles, and whether none is above its upper one. */
    private static String bests(List<Outcome> outcomes, JsonNode optuna) {
        StringBuilder row = new StringBuilder();
        boolean within = true;
        for (int i = 0; i < AT.length; i++) {
            int at = i;
            double median = quantile(outcomes.stream().mapToDouble(o -> o.best()[at]).toArray(), 0.5);
            JsonNode quartiles = optuna.get("best_at_" + AT[i]);
            within &= median <= quartiles.get("q75").doubleValue();
            row.append(" | ").append(text(median)).append(" | ").append(quartiles(quartiles));
        }
        return row.append(" | ").append(within ? "yes" : "NO").toString();
    }

    private static String quartiles(JsonNode node) {
        return text(node.get("q25").doubleValue()) + " / " + text(node.get("median").doubleValue()) + " / "
                + text(node.get("q75").doubleValue());
    }

    private static String text(double value) {
        return Math.abs(value) >= 1000 ? String.format(Locale.ROOT, "%.0f", value) : String.format(Locale.ROOT, "%.4g", value);
    }

    /** Between the two nearest values in proportion, as numpy has it. */
    private static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = share * (sorted.length - 1);
        int before = (int) place;
        int after = Math.min(before + 1, sorted.length - 1);
        return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
    }

    private static JsonNode entry(JsonNode reference, String part, String function, String pruner) {
        for (JsonNode entry : reference) {
            if (entry.get("optuna").textValue().equals("5.0.0.dev")
                    && entry.get("part").textValue().equals(part)
                    && entry.get("function").textValue().equals(function)
                    && entry.get("sampler").textValue().equals("tpe")
                    && entry.get("pruner").textValue().equals(pruner)) {
                return entry;
            }
        }
        throw new IllegalArgumentException("no reference for " + part + " " + function + " " + pruner);
    }

    /** CPU milliseconds of one ask and tell, all threads of the process, the last tenth of 100 and of 1,000 trials. */
    private static void cost() throws IOException {
        System.out.println("| study | round | after 100 trials, CPU ms | after 1,000 trials, CPU ms |");
        System.out.println("|---|---|---|---|");
        for (String name : List.of("hartmann6", "mixed")) {
            for (int round = 0; round < 3; round++) {
                costRow(name + ", in memory", round, function(name), new MemoryStorage(name, Direction.MINIMIZE));
            }
        }
        for (int round = 0; round < 3; round++) {
            Path folder = Files.createTempDirectory("search-bench");
            try (StudyStorage storage = JournalStorage.open(
                    folder.resolve("study.journal"), "mixed", Direction.MINIMIZE, Clock.systemUTC())) {
                costRow("mixed, journal file", round, function("mixed"), storage);
            }
            Files.delete(folder.resolve("study.journal"));
            Files.delete(folder);
        }
    }

    private static void costRow(String what, int round, Function function, StudyStorage storage) throws IOException {
        Study study = new Study(storage, function.space(), TpeSampler.standard(round), Pruner.NONE, "bench");
        double[] spent = new double[2];
        double start = cpuMillis();
        for (int i = 1; i <= 1000; i++) {
            if (i == 91 || i == 901) {
                start = cpuMillis();
            }
            RunningTrial trial = study.ask();
            trial.complete(function.value().applyAsDouble(trial.values()));
            if (i == 100) {
                spent[0] = (cpuMillis() - start) / 10;
            }
        }
        spent[1] = (cpuMillis() - start) / 100;
        System.out.printf(Locale.ROOT, "| %s | %d | %.2f | %.2f |%n", what, round + 1, spent[0], spent[1]);
    }

    private static double cpuMillis() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e6;
    }

    private static Function function(String name) {
        return switch (name) {
            case "branin" -> {
                Map<String, Distribution> space = new LinkedHashMap<>();
                space.put("x1", new FloatDistribution(-5, 10, false, null));
                space.put("x2", new FloatDistribution(0, 15, false, null));
                yield new Function(new SearchSpace(space), SearchBench::branin);
            }
            case "hartmann6" -> new Function(cube(6, 0, 1), SearchBench::hartmann6);
            case "rosenbrock5" -> new Function(cube(5, -5, 10), SearchBench::rosenbrock);
            case "mixed" -> {
                Map<String, Distribution> space = new LinkedHashMap<>();
                space.put("opt", new CategoricalDistribution(List.of("sgd", "adam", "adamw", "lion")));
                space.put("lr", new FloatDistribution(1e-5, 1e-1, true, null));
                space.put("units", new IntDistribution(8, 1024, true, 1));
                space.put("layers", new IntDistribution(1, 6, false, 1));
                space.put("drop", new FloatDistribution(0, 0.5, false, 0.05));
                yield new Function(new SearchSpace(space), SearchBench::mixed);
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static SearchSpace cube(int dimensions, double low, double high) {
        Map<String, Distribution> space = new LinkedHashMap<>();
        for (int i = 0; i < dimensions; i++) {
            space.put("x" + i, new FloatDistribution(low, high, false, null));
        }
        return new SearchSpace(space);
    }

    private static double branin(Map<String, Object> values) {
        double x1 = number(values, "x1");
        double x2 = number(values, "x2");
        double bowl = x2 - 5.1 / (4 * Math.PI * Math.PI) * x1 * x1 + 5 / Math.PI * x1 - 6;
        return bowl * bowl + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x1) + 10;
    }

    private static double hartmann6(Map<String, Object> values) {
        double[] alpha = {1.0, 1.2, 3.0, 3.2};
        double[][] a = {
            {10, 3, 17, 3.5, 1.7, 8}, {0.05, 10, 17, 0.1, 8, 14}, {3, 3.5, 1.7, 10, 17, 8}, {17, 8, 0.05, 10, 0.1, 14}
        };
        double[][] p = {
            {1312, 1696, 5569, 124, 8283, 5886},
            {2329, 4135, 8307, 3736, 1004, 9991},
            {2348, 1451, 3522, 2883, 3047, 6650},
            {4047, 8828, 8732, 5743, 1091, 381}
        };
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double exponent = 0;
            for (int j = 0; j < 6; j++) {
                double distance = number(values, "x" + j) - 1e-4 * p[i][j];
                exponent += a[i][j] * distance * distance;
            }
            sum -= alpha[i] * Math.exp(-exponent);
        }
        return sum;
    }

    private static double rosenbrock(Map<String, Object> values) {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            double x = number(values, "x" + i);
            double next = number(values, "x" + (i + 1));
            sum += 100 * (next - x * x) * (next - x * x) + (1 - x) * (1 - x);
        }
        return sum;
    }

    private static double mixed(Map<String, Object> values) {
        int opt = List.of("sgd", "adam", "adamw", "lion").indexOf(values.get("opt"));
        double off = new double[] {0.30, 0.05, 0, 0.02}[opt];
        double rate = Math.log10(number(values, "lr")) - new double[] {-1.5, -3, -3, -4}[opt];
        double units = Math.log(number(values, "units")) / Math.log(2) - 8;
        double layers = number(values, "layers") - 3;
        double drop = number(values, "drop") - 0.2;
        return off + 0.3 * rate * rate + 0.1 * units * units + 0.05 * layers * layers + 2 * drop * drop
                + 0.1 * Math.abs(layers) * Math.abs(units);
    }

    private static SearchSpace curveSpace(String name) {
        Map<String, Distribution> space = new LinkedHashMap<>();
        if (name.equals("lc_cross")) {
            space.put("units", new IntDistribution(8, 512, true, 1));
            space.put("lr", new FloatDistribution(1e-4, 1e-1, true, null));
        } else {
            space.put("lr", new FloatDistribution(1e-5, 1, true, null));
            space.put("wd", new FloatDistribution(1e-6, 1e-1, true, null));
        }
        return new SearchSpace(space);
    }

    private static Curve curve(String name) {
        return switch (name) {
            case "lc_exp" -> SearchBench::exponential;
            case "lc_noisy" -> (values, t) -> exponential(values, t)
                    + 0.03 * Math.sin(37 * t + 91 * Math.log10(number(values, "lr")) + 53 * Math.log10(number(values, "wd")));
            default -> (values, t) -> {
                double u = Math.log(number(values, "units")) / Math.log(2);
                double a = Math.log10(number(values, "lr"));
                double end = 0.05 + 0.04 * (9 - u) + 0.1 * (a + 2.5) * (a + 2.5);
                return end + 2 * Math.exp(-(0.60 - 0.05 * (u - 3)) * t);
            };
        };
    }

    private static double exponential(Map<String, Object> values, int t) {
        double a = Math.log10(number(values, "lr"));
        double b = Math.log10(number(values, "wd"));
        double end = 0.1 + 0.05 * (a + 2) * (a + 2) + 0.03 * (b + 4) * (b + 4);
        double k = 0.05 + 0.30 * Math.exp(-(a + 1.5) * (a + 1.5));
        return end + 2.2 * Math.exp(-k * t);
    }

    private static double number(Map<String, Object> values, String name) {
        return ((Number) values.get(name)).doubleValue();
    }
}
