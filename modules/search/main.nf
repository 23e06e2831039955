// Trials of one model over its search space. The study and the checkpoints lie outside the work folder and outlive the task.
process SEARCH {
    label 'gpu'
    publishDir { "${params.outdir}/search/${model}" }, mode: 'copy', saveAs: { name -> name == 'search/trials.tsv' ? 'trials.tsv' : null }
    tag "${model}"

    input:
    path jar
    tuple val(model), path(tokenizer), path(train), path(validation), path(space), path(pretrained), val(study), val(checkpoints)
    val trials
    val seed

    output:
    tuple val(model), path('search/trials.tsv'), path(space), emit: trials

    script:
    def start = pretrained ? "--pretrained ${pretrained}" : ''
    """
    jtool ${jar} --train ${train} --validation ${validation} --tokenizer ${tokenizer} --model ${model} --space ${space} \\
        --study '${study}' --checkpoints '${checkpoints}' --trials ${trials} --seed ${seed} ${start} --out search
    """

    stub:
    """
    mkdir search
    touch search/trials.tsv
    """
}
