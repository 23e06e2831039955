// Probabilities of a model, or given scores, on the test split; threshold and temperature come from validation.
process EVALUATE {
    label 'gpu'
    tag "${name}"
    publishDir { params.outdir }, mode: 'copy', overwrite: true

    input:
    path jar
    // A model's folder with its tokens, or a table of scores without any. Runs that differ in the seed share the model.
    tuple val(name), val(model), path(subject), path(validation), path(test)
    path corpus
    path reference
    val positive
    val seed
    val threads

    output:
    tuple val(name), path("metrics/${name}"), emit: metrics
    tuple val(name), path("metrics/${name}.manifest.json"), emit: manifest

    script:
    def measured = validation ? "--model ${subject} --validation ${validation} --test ${test}" : "--scores ${subject}"
    """
    mkdir metrics
    jtool ${jar} ${measured} --corpus ${corpus} --reference ${reference} \\
        --positive-label ${positive} --seed ${seed} --threads ${threads} --name ${name} --replicate-of ${model} --out metrics/${name}
    """

    stub:
    """
    mkdir -p metrics/${name}
    touch metrics/${name}/metrics.json metrics/${name}/curves.json metrics/${name}/predictions.tsv.gz metrics/${name}.manifest.json
    """
}
