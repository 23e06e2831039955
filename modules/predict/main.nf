// What a model says of windows, whether their class is known or not.
process PREDICT {
    label 'gpu'
    tag "${name}"
    publishDir { "${params.outdir}/predictions" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(name), path(windows)
    path reference
    path model
    path calibration
    val threads

    output:
    tuple val(name), path("${name}.tsv.gz"), emit: predictions
    tuple val(name), path("${name}.tsv.gz.manifest.json"), emit: manifest

    script:
    def calibrated = calibration ? "--calibration ${calibration}" : ''
    """
    jtool ${jar} --model ${model} --windows ${windows} --reference ${reference} ${calibrated} --threads ${threads} \\
        --out ${name}.tsv.gz
    """

    stub:
    """
    touch ${name}.tsv.gz ${name}.tsv.gz.manifest.json
    """
}
