// The peaks of a batch of samples become windows around their summits.
process EXTRACT {
    label 'light'
    tag "${samples.first()} to ${samples.last()}"

    input:
    path jar
    tuple val(samples), val(labels), path(peaks, stageAs: 'peaks/?/*'), path(chain)
    path reference
    path blacklist
    val rules

    output:
    path "${samples.first()}.windows.safetensors", emit: windows
    path "${samples.first()}.windows.safetensors.manifest.json", emit: manifest

    script:
    def files = [peaks].flatten()
    def rows = [files, samples, labels].transpose().collect { file, sample, label ->
        "--peaks ${file} --sample ${sample} --label ${label}"
    }
    def exclude = blacklist ? "--blacklist ${blacklist}" : ''
    def lift = chain ? "--chain ${chain}" : ''
    """
    jtool ${jar} --reference ${reference} ${rules.join(' ')} ${exclude} ${lift} \\
        ${rows.join(' \\\n        ')} \\
        --out ${samples.first()}.windows.safetensors
    """

    stub:
    """
    touch ${samples.first()}.windows.safetensors ${samples.first()}.windows.safetensors.manifest.json
    """
}

// Sequences without coordinates become their own small reference, a window each.
process EXTRACT_SEQUENCES {
    label 'light'
    tag "${samples.first()} to ${samples.last()}"

    input:
    path jar
    tuple val(samples), val(labels), path(sequences, stageAs: 'sequences/?/*')
    val rules

    output:
    path "${samples.first()}.windows.safetensors", emit: windows
    path 'reference', emit: reference
    path "${samples.first()}.windows.safetensors.manifest.json", emit: manifest

    script:
    def files = [sequences].flatten()
    def rows = [files, samples, labels].transpose().collect { file, sample, label ->
        "--sequences ${file} --sample ${sample}" + (label ? " --label ${label}" : '')
    }
    """
    jtool ${jar} ${rules.join(' ')} \\
        ${rows.join(' \\\n        ')} \\
        --out ${samples.first()}.windows.safetensors --reference-out reference
    """

    stub:
    """
    mkdir reference
    touch reference/genome.fa ${samples.first()}.windows.safetensors ${samples.first()}.windows.safetensors.manifest.json
    """
}
