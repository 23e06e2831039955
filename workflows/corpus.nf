// From samples to windows on a reference: peaks are cut out of a genome, sequences become their own small reference.
include { REFERENCE } from '../modules/reference/main.nf'
include { EXTRACT ; EXTRACT_SEQUENCES } from '../modules/extract/main.nf'
include { INTERVAL_LIST_TO_BED } from '../modules/picard/main.nf'
include { extractRules ; isIntervalList ; sequenceRules } from './conventions.nf'
include { jar } from './tools.nf'

workflow CORPUS {
    take:
    rows  // a map each: sample, label, peaks or sequences, chain
    fasta // a FASTA, plain or compressed; not looked at where rows hold sequences

    main:
    // [line of the sheet, or 0 for the blacklist; interval list], then the same as BED
    lists = rows.filter { row -> row.peaks && isIntervalList(row.peaks) }.map { row -> [row.line, row.peaks] }
    unwanted = params.blacklist ? file(params.blacklist) : []
    translated = INTERVAL_LIST_TO_BED(jar('picard'), lists.mix(isIntervalList(unwanted) ? channel.of([0, unwanted]) : channel.empty())).bed
    blacklist = isIntervalList(unwanted) ? translated.filter { line, _bed -> line == 0 }.map { _line, bed -> bed }.first() : unwanted
    peaks = rows.filter { row -> row.peaks && !isIntervalList(row.peaks) }
        .mix(rows.map { row -> [row.line, row] }.join(translated).map { _line, row, bed -> row + [peaks: bed] })

    // One chain a batch, and for predictions one sample. Background avoids the peaks of all samples, so that one batch holds them all.
    batches = peaks.toSortedList { a, b -> a.line <=> b.line }
        .flatMap { all -> all.groupBy { row -> [row.chain, row.role] }.values().collectMany { alike -> alike.collate(params.background ? alike.size() : params.predict ? 1 : params.batch) } }
        .map { batch -> [batch*.sample, batch*.label, batch*.peaks, batch[0].chain ?: []] }
    REFERENCE(jar('reference'), peaks.first().combine(fasta).map { row -> row.last() })
    EXTRACT(jar('extract'), batches, REFERENCE.out.reference.first(), blacklist, extractRules())

    // [role, windows]: the corpus, and the names of further test sets
    roles = rows.map { row -> [row.sample, row.role] }
    cut = EXTRACT.out.windows.map { file -> [file.name - '.windows.safetensors', file] }.join(roles).map { _sample, file, role -> [role, file] }

    texts = rows.filter { row -> row.sequences }
        .toList()
        .filter { all -> all }
        .map { all -> [all*.sample, all*.label, all*.sequences] }
    EXTRACT_SEQUENCES(jar('extract'), texts, sequenceRules())

    emit:
    windows = cut.filter { role, _file -> role == 'corpus' }.map { _role, file -> file }.mix(EXTRACT_SEQUENCES.out.windows)
    // [test set, windows]
    sets = cut.filter { role, _file -> role != 'corpus' }.groupTuple().map { set, files -> [set, files.sort { file -> file.name }] }
    reference = REFERENCE.out.reference.mix(EXTRACT_SEQUENCES.out.reference).first()
    // [order, name, manifest]
    made = REFERENCE.out.manifest.map { file -> [1, '', file] }
        .mix(EXTRACT.out.manifest.mix(EXTRACT_SEQUENCES.out.manifest).map { file -> [2, file.name, file] })
}
