// Peaks or sequences, scored by a model that is there already. Shapes of channels stand beside them.
include { CORPUS } from './corpus.nf'
include { PREDICT ; PREDICT_JOIN } from '../modules/predict/main.nf'
include { gathered ; shards } from './conventions.nf'
include { jar } from './tools.nf'

workflow PREDICTION {
    take:
    samples // the samplesheet's, a map each
    fasta   // a FASTA, plain or compressed

    main:
    CORPUS(samples, fasta)
    // [sample, windows]
    windows = CORPUS.out.windows.map { file -> [file.name.replaceFirst(/\.windows\.safetensors$/, ''), file] }
    PREDICT(
        jar('predict'),
        windows.combine(channel.fromList(shards())),
        CORPUS.out.reference,
        file(params.predict),
        params.calibration ? file(params.calibration) : [],
        params.threads,
    )
    parts = PREDICT.out.predictions.map { name, shard, table, manifest -> [name, shard, [table, manifest]] }
    PREDICT_JOIN(jar('predict'), gathered(parts).map { name, made -> [name, made.collect { part -> part[0] }, made.collect { part -> part[1] }] })

    emit:
    // [sample, predictions]
    predictions = PREDICT.out.predictions.filter { row -> !row[1] }.map { row -> [row[0], row[2]] }.mix(PREDICT_JOIN.out.predictions)
}
