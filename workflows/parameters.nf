// Parameters against nextflow_schema.json, before any task starts. Every problem is one line.
include { isAddress ; pins } from './conventions.nf'

/** Name of each parameter to its entry in the schema, in the schema's order. */
def schemaEntries() {
    def schema = new groovy.json.JsonSlurper().parse(file("${projectDir}/nextflow_schema.json"))
    schema['$defs'].values().collectMany { group -> group.properties.entrySet() as List }.collectEntries { entry -> [entry.key, entry.value] }
}

/** Edits that turn one name into another. */
def distance(a, b) {
    def row = (0..b.length()).toList()
    a.eachWithIndex { c, i ->
        def next = [i + 1]
        b.eachWithIndex { d, j -> next << [row[j] + (c == d ? 0 : 1), row[j + 1] + 1, next[j] + 1].min() }
        row = next
    }
    row[-1]
}

/** A value as it may be shown: without the password that somebody has put into an address. */
def shown(value) {
    value.toString().replaceAll(/(?i)(password=)[^&;]*/, '$1…').replaceAll(/(:\/\/[^\/?@]*?:)[^\/?]*@/, '$1…@')
}

/** What is wrong with one value, or null. */
def valueProblem(name, value, entry) {
    def types = [
        integer: { v -> v instanceof Integer || v instanceof Long },
        number: { v -> v instanceof Number },
        boolean: { v -> v instanceof Boolean },
        string: { v -> v instanceof CharSequence || v instanceof Number },
        object: { v -> v instanceof Map },
    ]
    if (!types[entry.type](value)) {
        return "--${name} takes ${entry.type == 'object' ? 'names and values' : entry.type == 'integer' ? 'a whole number' : "a ${entry.type}"}, not '${value}'"
    }
    if (entry.minimum != null && value < entry.minimum || entry.maximum != null && value > entry.maximum) {
        return "--${name} is ${value}: it must be ${entry.maximum == null ? "at least ${entry.minimum}" : "from ${entry.minimum} to ${entry.maximum}"}"
    }
    if (entry['enum'] && !(value.toString() in entry['enum'])) {
        return "--${name} is '${value}': it must be one of ${entry['enum'].join(', ')}"
    }
    if (entry.pattern && !(value.toString() ==~ entry.pattern)) {
        return "--${name} is '${shown(value)}': ${entry.errorMessage}"
    }
    if (entry.exists && entry.format == 'file-path' && !file(value.toString()).isFile()) {
        return "--${name}: there is no file ${value}"
    }
    if (entry.exists && entry.format == 'directory-path' && !(entry.address && isAddress(value)) && !file(value.toString()).isDirectory()) {
        return "--${name}: there is no folder ${value}"
    }
    entry.type == 'object' ? settingsProblem(name, value, entry) : null
}

/** What is wrong with settings by model, or null. */
def settingsProblem(name, value, entry) {
    def models = entry.propertyNames['enum']
    def unknown = value.keySet().find { model -> !(model in models) }
    if (unknown) {
        return "--${name}.${unknown}: there is no such model; name one of ${models.join(', ')}"
    }
    def wrong = value.find { _model, text -> !(text.toString() ==~ entry.additionalProperties.pattern) }
    wrong ? "--${name}.${wrong.key} is '${wrong.value}': write key=value, with commas between" : null
}

/** All problems of the parameters given. */
def parameterProblems(given) {
    def entries = schemaEntries()
    // Nextflow adds a camelCase twin to a name with dashes; only what was typed is reported.
    def twins = given.keySet().findAll { name -> name.contains('-') }.collect { name -> name.replaceAll(/-(.)/) { groups -> groups[1].toUpperCase() } }
    def unknown = given.keySet().findAll { name -> !entries.containsKey(name) && !(name in twins) }.collect { name ->
        def nearest = entries.keySet().min { known -> distance(known, name.replace('-', '_')) }
        "--${name} is no parameter: did you mean --${nearest}? --help lists them all"
    }
    def wrong = entries.findAll { name, _entry -> given[name] != null }.collect { name, entry -> valueProblem(name, given[name], entry) }
    def alone = given.predict && !given.input ? ['--input is missing: --predict scores the samples of a samplesheet'] : []
    def lost = given.calibration && !given.predict ? ['--calibration goes with --predict'] : []
    unknown + wrong.findAll { problem -> problem } + alone + lost + (wrong.any() ? [] : pretrainedProblems(given) + containerProblems(given))
}

/** Without an image Nextflow would quietly run tasks outside of containers. */
def containerProblems(given) {
    def image = given.container ?: given.gpus > 0 ? given.container_cuda : given.container_cpu
    def option = given.gpus > 0 ? '--container_cuda' : '--container_cpu'
    workflow.containerEngine && !image ? ["${option} is missing: name the image that tasks run in, built from those of containers/"] : []
}

/** What is wrong with weights to start from: an address is worth nothing without digests, weights are worth nothing without their tokenizer. */
def pretrainedProblems(given) {
    if (!given.pretrained || !('dnabert2' in given.models.tokenize(','))) {
        return []
    }
    if (isAddress(given.pretrained) && !pins()) {
        return ['--pretrained_sha256 is missing: for an address it names the files and their digests, such as config.json=…,model.safetensors=…,tokenizer.json=…']
    }
    def names = pins().collect { pin -> pin.tokenize('=')[0] }
    def own = isAddress(given.pretrained) ? 'tokenizer.json' in names : file(given.pretrained).resolve('tokenizer.json').isFile()
    own || given.tokenizer ? [] : ['--tokenizer is missing: the weights of --pretrained read the tokens of their own tokenizer.json, and none lies beside them']
}

/** A value as the shell takes it. */
def quoted(text) {
    text ==~ /[A-Za-z0-9._\/=:,@%+-]+/ ? text : "'${text}'"
}

/** The command that gives these results again: every parameter that shapes them, in the schema's order, files by their last name. */
def again(given) {
    def machine = new groovy.json.JsonSlurper().parse(file("${projectDir}/nextflow_schema.json"))['$defs'].machine.properties.keySet()
    def places = ['outdir', 'study_dir', 'help', 'gpus'] + machine + (given.spaces == "${projectDir}/conf/space" ? ['spaces'] : [])
    def options = schemaEntries().findAll { name, _entry -> !(name in places) && given[name] != null && given[name] != false }.collectMany { name, entry ->
        def value = given[name]
        if (value instanceof Map) {
            return value.collect { key, text -> "--${name}.${key} ${quoted(text.toString())}" }
        }
        value == true ? ["--${name}"] : ["--${name} ${quoted(entry.format ? value.toString().tokenize('/')[-1] : value.toString())}"]
    }
    (['./nextflow run .'] + options).join(' ')
}

/** The parameters with their defaults, for people. */
def helpText(defaults) {
    def lines = ['Usage: ./nextflow run . [-profile NAME] --input samplesheet.csv --fasta genome.fa [parameters]', '       ./nextflow run . -profile demo', '']
    schemaEntries().each { name, entry ->
        def value = defaults[name] == null || entry.type == 'object' || entry.type == 'boolean' ? '' : " [${defaults[name]}]"
        lines << "  --${name}".padRight(22) + entry.description + value
    }
    lines.join('\n')
}
