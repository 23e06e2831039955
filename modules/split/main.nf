// Every window of the corpus is given to train, validation or test; what test then has of train is measured.
include { within } from '../../workflows/conventions.nf'

process SPLIT {
    label 'heavy'
    publishDir { "${params.outdir}/corpus${within(strategy)}" }, mode: 'copy', overwrite: true
    tag "${strategy}"

    input:
    path jar
    path corpus, stageAs: 'deduplicated/*'
    path reference
    tuple val(strategy), val(rules)
    val seed

    output:
    tuple val(strategy), path('corpus.windows.safetensors'), emit: corpus
    path 'corpus.bed.gz*', emit: bed
    tuple val(strategy), path('leakage.json'), emit: leakage
    tuple val(strategy), path('corpus.windows.safetensors.manifest.json'), emit: manifest

    script:
    """
    jtool ${jar} --corpus ${corpus} --reference ${reference} --strategy ${strategy} ${rules.join(' ')} --seed ${seed} \\
        --leakage-out leakage.json --out corpus.windows.safetensors --bed-out corpus.bed.gz
    """

    stub:
    """
    touch corpus.windows.safetensors corpus.windows.safetensors.manifest.json corpus.bed.gz corpus.bed.gz.tbi leakage.json
    """
}
