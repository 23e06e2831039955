package org.enhancerflow.tools.extract;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.enhancerflow.artifacts.BadInputException;
import org.enhancerflow.artifacts.WindowHeader;
import org.enhancerflow.artifacts.WindowTable;
import org.enhancerflow.genome.CanonicalSequence;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.ReferenceCursor;
import org.enhancerflow.genome.ReferenceWriter;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.UsageException;

/**
 * {@code extract --sequences}: samples without coordinates. The sequences become their own small reference, each one a
 * contig whose only window is the whole of it.
 */
record SequencesExtraction(
        List<Source> sources,
        Optional<String> labelColumn,
        String sequenceColumn,
        Path out,
        Path referenceOut,
        double maxN) {

    static SequencesExtraction of(Arguments arguments) {
        for (String option : List.of(
                "reference",
                "window",
                "blacklist",
                "chain",
                "contigs",
                "edge",
                "no-summit",
                "min-peaks",
                "background",
                "seed")) {
            if (arguments.has(option)) {
                throw new UsageException("--" + option + " goes with --peaks, not with --sequences");
            }
        }
        List<Path> files = arguments.existingFiles("sequences");
        List<String> labels = arguments.texts("label");
        Optional<String> labelColumn = arguments.optionalText("label-column");
        if (labelColumn.isPresent() == !labels.isEmpty()) {
            throw new UsageException("give either --label for each file or --label-column");
        }
        if (labelColumn.isPresent()) {
            labels = files.stream().map(file -> "").toList();
        }
        if (!arguments.has("reference-out")) {
            throw new UsageException("missing --reference-out");
        }
        return new SequencesExtraction(
                Source.pair("sequences", files, arguments.texts("sample"), labels),
                labelColumn,
                arguments.text("sequence-column"),
                arguments.path("out"),
                arguments.path("reference-out"),
                arguments.decimal("max-n", 0, 1));
    }

    void run(Run run) throws IOException {
        SequenceRecords records = new SequenceRecords(sources.size() > 1);
        Rule.Counts counts = new Rule.Counts();
        AtomicOutput.file(
                out,
                table -> AtomicOutput.directory(referenceOut, folder -> {
                    writeReference(folder, records);
                    try (Reference reference = Reference.open(folder)) {
                        cut(reference, records, counts).write(table);
                    }
                }));
        run.log(counts.of(Rule.WINDOWS) + " sequences of " + sources.size() + " samples");
        for (Source source : sources) {
            run.input(source.file());
        }
        counts.writeTo(run);
        run.output(out);
        run.output(referenceOut);
        run.commit(out);
    }

    private void writeReference(Path folder, SequenceRecords records) throws IOException {
        try (ReferenceWriter writer = new ReferenceWriter(folder.resolve(Reference.FILE_NAME))) {
            for (int i = 0; i < sources.size(); i++) {
                records.read(sources.get(i), i, labelColumn, sequenceColumn, writer);
            }
            writer.finish();
        }
    }

    private WindowTable cut(Reference reference, SequenceRecords records, Rule.Counts counts) throws IOException {
        List<String> labels = List.copyOf(new TreeSet<>(records.labels()));
        List<String> samples =
                List.copyOf(new TreeSet<>(sources.stream().map(Source::sample).toList()));
        WindowHeader header = new WindowHeader(reference.contigs(), labels, samples, 0, reference.digest());
        WindowTable.Builder windows = WindowTable.builder(header, records.size());
        ReferenceCursor cursor = reference.cursor();
        CanonicalSequence canonical = new CanonicalSequence();
        for (int contig = 0; contig < records.size(); contig++) {
            counts.add(Rule.PEAKS_READ);
            int length = (int) reference.contigs().get(contig).length();
            cursor.seek(contig, 0, length);
            int unknown = cursor.countUnknown();
            if (unknown > maxN * length) {
                counts.add(unknown == length ? Rule.ALL_N_DROPPED : Rule.MAX_N_DROPPED);
                continue;
            }
            if (unknown > 0) {
                counts.add(Rule.WINDOWS_WITH_N);
            }
            windows.add(
                            contig,
                            0,
                            length,
                            length / 2,
                            labels.indexOf(records.labels().get(contig)),
                            samples.indexOf(sources.get(records.source(contig)).sample()),
                            records.line(contig),
                            0f,
                            canonical.id(cursor.buffer(), cursor.offset(), length))
                    .reversed(CanonicalSequence.isReversed(cursor.buffer(), cursor.offset(), length));
            counts.add(Rule.WINDOWS);
        }
        if (counts.of(Rule.WINDOWS) == 0) {
            throw new BadInputException(
                    sources.get(0).file(), "every sequence has more N than --max-n allows", "raise --max-n");
        }
        return windows.build();
    }
}
