package org.enhancerflow.genome;

import java.nio.file.Path;

/** Names of the files that stand beside a reference's FASTA file. */
final class ReferenceFiles {
    private ReferenceFiles() {}

    /** {@code genome.fa.fai}, as samtools faidx names it. */
    static Path index(Path fasta) {
        return fasta.resolveSibling(fasta.getFileName() + ".fai");
    }

    /** {@code genome.dict}, as Picard's CreateSequenceDictionary names it. */
    static Path dictionary(Path fasta) {
        String name = fasta.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return fasta.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + ".dict");
    }

    /** {@code genome.fa.seal.json}. */
    static Path seal(Path fasta) {
        return fasta.resolveSibling(fasta.getFileName() + ".seal.json");
    }
}
