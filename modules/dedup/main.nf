// Windows of all samples become one corpus in which no sequence occurs twice, nor in two classes.
process DEDUP {
    label 'heavy'
    publishDir { "${params.outdir}/corpus/deduplicated" }, mode: 'copy', pattern: '*.manifest.json'

    input:
    path jar
    path windows
    val options

    output:
    path 'corpus.windows.safetensors', emit: corpus
    path 'corpus.windows.safetensors.manifest.json', emit: manifest

    script:
    """
    jtool ${jar} ${windows.collect { file -> "--windows ${file}" }.join(' ')} ${options} --out corpus.windows.safetensors
    """

    stub:
    """
    touch corpus.windows.safetensors corpus.windows.safetensors.manifest.json
    """
}
