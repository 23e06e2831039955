// A tokenizer's vocabulary, learned from the train split only.
process VOCAB {
    label 'heavy'
    publishDir { "${params.outdir}/tokens/${kind}" }, mode: 'copy'
    tag "${kind}"

    input:
    path jar
    val kind
    path corpus
    path reference
    val size

    output:
    tuple val(kind), path('tokenizer.json'), emit: tokenizer

    script:
    """
    jtool ${jar} --corpus ${corpus} --reference ${reference}/reference.fa --kind ${kind} --size ${size} --out tokenizer.json
    """

    stub:
    """
    touch tokenizer.json
    """
}
