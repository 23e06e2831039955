// Windows of all samples become one corpus in which no sequence occurs twice, nor in two classes: at once, or in parts by the sequences' ids.

/** A corpus's name, or that of a part of it. */
def table(shard) {
    (shard ? "part-${shard.tokenize('/')[0]}" : 'corpus') + '.windows.safetensors'
}

process DEDUP {
    label 'heavy'
    tag "${shard ?: 'corpus'}"
    publishDir { "${params.outdir}/corpus/deduplicated" }, mode: 'copy', overwrite: true, saveAs: { name -> !shard && name ==~ /.*\.(manifest\.json|tsv)/ ? name : null }

    input:
    path jar
    path windows, stageAs: 'windows/*'
    // Whether and how a whole is balanced; nothing for a part.
    val balance
    // Part K/N, or all of it.
    val shard

    output:
    tuple val(shard), path("${table(shard)}"), path("${table(shard)}.manifest.json"), emit: corpus
    path 'clusters.tsv', optional: true, emit: clusters

    script:
    def given = [windows].flatten().collect { file -> "--windows ${file}" }.join(' ')
    """
    jtool ${jar} ${given} --out ${table(shard)} ${shard ? "--shard ${shard}" : "${balance} --clusters-out clusters.tsv"}
    """

    stub:
    """
    touch ${table(shard)} ${table(shard)}.manifest.json clusters.tsv
    """
}

process DEDUP_JOIN {
    label 'light'
    tag 'corpus'
    publishDir { "${params.outdir}/corpus/deduplicated" }, mode: 'copy', overwrite: true, pattern: '*.{manifest.json,tsv}'

    input:
    path jar
    tuple path(parts, stageAs: 'parts/*'), path(manifests, stageAs: 'parts/*')
    val balance

    output:
    tuple val(''), path('corpus.windows.safetensors'), path('corpus.windows.safetensors.manifest.json'), emit: corpus
    path 'clusters.tsv', emit: clusters

    script:
    """
    jtool ${jar} --parts ${parts} --out ${table('')} ${balance} --clusters-out clusters.tsv
    """

    stub:
    """
    touch ${table('')} ${table('')}.manifest.json clusters.tsv
    """
}
