// A genome, compressed or not, becomes a plain FASTA with index, dictionary and digest, once for the whole run.
process REFERENCE {
    label 'light'
    tag "${fasta.name}"

    input:
    path jar
    path fasta

    output:
    path 'reference', emit: reference
    path 'reference.manifest.json', emit: manifest

    script:
    """
    jtool ${jar} --fasta ${fasta} --out reference
    """

    stub:
    """
    mkdir reference
    touch reference/genome.fa reference.manifest.json
    """
}
