// One of the workers that share a model's study. Study and checkpoints lie outside the work folder and outlive the task. Every worker
// ends with the whole study's trials: the first one's table stands for all.
include { named ; within } from '../../workflows/conventions.nf'

process SEARCH {
    label 'gpu'
    tag "${named("${model} ${worker}", split)}"
    publishDir { "${params.outdir}/search${within(split)}/${model}" }, mode: 'copy', overwrite: true, saveAs: { name -> worker == 1 && name.startsWith('search') ? file(name).name : null }

    input:
    path jar
    tuple val(model), val(split), val(worker), path(tokenizer), path(train), path(validation), path(space), path(pretrained), val(settings), val(rules), val(study), val(checkpoints)
    val trials
    val seed
    val threads
    val positive

    output:
    tuple val(model), val(split), val(worker), path('search/trials.tsv'), path(space), emit: trials
    tuple val(model), val(split), val(worker), path('search.manifest.json'), emit: manifest

    script:
    def start = pretrained ? "--pretrained ${pretrained}" : ''
    def set = settings.collect { setting -> "--set ${setting}" }.join(' ')
    """
    jtool ${jar} --train ${train} --validation ${validation} --tokenizer ${tokenizer} --model ${model} --space ${space} \\
        ${study} --checkpoints '${checkpoints}' --trials ${trials} --seed ${seed} --threads ${threads} \\
        --positive-label ${positive} ${rules.join(' ')} ${set} ${start} --out search
    """

    stub:
    """
    mkdir search
    touch search/trials.tsv search.manifest.json
    """
}
