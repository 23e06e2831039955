package org.enhancerflow.genome;

/**
 * Where a contig's bases lie in a plain FASTA file: one row of a {@code .fai} index (samtools faidx).
 *
 * @param name the contig's name
 * @param length its bases
 * @param offset place of its first base in the file, in bytes
 * @param lineBases bases on each full line
 * @param lineBytes bytes of each full line, its line feed included
 */
record FastaLayout(String name, long length, long offset, int lineBases, int lineBytes) {

    /** Place in the file of a base, 0-based on the contig. */
    long position(long base) {
        return offset + base / lineBases * lineBytes + base % lineBases;
    }

    /** One past the last base's place in the file. */
    long end() {
        return length == 0 ? offset : position(length - 1) + 1;
    }

    String toFaiLine() {
        return name + '\t' + length + '\t' + offset + '\t' + lineBases + '\t' + lineBytes + '\n';
    }
}
