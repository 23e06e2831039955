// The chosen trial of a study, as parameters for training.
process BEST {
    label 'light'
    publishDir { "${params.outdir}/search/${model}" }, mode: 'copy'
    tag "${model}"

    input:
    path jar
    tuple val(model), path(trials), path(space)

    output:
    tuple val(model), path('best.json'), emit: best

    script:
    """
    jtool ${jar} --trials ${trials} --space ${space} --out best.json
    """

    stub:
    """
    echo '{}' > best.json
    """
}
