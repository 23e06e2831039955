// Peaks or sequences, scored by a model that is there already. Shapes of channels stand beside them.
include { CORPUS } from './corpus.nf'
include { PREDICT } from '../modules/predict/main.nf'
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
        windows,
        CORPUS.out.reference,
        file(params.predict),
        params.calibration ? file(params.calibration) : [],
        params.threads,
    )

    emit:
    predictions = PREDICT.out.predictions
}
