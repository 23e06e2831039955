// One model, trained on the train split and chosen on the validation split. Checkpoints outlive the task.
include { named ; within } from '../../workflows/conventions.nf'

process TRAIN {
    label 'gpu'
    tag "${named(run, split)}"
    // A model is there as soon as it is trained; its card follows from REPORT, which knows what was measured.
    publishDir { "${params.outdir}/models${within(split)}" }, mode: 'copy', overwrite: true, saveAs: { output -> output == run ? null : output.replaceFirst('published', run) }

    input:
    path jar
    // The run is the model's name, or for further seeds one of its own.
    tuple val(model), val(split), val(run), val(seed), path(tokenizer), path(train), path(validation), path(best), path(pretrained), val(settings), val(checkpoints), val(curves)
    val threads
    val positive

    output:
    tuple val(model), val(split), val(run), path("${run}"), emit: model
    path 'published/*', emit: published
    tuple val(split), val(run), path("${run}.manifest.json"), emit: manifest

    script:
    def start = pretrained ? "--pretrained ${pretrained}" : ''
    def chosen = best ? "--params ${best}" : ''
    def set = settings.collect { setting -> "--set ${setting}" }.join(' ')
    """
    jtool ${jar} --train ${train} --validation ${validation} --tokenizer ${tokenizer} --model ${model} \\
        --checkpoints '${checkpoints}' --tensorboard '${curves}' --positive-label ${positive} --seed ${seed} --threads ${threads} ${chosen} ${set} ${start} --out ${run}
    mkdir published
    for file in ${run}/*; do
        [[ \$file == */README.md ]] || ln -s ../\$file published/
    done
    """

    stub:
    """
    mkdir ${run} published
    touch ${run}/config.json ${run}/model.safetensors ${run}.manifest.json
    ln -s ../${run}/config.json ../${run}/model.safetensors published/
    """
}
