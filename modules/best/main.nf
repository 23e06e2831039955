// The chosen trial of a study, as parameters for training.
process BEST {
    label 'light'
    tag "${model}"
    publishDir { "${params.outdir}/search/${model}" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(model), path(trials), path(space)

    output:
    tuple val(model), path('best.json'), emit: best
    tuple val(model), path('best.json.manifest.json'), emit: manifest

    script:
    """
    jtool ${jar} --trials ${trials} --space ${space} --out best.json
    """

    stub:
    """
    echo '{}' > best.json
    touch best.json.manifest.json
    """
}
