// Fails once with the exit code given, then succeeds: how the pipeline's own resources and retries treat it.
process FLAKY {
    label 'light'

    output:
    stdout

    script:
    """
    [[ ${task.attempt} -gt 1 ]] || exit ${params.code}
    printf '%s' "attempt ${task.attempt} with \$ENHANCERFLOW_MEMORY_MB MB"
    """
}

workflow {
    FLAKY().view()
}
