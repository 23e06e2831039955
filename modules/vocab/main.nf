// A tokenizer: learned from the train split only (bpe), or fixed (char, kmer5, kmer6-nonoverlapping, …).
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
    def words = kind.startsWith('kmer') ? "--kind kmer --k ${kind[4]}" : "--kind ${kind}"
    def apart = kind.endsWith('-nonoverlapping') ? '--non-overlapping' : ''
    def learn = kind == 'bpe' ? "--corpus ${corpus} --reference ${reference} --size ${size}" : ''
    """
    jtool ${jar} ${words} ${apart} ${learn} --out tokenizer.json
    """

    stub:
    """
    touch tokenizer.json tokenizer.json.manifest.json
    """
}
