package org.enhancerflow.tools.picard;

import htsjdk.samtools.SAMException;
import htsjdk.tribble.TribbleException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.Split;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.TextLines;
import picard.PicardException;
import picard.cmdline.CommandLineProgram;
import picard.util.BedToIntervalList;
import picard.util.IntervalListToBed;

/**
 * Calls Picard's BedToIntervalList and IntervalListToBed.
 *
 * @see <a href="https://gatk.broadinstitute.org/hc/en-us/articles/360035531852">the interval list format</a>
 */
record IntervalLists(WindowTable windows, Path dictionary) {

    /** Turns an interval list, plain or gzip, into BED6 with Picard's constant score. */
    static void toBed(Path list, Path bed) throws IOException {
        long intervals = intervals(list);
        call(new IntervalListToBed(), list, "-I", list.toString(), "-O", bed.toString());
        try (Stream<String> lines = Files.lines(bed)) {
            long known = lines.count();
            if (known < intervals) {
                // Picard leaves them out with a warning.
                throw new BadInputException(
                        list,
                        (intervals - known) + " of its " + intervals
                                + " intervals lie on contigs that its header lacks",
                        "give it the whole header (@SQ lines)");
            }
        }
    }

    private static long intervals(Path list) throws IOException {
        long count = 0;
        try (TextLines lines = TextLines.open(list)) {
            while (lines.next()) {
                count += lines.isBlank() || lines.text().startsWith("@") ? 0 : 1;
            }
        }
        if (count == 0) {
            throw new BadInputException(list, "holds no interval", "check that it is the file you mean");
        }
        return count;
    }

    /**
     * Writes the windows of one split, named {@code sample:line} and clipped to their contigs, into a folder.
     *
     * @return how many
     */
    long write(Split split, Path folder) throws IOException {
        String name = split.name().toLowerCase(Locale.ROOT);
        Path bed = folder.resolve(name + ".bed");
        long count = writeBed(split, bed);
        Path list = folder.resolve(name + ".interval_list");
        call(
                new BedToIntervalList(),
                bed,
                "-I",
                bed.toString(),
                "-O",
                list.toString(),
                "-SD",
                dictionary.toString(),
                "-SORT",
                "true");
        Files.delete(bed);
        return count;
    }

    private long writeBed(Split split, Path bed) throws IOException {
        long count = 0;
        try (BufferedWriter out = Files.newBufferedWriter(bed, StandardCharsets.US_ASCII)) {
            for (int row = 0; row < windows.size(); row++) {
                if (windows.split(row) == split) {
                    long length =
                            windows.header().contigs().get(windows.contig(row)).length();
                    out.write(String.join(
                            "\t",
                            windows.contigName(row),
                            Long.toString(Math.max(0, windows.start(row))),
                            Long.toString(Math.min(length, windows.end(row))),
                            windows.sampleName(row) + ":" + windows.peak(row),
                            "0",
                            "+"));
                    out.write('\n');
                    count++;
                }
            }
        }
        return count;
    }

    private static void call(CommandLineProgram program, Path input, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-VERBOSITY", "ERROR", "-QUIET", "true"));
        // Intel's native compression is not shipped.
        all.addAll(List.of("-USE_JDK_DEFLATER", "true", "-USE_JDK_INFLATER", "true"));
        String name = program.getClass().getSimpleName();
        try {
            int exit = program.instanceMain(all.toArray(String[]::new));
            if (exit != 0) {
                throw new IllegalStateException("Picard's " + name + " ended with " + exit);
            }
        } catch (SAMException | PicardException | TribbleException | IllegalArgumentException e) {
            throw new BadInputException(
                    input, "Picard's " + name + " refuses it: " + e.getMessage(), "repair the file, or make it anew");
        }
    }
}
