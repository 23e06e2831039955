// One self-contained HTML file: what the corpus is, how models were searched and trained, how good they are, what made what;
// beside it the same for MultiQC, and the models with what was measured in their cards.
process REPORT {
    label 'light'
    publishDir { params.outdir }, mode: 'copy', overwrite: true

    input:
    path jar
    path metrics, stageAs: 'metrics/*'
    path comparisons, stageAs: 'comparisons/*'
    path models, stageAs: 'trained/*'
    tuple val(searched), path(trials, stageAs: 'trials/?/*')
    path leakage, stageAs: 'leakage/?/*'
    path manifests, stageAs: 'manifests/?/*'
    val command

    output:
    path 'report.html', emit: report
    path 'multiqc', emit: multiqc
    path 'models/*', emit: models

    script:
    def options = [metrics].flatten().collect { folder -> "--metrics ${folder}" } +
        [comparisons].flatten().collect { file -> "--comparison ${file}" } +
        [models].flatten().collect { folder -> "--models ${folder}" } +
        [searched, [trials].flatten()].transpose().collect { model, file -> "--trials ${model}=${file}" } +
        [leakage].flatten().collect { file -> "--leakage ${file}" } +
        [manifests].flatten().collect { file -> "--manifests ${file}" }
    """
    jtool ${jar} ${options.join(' \\\n        ')} \\
        --command '${command.replace("'", "'\\''")}' \\
        --multiqc-out multiqc --cards-out models --out report.html
    """

    stub:
    """
    mkdir multiqc
    cp -rs "\$PWD/trained" models
    touch report.html
    """
}
