package org.enhancerflow.tools.extract;

import java.io.IOException;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;
import org.enhancerflow.kit.UsageException;

/** Turns peaks, or sequences without coordinates, into a table of windows. */
public final class ExtractTool implements Tool {

    @Override
    public String name() {
        return "extract";
    }

    @Override
    public String summary() {
        return "Cuts a window around each peak's summit and names its sequence; any number of samples in one call.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .repeated("peaks", "FILE", "a sample's peaks: narrowPeak, broadPeak or BED, plain or gzip")
                .repeated("sequences", "FILE", "instead of peaks: a sample's sequences as FASTA, CSV or TSV")
                .requiredRepeated("sample", "S", "name of the sample, once for each file")
                .repeated("label", "L", "class of the sample, once for each file")
                .optional("reference", "FA", "reference made by REFERENCE: its folder, or the FASTA file in it")
                .required("out", "F", "windows table to write (*.windows.safetensors)")
                .withDefault("window", "N", "1000", "bases of a window; the summit stands at N/2")
                .optional("blacklist", "BED", "drop windows that overlap these places")
                .optional("chain", "CHAIN", "lift summits to the reference's assembly first")
                .withDefault("contigs", "WHICH", "canonical", "canonical, all, or names parted by commas")
                .withDefault("edge", "RULE", "pad", "windows that cross a contig's end: pad with N, or drop")
                .withDefault("no-summit", "RULE", "midpoint", "peaks without a summit: midpoint, drop, or error")
                .withDefault("max-n", "SHARE", "0.5", "largest share of N in a window; 1 keeps all-N windows too")
                .withDefault("min-peaks", "N", "0", "leave out samples with fewer peaks (the paper: 5000)")
                .optional("background", "LABEL", "draw as many windows of background as a second class of this name")
                .withDefault("seed", "N", "42", "seed of --background")
                .optional("label-column", "C", "with --sequences: column that holds the label")
                .withDefault("sequence-column", "C", "sequence", "with --sequences: column that holds the bases")
                .optional("reference-out", "DIR", "with --sequences: folder for the sequences as their own reference")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        boolean peaks = arguments.has("peaks");
        if (peaks == arguments.has("sequences")) {
            throw new UsageException("give either --peaks or --sequences");
        }
        if (peaks) {
            PeaksExtraction.of(arguments).run(run);
        } else {
            SequencesExtraction.of(arguments).run(run);
        }
    }
}
