// The peaks of one sample become windows around their summits.
process EXTRACT {
    label 'light'
    tag "${sample}"

    input:
    path jar
    tuple val(sample), val(label), path(peaks)
    path reference
    path blacklist
    val window

    output:
    path "${sample}.windows.safetensors", emit: windows
    path "${sample}.windows.safetensors.manifest.json", emit: manifest

    script:
    def exclude = blacklist ? "--blacklist ${blacklist}" : ''
    """
    jtool ${jar} --peaks ${peaks} --sample ${sample} --label ${label} --reference ${reference}/reference.fa \\
        --window ${window} ${exclude} --out ${sample}.windows.safetensors
    """

    stub:
    """
    touch ${sample}.windows.safetensors ${sample}.windows.safetensors.manifest.json
    """
}
