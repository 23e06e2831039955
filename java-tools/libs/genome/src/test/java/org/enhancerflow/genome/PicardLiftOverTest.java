package org.enhancerflow.genome;

import static org.assertj.core.api.Assertions.assertThat;

import htsjdk.samtools.SAMFileHeader;
import htsjdk.samtools.SAMSequenceDictionary;
import htsjdk.samtools.SAMSequenceRecord;
import htsjdk.samtools.util.Interval;
import htsjdk.samtools.util.IntervalList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picard.util.LiftOverIntervalList;

class PicardLiftOverTest {
    private static final int PEAKS_OF_A_FILE = 2_000;

    @TempDir
    Path folder;

    @Test
    void summitsAreLiftedAsPicardLiftsThem() throws IOException {
        Path chain = TestFiles.shared("data/liftover/b37ToHg38.over.chain.gz");
        Path peaks = TestFiles.shared("data/narrowpeak_hg19_genomewide");
        SAMSequenceDictionary source = new SAMSequenceDictionary();
        SAMSequenceDictionary target = new SAMSequenceDictionary();
        dictionaries(chain, source, target);
        IntervalList summits = summits(peaks, source);
        Map<String, String> picard = picard(chain, summits, target);
        SummitLift lift = SummitLift.read(chain);
        Map<String, String> ours = new TreeMap<>();
        for (Interval summit : summits) {
            SummitLift.Place place = lift.lift(summit.getContig(), summit.getStart() - 1L);
            if (place != null) {
                ours.put(summit.getName(), place.contig() + ":" + (place.base() + 1));
            }
        }
        assertThat(summits.size()).isGreaterThan(10_000);
        assertThat(ours).isEqualTo(picard).hasSizeGreaterThan(10_000);
    }

    private Map<String, String> picard(Path chain, IntervalList summits, SAMSequenceDictionary target)
            throws IOException {
        Path in = folder.resolve("in.interval_list");
        Path out = folder.resolve("out.interval_list");
        Path dictionary = folder.resolve("target.dict");
        summits.write(in);
        new IntervalList(new SAMFileHeader(target)).write(dictionary);
        // 1 where intervals were rejected, as some are.
        int exit = new LiftOverIntervalList().instanceMain(new String[] {
            "INPUT=" + in,
            "OUTPUT=" + out,
            "SEQUENCE_DICTIONARY=" + dictionary,
            "CHAIN=" + chain,
            "QUIET=true",
            "VERBOSITY=ERROR"
        });
        assertThat(exit).isBetween(0, 1);
        Map<String, String> lifted = new TreeMap<>();
        for (Interval interval : IntervalList.fromPath(out)) {
            lifted.put(interval.getName(), interval.getContig() + ":" + interval.getStart());
        }
        return lifted;
    }

    /** Summits of the real peaks, 1-based; no place twice, since Picard merges names of equal places. */
    private static IntervalList summits(Path folder, SAMSequenceDictionary source) throws IOException {
        IntervalList list = new IntervalList(new SAMFileHeader(source));
        Map<String, Boolean> seen = new HashMap<>();
        List<Path> files;
        try (Stream<Path> walk = Files.walk(folder)) {
            files = walk.filter(file -> file.toString().contains("arrowPeak") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            try (PeakReader peaks = PeakReader.open(file)) {
                for (int i = 0; i < PEAKS_OF_A_FILE && peaks.next(); i++) {
                    String contig = peaks.contig().substring("chr".length());
                    int base = (int) (peaks.start() + peaks.summitOffset() + 1);
                    String name = contig + "_" + base;
                    if (source.getSequence(contig) != null && seen.put(name, true) == null) {
                        list.add(new Interval(contig, base, base, false, name));
                    }
                }
            }
        }
        return list;
    }

    /** The chain's header lines name both assemblies' contigs with their lengths. */
    private static void dictionaries(Path chain, SAMSequenceDictionary source, SAMSequenceDictionary target)
            throws IOException {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(chain)), StandardCharsets.UTF_8))) {
            lines.lines()
                    .filter(line -> line.startsWith("chain"))
                    .map(line -> line.split("\\s+"))
                    .forEach(f -> {
                        add(source, f[2], f[3]);
                        add(target, f[7], f[8]);
                    });
        }
    }

    private static void add(SAMSequenceDictionary dictionary, String name, String length) {
        if (dictionary.getSequence(name) == null) {
            dictionary.addSequence(new SAMSequenceRecord(name, Integer.parseInt(length)));
        }
    }
}
