// A tokenizer: learned from the train split only (bpe, hybrid), or fixed (char, hyenadna, kmer5, kmer6-nonoverlapping, …).
include { named ; within } from '../../workflows/conventions.nf'

process VOCAB {
    label 'heavy'
    tag "${named(kind, split)}"
    publishDir { "${params.outdir}/tokens${within(split)}/${kind}" }, mode: 'copy', overwrite: true

    input:
    path jar
    tuple val(split), path(corpus), val(kind)
    path reference
    val size

    output:
    tuple val(split), val(kind), path('tokenizer.json'), emit: tokenizer
    tuple val(split), val(kind), path('tokenizer.json.manifest.json'), emit: manifest

    script:
    def words = kind.startsWith('kmer') ? "--kind kmer --k ${kind[4]}" : "--kind ${kind}"
    def apart = kind.endsWith('-nonoverlapping') ? '--non-overlapping' : ''
    def learn = kind in ['bpe', 'hybrid'] ? "--corpus ${corpus} --reference ${reference}" : ''
    def terms = kind == 'bpe' ? "--size ${size}" : ''
    """
    jtool ${jar} ${words} ${apart} ${learn} ${terms} --out tokenizer.json
    """

    stub:
    """
    touch tokenizer.json tokenizer.json.manifest.json
    """
}
