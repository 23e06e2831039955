// One self-contained HTML file: what the corpus is, how models were searched and trained, how good they are, what made what;
// beside it the same for MultiQC, and the models' cards with what was measured.
process REPORT {
    label 'light'
    publishDir { params.outdir }, mode: 'copy', overwrite: true

    input:
    path jar
    // Each with the names that the page gives: test sets, test sets, splits of models ('' with one split alone), models searched.
    tuple val(sets), path(metrics, stageAs: 'metrics/?/*')
    tuple val(compared), path(comparisons, stageAs: 'comparisons/?/*')
    tuple val(splits), path(models, stageAs: 'trained/?/*')
    tuple val(searched), path(trials, stageAs: 'trials/?/*'), path(best, stageAs: 'best/?/*')
    path leakage, stageAs: 'leakage/?/*'
    path manifests, stageAs: 'manifests/?/*'
    val command

    output:
    path 'report.html', emit: report
    path 'multiqc', emit: multiqc
    path 'models/**/README.md', emit: cards

    script:
    def options = [sets, [metrics].flatten()].transpose().collect { set, folder -> "--metrics ${set}=${folder}" } +
        [compared, [comparisons].flatten()].transpose().collect { set, file -> "--comparison ${set}=${file}" } +
        [splits, [models].flatten()].transpose().collect { split, folder -> "--models ${split ? "${split}=" : ''}${folder}" } +
        [searched, [trials].flatten()].transpose().collect { model, file -> "--trials '${model}=${file}'" } +
        [searched, [best].flatten()].transpose().collect { model, file -> "--best '${model}=${file}'" } +
        [leakage].flatten().collect { file -> "--leakage ${file}" } +
        [manifests].flatten().collect { file -> "--manifests ${file}" }
    """
    jtool ${jar} ${options.join(' \\\n        ')} \\
        --command '${command.replace("'", "'\\''")}' \\
        --multiqc-out multiqc --cards-out models --out report.html
    """

    stub:
    """
    mkdir -p multiqc models/stub
    touch report.html models/stub/README.md
    """
}
