// Interval lists, by Picard: peaks and blacklists that come as such become BED; the corpus becomes one for each split.
include { within } from '../../workflows/conventions.nf'

process INTERVAL_LIST_TO_BED {
    label 'light'
    tag "${list.name}"

    input:
    path jar
    tuple val(line), path(list)

    output:
    tuple val(line), path('*.bed'), emit: bed

    script:
    """
    jtool ${jar} --interval-list ${list} --out ${list.baseName}.bed
    """

    stub:
    """
    touch ${list.baseName}.bed
    """
}

process INTERVAL_LISTS {
    label 'light'
    tag "${split}"
    publishDir { "${params.outdir}/corpus${within(split)}" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(split), path(corpus)
    path reference

    output:
    path 'intervals', emit: lists
    path 'intervals.manifest.json', emit: manifest

    script:
    """
    jtool ${jar} --corpus ${corpus} --reference ${reference} --out intervals
    """

    stub:
    """
    mkdir intervals
    touch intervals.manifest.json
    """
}
