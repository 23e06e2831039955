// A further test set in the place of the test part; what training knows of it is counted and left out.
include { named ; within } from '../../workflows/conventions.nf'

process TESTSET {
    label 'light'
    tag "${named(set, split)}"
    publishDir { "${params.outdir}/corpus${within(split)}" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(set), path(windows, stageAs: 'set/*'), val(split), path(corpus, stageAs: 'corpus/*')
    val overlap

    output:
    tuple val(split), val(set), path("${set}.windows.safetensors"), emit: corpus
    tuple val(split), val(set), path("${set}.windows.safetensors.manifest.json"), emit: manifest

    script:
    def files = [windows].flatten().collect { file -> "--windows ${file}" }
    """
    jtool ${jar} ${files.join(' ')} --corpus ${corpus} --overlap ${overlap} --out ${set}.windows.safetensors
    """

    stub:
    """
    touch ${set}.windows.safetensors ${set}.windows.safetensors.manifest.json
    """
}
