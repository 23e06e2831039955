// Where things are, and what they are called.

def jar(tool) {
    file("${params.tools}/${tool}.jar")
}

/** The kind of tokens a model reads: bpe, char, hyenadna, hybrid, kmer3 to kmer8, or kmer3-nonoverlapping to kmer8-nonoverlapping. */
def tokenizerOf(model) {
    [kmer: 'kmer5', cnn: 'char', cnn_kmer: 'kmer4', hybrid: 'char', dnabert2: 'bpe'][model]
}

/** Settings 'epochs=4,hidden=128' as a list of key=value; of a key in several texts the last one counts. */
def settings(texts) {
    def given = texts.findAll { text -> text }.collectMany { text -> text.tokenize(',').toList() }
    def byKey = given.collectEntries { setting -> [setting.trim().tokenize('=')[0], setting.trim()] }
    byKey.values().toList()
}

/** A short name for whatever depends on these values alone. */
def key(values) {
    values.join('\n').digest('SHA-256').take(16)
}

/** The folder of studies and checkpoints: absolute, outside the work folder, since they outlive the tasks that write them. */
def kept() {
    file(params.study_dir).toAbsolutePath()
}

/** Settings without those that a search has chosen: best.json, or nothing without a search. */
def unsearched(settings, best) {
    def chosen = best ? new groovy.json.JsonSlurper().parse(best).parameters ?: [:] : [:]
    settings.findAll { setting -> !chosen.containsKey(setting.tokenize('=')[0]) }
}

/** Whether a file is an interval list by its name. */
def isIntervalList(file) {
    file && file.name ==~ /.*\.interval_list(\.gz)?/
}

/** How peaks become windows, as options of EXTRACT. */
def extractRules() {
    def rules = ['window', 'contigs', 'edge', 'no_summit', 'max_n', 'min_peaks'].collect { name -> "--${name.replace('_', '-')} ${params[name]}" }
    rules + (params.background ? ["--background ${params.background}", "--seed ${params.seed}"] : [])
}

/** How sequences become windows, as options of EXTRACT_SEQUENCES. */
def sequenceRules() {
    ["--max-n ${params.max_n}", "--sequence-column ${params.sequence_column}"] + (params.label_column ? ["--label-column ${params.label_column}"] : [])
}

/** How windows are kept together, as options of SPLIT; those not given are left to it. */
def splitRules() {
    def given = [fractions: params.fractions, distance: params.distance, 'test-contigs': params.test_contigs]
    given.findAll { _option, value -> value != null }.collect { option, value -> "--${option} ${value}" }
}

/** Whether a place is an address, from which Nextflow downloads, and not a path. */
def isAddress(place) {
    place.toString() ==~ /(?i)https?:\/\/.+/
}

/** What the SHA-256 of pretrained files must be, as name=digest. */
def pins() {
    (params.pretrained_sha256 ?: '').toString().tokenize(',')*.trim()
}

/** The folder of pretrained weights; of an address, the files that are pinned. */
def pretrainedFiles() {
    isAddress(params.pretrained) ? pins().collect { pin -> file("${params.pretrained}/${pin.tokenize('=')[0]}") } : [file(params.pretrained)]
}
