// One model, trained on the train split and chosen on the validation split. Checkpoints outlive the task.
process TRAIN {
    label 'gpu'
    tag "${model}"
    // REPORT publishes the model, once its card says what was measured.
    publishDir { "${params.outdir}/models" }, mode: 'copy', overwrite: true, pattern: '*.manifest.json'

    input:
    path jar
    tuple val(model), path(tokenizer), path(train), path(validation), path(best), path(pretrained), val(settings), val(checkpoints)
    val seed
    val threads

    output:
    tuple val(model), path("${model}"), emit: model
    tuple val(model), path("${model}.manifest.json"), emit: manifest

    script:
    def start = pretrained ? "--pretrained ${pretrained}" : ''
    def chosen = best ? "--params ${best}" : ''
    def set = settings.collect { setting -> "--set ${setting}" }.join(' ')
    """
    jtool ${jar} --train ${train} --validation ${validation} --tokenizer ${tokenizer} --model ${model} \\
        --checkpoints '${checkpoints}' --seed ${seed} --threads ${threads} ${chosen} ${set} ${start} --out ${model}
    """

    stub:
    """
    mkdir ${model}
    touch ${model}/config.json ${model}/model.safetensors ${model}.manifest.json
    """
}
