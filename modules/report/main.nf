// One self-contained HTML file: what the corpus is, how models were searched and trained, how good they are, what made what.
process REPORT {
    label 'light'
    publishDir { params.outdir }, mode: 'copy', overwrite: true

    input:
    path jar
    path metrics, stageAs: 'metrics/*'
    path models, stageAs: 'models/*'
    tuple val(searched), path(trials, stageAs: 'trials/?/*')
    path leakage, stageAs: 'leakage/?/*'
    path manifests, stageAs: 'manifests/?/*'

    output:
    path 'report.html', emit: report

    script:
    def options = [metrics].flatten().collect { folder -> "--metrics ${folder}" } +
        [models].flatten().collect { folder -> "--models ${folder}" } +
        [searched, [trials].flatten()].transpose().collect { model, file -> "--trials ${model}=${file}" } +
        [leakage].flatten().collect { file -> "--leakage ${file}" } +
        [manifests].flatten().collect { file -> "--manifests ${file}" }
    """
    jtool ${jar} ${options.join(' \\\n        ')} \\
        --out report.html
    """

    stub:
    """
    touch report.html
    """
}
