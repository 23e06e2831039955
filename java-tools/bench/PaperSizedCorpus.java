import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.enhancerflow.artifacts.Contig;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;

/** A corpus with as many test windows as the paper's, 101 samples on 24 contigs, and three tables of scores for it. */
final class PaperSizedCorpus {
    private static final int TEST = 350_742;
    private static final int VALIDATION = 100_000;
    private static final int TRAIN = 200_000;
    private static final int CONTIGS = 24;
    private static final int SAMPLES = 101;
    private static final int WINDOW = 1000;

    private PaperSizedCorpus() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        int size = TRAIN + VALIDATION + TEST;
        long length = 1L + (long) WINDOW * (size / CONTIGS + 2);
        List<Contig> contigs = new ArrayList<>();
        for (int i = 1; i <= CONTIGS; i++) {
            contigs.add(new Contig("chr" + i, length));
        }
        List<String> samples = new ArrayList<>();
        for (int i = 1; i <= SAMPLES; i++) {
            samples.add("sample_" + i);
        }
        WindowHeader header = new WindowHeader(contigs, List.of("normal", "tumour"), samples, WINDOW, "0".repeat(64));
        WindowTable.Builder table = WindowTable.builder(header, size);
        byte[] split = new byte[size];
        Random random = new Random(42);
        List<PrintWriter> scores = new ArrayList<>();
        for (int model = 1; model <= 3; model++) {
            PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve("model" + model + ".tsv")));
            out.print("contig\tstart\tlog_likelihood_ratio\n");
            scores.add(out);
        }
        for (int row = 0; row < size; row++) {
            int contig = (int) ((long) row * CONTIGS / size);
            long start = (long) WINDOW * (row - (int) Math.ceil((double) contig * size / CONTIGS));
            int label = row % 2;
            table.add(contig, start, WINDOW, start + WINDOW / 2, label, row % SAMPLES, row + 1, 1, row, row);
            int draw = random.nextInt(size);
            split[row] = (byte) (draw < TRAIN ? Split.TRAIN : draw < TRAIN + VALIDATION ? Split.VALIDATION : Split.TEST).ordinal();
            double truth = (label == 1 ? 1 : -1) * 0.7 + random.nextGaussian();
            for (int model = 0; model < 3; model++) {
                double score = truth + model * 0.4 * random.nextGaussian();
                scores.get(model).print("chr" + (contig + 1) + "\t" + start + "\t" + score + "\n");
            }
        }
        scores.forEach(PrintWriter::close);
        exact(split);
        table.build().withSplit(split).write(folder.resolve("corpus.windows.safetensors"));
    }

    /** Moves windows between test and train until test has exactly its number. */
    private static void exact(byte[] split) {
        int test = 0;
        for (byte part : split) {
            test += part == Split.TEST.ordinal() ? 1 : 0;
        }
        for (int row = 0; test != TEST; row++) {
            boolean more = test < TEST;
            if (split[row] == (more ? Split.TRAIN : Split.TEST).ordinal()) {
                split[row] = (byte) (more ? Split.TEST : Split.TRAIN).ordinal();
                test += more ? 1 : -1;
            }
        }
    }
}
