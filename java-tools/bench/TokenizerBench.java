import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.enhancerflow.tokenizers.Tokenizer;
import org.enhancerflow.tokenizers.Tokenizers;

/**
 * Sequences per CPU second of our encoder and of DJL's {@code batchEncode}, on windows of 1 kb, in turns in one JVM. All
 * threads of the process count. Ours carries everything from opening the file on; DJL's library is loaded beforehand. Ids
 * of every window that DJL encodes are compared.
 *
 * <p>Run by {@code tokenizer.sh}: {@code TokenizerBench.java TOKENIZER FASTA[.gz] [WINDOWS]}.
 */
public final class TokenizerBench {
    private static final int WINDOW = 1_000;
    private static final int CHUNK = 20_000;
    private static final int BATCH = 256;
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private TokenizerBench() {}

    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[0]);
        byte[] genome = bases(Path.of(args[1]));
        int windows = args.length > 2 ? Integer.parseInt(args[2]) : 2_400_000;
        int chunks = Math.max(1, windows / CHUNK);
        int peerWindows = Math.max(BATCH, CHUNK / 60 / BATCH * BATCH);
        Random random = new Random(42);
        try (HuggingFaceTokenizer peer = HuggingFaceTokenizer.newInstance(
                Files.newInputStream(file), Map.of("truncation", "false", "padding", "false"))) {
            peer.batchEncode(texts(windows(genome, random, BATCH)));
            long start = SYSTEM.getProcessCpuTime();
            try (Tokenizer ours = Tokenizers.open(file)) {
                long oursTime = SYSTEM.getProcessCpuTime() - start;
                long peerTime = 0;
                long tokens = 0;
                for (int chunk = 0; chunk < chunks; chunk++) {
                    byte[][] bases = windows(genome, random, CHUNK);
                    start = SYSTEM.getProcessCpuTime();
                    for (byte[] window : bases) {
                        tokens += ours.encode(window).length;
                    }
                    oursTime += SYSTEM.getProcessCpuTime() - start;
                    String[] texts = texts(Arrays.copyOf(bases, peerWindows));
                    Encoding[][] encodings = new Encoding[peerWindows / BATCH][];
                    start = SYSTEM.getProcessCpuTime();
                    for (int i = 0; i < encodings.length; i++) {
                        encodings[i] = peer.batchEncode(Arrays.copyOfRange(texts, i * BATCH, (i + 1) * BATCH));
                    }
                    peerTime += SYSTEM.getProcessCpuTime() - start;
                    compare(ours, bases, encodings);
                }
                report((long) chunks * CHUNK, oursTime, (long) chunks * peerWindows, peerTime, tokens);
            }
        }
    }

    private static void report(long windows, long time, long peerWindows, long peerTime, long tokens) {
        double ours = windows / (time / 1e9);
        double peer = peerWindows / (peerTime / 1e9);
        System.out.printf(
                Locale.ROOT,
                "ours: %,d windows in %.1f CPU s, %,.0f a CPU second, %.1f tokens a window%n"
                        + "DJL:  %,d windows in %.1f CPU s, %,.0f a CPU second%nratio %.1f; all ids equal%n",
                windows, time / 1e9, ours, (double) tokens / windows, peerWindows, peerTime / 1e9, peer, ours / peer);
    }

    private static void compare(Tokenizer ours, byte[][] bases, Encoding[][] encodings) {
        for (int i = 0; i < encodings.length * BATCH; i++) {
            long[] ids = Arrays.stream(ours.encode(bases[i])).asLongStream().toArray();
            if (!Arrays.equals(ids, encodings[i / BATCH][i % BATCH].getIds())) {
                throw new IllegalStateException("ids differ for " + new String(bases[i], StandardCharsets.US_ASCII));
            }
        }
    }

    private static byte[][] windows(byte[] genome, Random random, int count) {
        byte[][] windows = new byte[count][];
        for (int i = 0; i < count; i++) {
            int start = random.nextInt(genome.length - WINDOW);
            windows[i] = Arrays.copyOfRange(genome, start, start + WINDOW);
        }
        return windows;
    }

    private static String[] texts(byte[][] windows) {
        return Arrays.stream(windows)
                .map(window -> new String(window, StandardCharsets.US_ASCII))
                .toArray(String[]::new);
    }

    /** Bases in upper case, without N. */
    private static byte[] bases(Path fasta) throws IOException {
        ByteArrayOutputStream bases = new ByteArrayOutputStream();
        try (InputStream raw = Files.newInputStream(fasta);
                InputStream plain = fasta.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith(">")) {
                    bases.writeBytes(line.toUpperCase(Locale.ROOT).replace("N", "").getBytes(StandardCharsets.US_ASCII));
                }
            }
        }
        return bases.toByteArray();
    }
}
