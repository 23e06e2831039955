// A model's probabilities on the test split; threshold and temperature come from validation.
process EVALUATE {
    label 'gpu'
    tag "${model}"
    publishDir { params.outdir }, mode: 'copy'

    input:
    path jar
    tuple val(model), path(folder), path(validation), path(test)
    path corpus
    path reference
    val positive

    output:
    tuple val(model), path("metrics/${model}"), emit: metrics
    tuple val(model), path("metrics/${model}.manifest.json"), emit: manifest

    script:
    """
    mkdir metrics
    jtool ${jar} --model ${folder} --validation ${validation} --test ${test} --corpus ${corpus} \\
        --reference ${reference} --positive-label ${positive} --name ${model} --out metrics/${model}
    """

    stub:
    """
    mkdir -p metrics/${model}
    touch metrics/${model}/metrics.json metrics/${model}/curves.json metrics/${model}/predictions.tsv.gz metrics/${model}.manifest.json
    """
}
