// The chosen trial of a study, as parameters for training.
include { named ; within } from '../../workflows/conventions.nf'

process BEST {
    label 'light'
    tag "${named(model, split)}"
    publishDir { "${params.outdir}/search${within(split)}/${model}" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(model), val(split), path(trials), path(space)

    output:
    tuple val(model), val(split), path('best.json'), emit: best
    tuple val(model), val(split), path('best.json.manifest.json'), emit: manifest

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
