// What a model says of windows, whether their class is known or not: of all of a table, or of a part; parts are joined.
process PREDICT {
    label 'gpu'
    tag "${name}${shard ? ", ${shard}" : ''}"
    publishDir { "${params.outdir}/predictions" }, mode: 'copy', overwrite: true, saveAs: { file -> shard ? null : file }

    input:
    path jar
    tuple val(name), path(windows), val(shard)
    path reference
    path model
    path calibration
    val threads

    output:
    tuple val(name), val(shard), path("${name}.tsv.gz"), path("${name}.tsv.gz.manifest.json"), emit: predictions

    script:
    def calibrated = calibration ? "--calibration ${calibration}" : ''
    def part = shard ? "--shard ${shard}" : ''
    """
    jtool ${jar} --model ${model} --windows ${windows} --reference ${reference} ${calibrated} --threads ${threads} ${part} \\
        --out ${name}.tsv.gz
    """

    stub:
    """
    touch ${name}.tsv.gz ${name}.tsv.gz.manifest.json
    """
}

process PREDICT_JOIN {
    label 'light'
    tag "${name}"
    publishDir { "${params.outdir}/predictions" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(name), path(parts, stageAs: 'parts/?/*'), path(manifests, stageAs: 'parts/?/*')

    output:
    tuple val(name), path("${name}.tsv.gz"), emit: predictions
    path "${name}.tsv.gz.manifest.json", emit: manifest

    script:
    """
    jtool ${jar} --parts ${parts} --out ${name}.tsv.gz
    """

    stub:
    """
    touch ${name}.tsv.gz ${name}.tsv.gz.manifest.json
    """
}
