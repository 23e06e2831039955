// Says what a profile asks its executor for, on this machine: the executor itself is not here.
process DEVICE {
    label 'gpu'

    output:
    stdout

    script:
    """
    printf '%s' "gpu: accelerator=${task.accelerator?.request} type=${task.accelerator?.type} machineType=${task.machineType} queue=${task.queue} options=${task.clusterOptions}"
    """
}

process PLAIN {
    label 'light'

    output:
    stdout

    script:
    """
    printf '%s' "light: accelerator=${task.accelerator?.request} type=${task.accelerator?.type} machineType=${task.machineType} queue=${task.queue} options=${task.clusterOptions}"
    """
}

workflow {
    DEVICE().mix(PLAIN()).view()
}
