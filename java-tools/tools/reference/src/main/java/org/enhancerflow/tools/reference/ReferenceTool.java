package org.enhancerflow.tools.reference;

import java.io.IOException;
import java.nio.file.Path;
import org.enhancerflow.genome.FastaReader;
import org.enhancerflow.genome.Reference;
import org.enhancerflow.genome.ReferenceWriter;
import org.enhancerflow.kit.Arguments;
import org.enhancerflow.kit.AtomicOutput;
import org.enhancerflow.kit.Progress;
import org.enhancerflow.kit.Run;
import org.enhancerflow.kit.Tool;
import org.enhancerflow.kit.ToolOptions;

/** Makes the one form of a genome that all other tools read: plain FASTA with index, dictionary and digest. */
public final class ReferenceTool implements Tool {

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public String summary() {
        return "Checks a genome and writes it as plain FASTA with .fai, .dict and digest, once for all other tools.";
    }

    @Override
    public ToolOptions options() {
        return ToolOptions.builder()
                .required("fasta", "FA[.gz]", "the genome: FASTA, plain, gzip or bgzip")
                .required("out", "DIR", "folder to write: genome.fa, genome.fa.fai, genome.dict, genome.fa.seal.json")
                .build();
    }

    @Override
    public void run(Arguments arguments, Run run) throws IOException {
        Path fasta = arguments.existingFile("fasta");
        Path out = arguments.path("out");
        AtomicOutput.directory(out, folder -> write(fasta, folder, run));
        run.input(fasta);
        run.output(out);
        run.commit(out);
    }

    private static void write(Path fasta, Path folder, Run run) throws IOException {
        try (ReferenceWriter writer = new ReferenceWriter(folder.resolve(Reference.FILE_NAME));
                Progress progress = run.progress("bases", 0)) {
            FastaReader.read(fasta, new FastaReader.Handler() {
                @Override
                public void record(String name, long line) throws IOException {
                    writer.record(name, line);
                }

                @Override
                public void bases(byte[] buffer, int offset, int length) throws IOException {
                    writer.bases(buffer, offset, length);
                    progress.advance(length);
                }
            });
            String digest = writer.finish();
            run.count("contigs", writer.contigs());
            run.count("bases", writer.totalBases());
            run.value("reference_digest", digest);
            run.log(writer.contigs() + " contigs, " + writer.totalBases() + " bases");
        }
    }
}
