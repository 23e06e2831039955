// Probabilities of a model, or given scores, on a test set; threshold and temperature come from validation.
include { named ; within } from '../../workflows/conventions.nf'

def folder(name, set) {
    set == 'test' ? name : "${name}-on-${set}"
}

process EVALUATE {
    label 'gpu'
    tag "${named("${name}, ${set}", split)}"
    publishDir { "${params.outdir}/metrics${within(split)}" }, mode: 'copy', overwrite: true, saveAs: { output -> output - 'metrics/' }

    input:
    path jar
    // A model's folder with its tokens, or a table of scores without any. Runs that differ in the seed share the model.
    tuple val(name), val(model), val(split), val(set), path(subject), path(corpus), path(validation), path(test)
    path reference
    val positive
    val seed
    val threads

    output:
    tuple val(split), val(set), val(name), path("metrics/${folder(name, set)}"), emit: metrics
    tuple val("${split} ${set} ${name}"), path("metrics/${folder(name, set)}.manifest.json"), emit: manifest

    script:
    def measured = validation ? "--model ${subject} --validation ${validation} --test ${test}" : "--scores ${subject}"
    """
    mkdir metrics
    jtool ${jar} ${measured} --corpus ${corpus} --reference ${reference} \\
        --positive-label ${positive} --seed ${seed} --threads ${threads} --name ${name} --replicate-of ${model} --test-set ${set} \\
        --out metrics/${folder(name, set)}
    """

    stub:
    """
    mkdir -p metrics/${folder(name, set)}
    cd metrics/${folder(name, set)}
    touch metrics.json curves.json predictions.tsv.gz ../${folder(name, set)}.manifest.json
    """
}
