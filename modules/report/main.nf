// One self-contained HTML file with the metrics of every model.
process REPORT {
    label 'light'
    publishDir { params.outdir }, mode: 'copy'

    input:
    path jar
    path metrics

    output:
    path 'report.html', emit: report

    script:
    """
    jtool ${jar} ${metrics.collect { folder -> "--metrics ${folder}" }.join(' ')} --out report.html
    """

    stub:
    """
    touch report.html
    """
}
