// The embedded input: a genome, peaks of two classes with a planted grammar, a samplesheet, and the truth.
process SIMULATE {
    label 'light'
    tag "seed ${seed}"
    publishDir { params.outdir }, mode: 'copy', overwrite: true, pattern: 'simulated*'

    input:
    path jar
    val genome_mb
    val peaks
    val seed

    output:
    path 'simulated/genome.fa', emit: fasta
    path 'simulated/samplesheet.csv', emit: samplesheet
    path 'simulated/truth.tsv', emit: truth
    path 'simulated', emit: folder
    path 'simulated.manifest.json', emit: manifest

    script:
    """
    jtool ${jar} --out simulated --genome-mb ${genome_mb} --peaks ${peaks} --seed ${seed}
    """

    stub:
    """
    mkdir simulated
    touch simulated/genome.fa simulated/truth.tsv simulated/a.narrowPeak simulated/b.narrowPeak simulated.manifest.json
    printf 'sample,label,peaks\\na,tumour,a.narrowPeak\\nb,normal,b.narrowPeak\\n' > simulated/samplesheet.csv
    """
}
