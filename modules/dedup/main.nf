// Windows of all samples become one corpus in which no sequence occurs twice, nor in two classes.
process DEDUP {
    label 'heavy'
    publishDir { "${params.outdir}/corpus/deduplicated" }, mode: 'copy', overwrite: true, pattern: '*.{manifest.json,tsv}'

    input:
    path jar
    path windows
    val balance
    val seed

    output:
    path 'corpus.windows.safetensors', emit: corpus
    path 'corpus.windows.safetensors.manifest.json', emit: manifest
    path 'clusters.tsv', emit: clusters

    script:
    def size = balance ? "--balance --seed ${seed}" : ''
    """
    jtool ${jar} ${[windows].flatten().collect { file -> "--windows ${file}" }.join(' ')} ${size} \\
        --out corpus.windows.safetensors --clusters-out clusters.tsv
    """

    stub:
    """
    touch corpus.windows.safetensors corpus.windows.safetensors.manifest.json clusters.tsv
    """
}
