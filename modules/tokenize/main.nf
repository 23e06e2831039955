// The three splits as tokens of one tokenizer; the test split leaves by a door of its own.
include { named ; within } from '../../workflows/conventions.nf'

process TOKENIZE {
    label 'heavy'
    tag "${named("${kind}, ${set}", split)}"
    publishDir { "${params.outdir}/tokens${within(split)}/${kind}" + (set == 'test' ? '' : "/${set}") }, mode: 'copy', overwrite: true, pattern: '*.manifest.json'

    input:
    path jar
    // Of the corpus that holds a test set as its test part.
    tuple val(split), val(kind), path(tokenizer), val(set), path(corpus)
    path reference
    val max_tokens
    val reverse_complement

    output:
    tuple val(kind), val(split), val(set), path(tokenizer), path('tokens/train.tokens.safetensors'),
        path('tokens/validation.tokens.safetensors'), path('tokens.manifest.json'), emit: train
    tuple val(kind), val(split), val(set), path(corpus), path('tokens/validation.tokens.safetensors'), path('tokens/test.tokens.safetensors'), emit: test
    tuple val(kind), val(split), val(set), path('tokens.manifest.json'), emit: manifest

    script:
    def limit = kind ==~ /char|hyenadna|kmer\d/ ? '' : "--max-tokens ${max_tokens}"
    // EVALUATE asks what a model says of the other strand.
    def strands = "--reverse-complement ${reverse_complement ? 'all' : 'test'}"
    """
    jtool ${jar} --corpus ${corpus} --reference ${reference} --tokenizer ${tokenizer} ${limit} ${strands} \\
        --out tokens
    """

    stub:
    """
    mkdir tokens
    touch tokens/train.tokens.safetensors tokens/validation.tokens.safetensors tokens/test.tokens.safetensors
    echo '{}' > tokens.manifest.json
    """
}
