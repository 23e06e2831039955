// The three splits as tokens of one tokenizer: of the whole corpus, or of a part of its rows; parts are joined.
include { named ; within } from '../../workflows/conventions.nf'

process TOKENIZE {
    label 'heavy'
    tag "${named("${kind}, ${set}", split)}${shard ? ", ${shard}" : ''}"
    publishDir { "${params.outdir}/tokens${within(split)}/${kind}" + (set == 'test' ? '' : "/${set}") }, mode: 'copy', overwrite: true, saveAs: { name -> !shard && name.endsWith('.json') ? name : null }

    input:
    path jar
    // Of the corpus that holds a test set as its test part; which part of its rows, or all.
    tuple val(split), val(kind), path(tokenizer), val(set), path(corpus), val(shard)
    path reference
    val max_tokens
    val reverse_complement

    output:
    tuple val(kind), val(split), val(set), path(tokenizer), path(corpus), val(shard), path('tokens'), path('tokens.manifest.json'), emit: tokens

    script:
    def limit = kind ==~ /char|hyenadna|kmer\d/ ? '' : "--max-tokens ${max_tokens}"
    // EVALUATE asks what a model says of the other strand.
    def strands = "--reverse-complement ${reverse_complement ? 'all' : 'test'}"
    def part = shard ? "--shard ${shard}" : ''
    """
    jtool ${jar} --corpus ${corpus} --reference ${reference} --tokenizer ${tokenizer} ${limit} ${strands} ${part} \\
        --out tokens
    """

    stub:
    """
    mkdir tokens
    touch tokens/train.tokens.safetensors tokens/validation.tokens.safetensors tokens/test.tokens.safetensors
    echo '{}' > tokens.manifest.json
    """
}

process TOKENIZE_JOIN {
    label 'light'
    tag "${named("${kind}, ${set}", split)}"
    publishDir { "${params.outdir}/tokens${within(split)}/${kind}" + (set == 'test' ? '' : "/${set}") }, mode: 'copy', overwrite: true, pattern: '*.manifest.json'

    input:
    path jar
    tuple val(kind), val(split), val(set), path(tokenizer), path(corpus), path(parts, stageAs: 'parts/?/*'), path(manifests, stageAs: 'parts/?/*')

    output:
    tuple val(kind), val(split), val(set), path(tokenizer), path(corpus), val(''), path('tokens'), path('tokens.manifest.json'), emit: tokens

    script:
    """
    jtool ${jar} --parts ${parts} --out tokens
    """

    stub:
    """
    mkdir tokens
    touch tokens/train.tokens.safetensors tokens/validation.tokens.safetensors tokens/test.tokens.safetensors
    echo '{}' > tokens.manifest.json
    """
}
