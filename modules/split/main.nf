// Every window of the corpus is given to train, validation or test.
process SPLIT {
    label 'heavy'
    publishDir { "${params.outdir}/corpus" }, mode: 'copy'
    tag "${strategy}"

    input:
    path jar
    path corpus, stageAs: 'deduplicated/*'
    val strategy
    val seed

    output:
    path 'corpus.windows.safetensors', emit: corpus
    path 'corpus.bed.gz*', emit: bed
    path 'corpus.windows.safetensors.manifest.json', emit: manifest

    script:
    """
    jtool ${jar} --corpus ${corpus} --strategy ${strategy} --seed ${seed} \\
        --out corpus.windows.safetensors --bed-out corpus.bed.gz
    """

    stub:
    """
    touch corpus.windows.safetensors corpus.windows.safetensors.manifest.json corpus.bed.gz corpus.bed.gz.tbi
    """
}
