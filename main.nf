#!/usr/bin/env nextflow
// EnhancerFlow: from peak files of two classes and a reference genome to fine-tuned models and a report.
include { SIMULATE } from './modules/simulate/main.nf'
include { ENHANCERFLOW } from './workflows/enhancerflow.nf'
include { PREDICTION } from './workflows/prediction.nf'
include { kept } from './workflows/conventions.nf'
include { helpText ; parameterProblems } from './workflows/parameters.nf'
include { readSamplesheet } from './workflows/samplesheet.nf'
include { fetchProblem ; jar } from './workflows/tools.nf'

workflow {
    main:
    if (params.help) {
        println(helpText(params))
        exit(0)
    }
    sheet = [rows: [], problems: []]
    problems = parameterProblems(params)
    if (!problems && params.input) {
        sheet = readSamplesheet(file(params.input))
        problems = sheet.problems
    }
    if (!problems && !workflow.stubRun) {
        problems = [fetchProblem()].findAll()
    }
    if (!problems && !workflow.stubRun && !jar('simulate').exists()) {
        problems = ["the tools are not built: run ${projectDir}/nextflow once, or mvn package in ${projectDir}"]
    }
    if (problems) {
        problems.each { problem -> System.err.println("enhancerflow: ${problem}") }
        exit(2)
    }
    kept().mkdirs()

    if (params.input) {
        rows = channel.fromList(sheet.rows)
        fasta = params.fasta ? channel.value(file(params.fasta)) : channel.empty()
        scores = channel.empty()
    }
    else {
        SIMULATE(jar('simulate'), params.simulate_mb, params.simulate_peaks, params.seed)
        rows = SIMULATE.out.samplesheet.flatMap { table -> readSamplesheet(table).rows }
        fasta = SIMULATE.out.fasta
        // The exact likelihood ratio: the best that anything can reach.
        scores = SIMULATE.out.truth.map { table -> ['oracle', table] }
    }
    if (params.predict) {
        PREDICTION(rows, fasta)
    }
    else {
        label = params.positive_label ?: params.input ? null : 'tumour'
        positive = label ? channel.value(label) : rows.first().map { row -> row.label }
        ENHANCERFLOW(rows, fasta, positive, scores)
    }

    done = workflow
    result = params.predict ? 'Predictions: ' : 'Report: '
    page = file(params.outdir).resolve(params.predict ? 'predictions' : 'report.html').toAbsolutePath()
    workflow.onComplete {
        if (done.success) {
            println("${result}${page}")
        }
    }
}
