// Models on the windows of one test set: which is better, and whether that may be chance.
include { named ; within } from '../../workflows/conventions.nf'

process COMPARE {
    label 'light'
    tag "${named(set, split)}"
    publishDir { "${params.outdir}/metrics${within(split)}" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(split), val(set), path(metrics, stageAs: 'metrics/*')
    val seed

    output:
    tuple val(split), val(set), path("comparison-${set}.json"), emit: comparison
    tuple val(split), val(set), path("comparison-${set}.json.manifest.json"), emit: manifest

    script:
    def options = [metrics].flatten().collect { folder -> "--metrics ${folder}" }
    """
    jtool ${jar} ${options.join(' \\\n        ')} \\
        --seed ${seed} --out comparison-${set}.json
    """

    stub:
    """
    touch comparison-${set}.json comparison-${set}.json.manifest.json
    """
}
