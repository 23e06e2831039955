// Weights to start from: downloaded by Nextflow or lying in a folder, checked against their digests and their config.json.
process PRETRAINED {
    label 'light'
    publishDir { params.outdir }, mode: 'copy', overwrite: true, pattern: '*.manifest.json'

    input:
    path jar
    path files
    val digests

    output:
    tuple path('pretrained'), path('pretrained.manifest.json'), emit: weights
    path 'pretrained.manifest.json', emit: manifest

    script:
    def from = files.collect { file -> "--from '${file}'" }.join(' ')
    def pinned = digests.collect { digest -> "--sha256 '${digest}'" }.join(' ')
    """
    jtool ${jar} ${from} ${pinned} --out pretrained
    """

    stub:
    """
    mkdir pretrained
    touch pretrained/config.json pretrained/model.safetensors pretrained/tokenizer.json
    echo '{}' > pretrained.manifest.json
    """
}
