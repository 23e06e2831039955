// One model, trained on the train split and chosen on the validation split. Checkpoints outlive the task.
process TRAIN {
    label 'gpu'
    tag "${run}"
    // REPORT publishes the model, once its card says what was measured.
    publishDir { "${params.outdir}/models" }, mode: 'copy', overwrite: true, pattern: '*.manifest.json'

    input:
    path jar
    // The run is the model's name, or for further seeds one of its own.
    tuple val(model), val(run), val(seed), path(tokenizer), path(train), path(validation), path(best), path(pretrained), val(settings), val(checkpoints), val(curves)
    val threads
    val positive

    output:
    tuple val(model), val(run), path("${run}"), emit: model
    tuple val(run), path("${run}.manifest.json"), emit: manifest

    script:
    def start = pretrained ? "--pretrained ${pretrained}" : ''
    def chosen = best ? "--params ${best}" : ''
    def set = settings.collect { setting -> "--set ${setting}" }.join(' ')
    """
    jtool ${jar} --train ${train} --validation ${validation} --tokenizer ${tokenizer} --model ${model} \\
        --checkpoints '${checkpoints}' --tensorboard '${curves}' --positive-label ${positive} --seed ${seed} --threads ${threads} ${chosen} ${set} ${start} --out ${run}
    """

    stub:
    """
    mkdir ${run}
    touch ${run}/config.json ${run}/model.safetensors ${run}.manifest.json
    """
}
