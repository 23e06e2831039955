// A tokenizer's vocabulary, learned from the train split only.
process VOCAB {
    label 'heavy'
    tag "${kind}"
    publishDir { "${params.outdir}/tokens/${kind}" }, mode: 'copy', overwrite: true

    input:
    path jar
    val kind
    path corpus
    path reference
    val size

    output:
    tuple val(kind), path('tokenizer.json'), emit: tokenizer
    tuple val(kind), path('tokenizer.json.manifest.json'), emit: manifest

    script:
    def terms = kind == 'char' ? '' : "--size ${size}"
    """
    jtool ${jar} --corpus ${corpus} --reference ${reference} --kind ${kind} ${terms} --out tokenizer.json
    """

    stub:
    """
    touch tokenizer.json tokenizer.json.manifest.json
    """
}
