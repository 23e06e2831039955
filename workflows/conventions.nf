// Where things are, and what they are called.

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

/** Settings without those that a search space varies; SEARCH says what is wrong with a damaged one. */
def unvaried(settings, space) {
    def varied = (space.text =~ /"name"\s*:\s*"([^"]+)"/).collect { found -> found[1] }
    settings.findAll { setting -> !(setting.tokenize('=')[0] in varied) }
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

/** The ways of splitting that the run compares; mostly one. */
def splits() {
    params.split_strategy.tokenize(',')*.trim().unique()
}

/** Where, below a folder of results, those of one split lie: with one split alone, in that folder. */
def within(split) {
    splits().size() > 1 ? "/${split}" : ''
}

/** A task's or a model's name, with the split it belongs to where there are several. */
def named(name, split) {
    splits().size() > 1 ? "${name}, ${split}" : name
}

/** What the report calls a test set: with several splits each one's own has its name. */
def shownSet(set, split) {
    splits().size() == 1 ? set : set == 'test' ? split : "${set}-${split}"
}

/** How windows are kept together, as options of SPLIT; those not given are left to it. Of several splits each takes what is its own. */
def splitRules(split) {
    def takers = [distance: ['locus', 'homology'], 'test-contigs': ['chromosome']]
    def given = [fractions: params.fractions, distance: params.distance, 'test-contigs': params.test_contigs]
    given.findAll { option, value -> value != null && (split in takers[option] || !takers[option]?.any { taker -> taker in splits() }) }
        .collect { option, value -> "--${option} ${value}" }
}

/** How long a trial trains, as settings. */
def searchBudget() {
    "max_steps=${params.search_steps},evaluate_every=${params.search_evaluate_every}".toString()
}

/** How trials are chosen and stopped, and what they see, as options of SEARCH. */
def searchRules() {
    def rules = [sampler: params.search_sampler, pruner: params.search_pruner]
    def most = ['train-subsample': params.search_train_subsample, 'validation-subsample': params.search_validation_subsample]
    (rules + most).collect { option, value -> "--${option} ${value}".toString() }
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

/** How classes are brought to one size, as options of DEDUP. */
def balance() {
    params.balance ? "--balance --seed ${params.seed}".toString() : ''
}

/** The parts of a stage that is done in several, as K/N; where it is done as a whole, an empty one. */
def shards() {
    params.shards > 1 ? (1..params.shards).collect { shard -> "${shard}/${params.shards}".toString() } : ['']
}

/** Of [key, part K/N, what it has made] in any order: [key, what parts 1 to N have made], as soon as all are there. Wholes are left out. */
def gathered(parts) {
    // Grouped by text: groupTuple takes the length of a key that is a list for that of the group.
    parts.filter { row -> row[1] }
        .map { key, shard, made -> [key.toString(), key, shard, made] }
        .groupTuple(size: params.shards)
        .map { _text, keys, shards, made -> [keys[0], (0..<shards.size()).toSorted { i -> shards[i].tokenize('/')[0] as int }.collect { i -> made[i] }] }
}
