// The samplesheet: CSV with the columns sample, label, and peaks or sequences; chain for peaks of another assembly. Every problem is one line.

/** Fields of one CSV line; a field may stand in double quotes, a doubled quote inside it is a quote. Null when quotes do not match. */
def csvFields(line) {
    def field = '(?:\\s*"(?:[^"]|"")*"\\s*|[^",]*)'
    if (!line.matches("${field}(?:,${field})*")) {
        return null
    }
    def commas = ",(?=${field}(?:,${field})*\$)"
    line.split(commas, -1).toList().collect { part ->
        def text = part.trim()
        text.startsWith('"') ? text[1..-2].replace('""', '"') : text
    }
}

/** Problems of one row, without the place in front. */
def rowProblems(row, folder) {
    def name = /[A-Za-z0-9_][A-Za-z0-9._-]*/
    def problems = []
    if (!(row.sample ==~ name)) {
        problems << "sample '${row.sample}' is not a name: use letters, digits, '.', '_' and '-', and no '.' or '-' first"
    }
    if (params.label_column && row.label) {
        problems << "label is '${row.label}', but --label_column says that the file tells: leave it empty"
    }
    else if (!params.label_column && !(row.label ==~ name) && (row.label || !params.predict)) {
        problems << "label '${row.label}' is not a name: use letters, digits, '.', '_' and '-', and no '.' or '-' first"
    }
    if (!row.peaks == !row.sequences) {
        problems << "give peaks (narrowPeak, BED or interval list) or sequences (FASTA, CSV or TSV), ${row.peaks ? 'not both' : 'but both are empty'}"
    }
    problems += ['peaks', 'sequences', 'chain'].findAll { column -> row[column] && !folder.resolve(row[column]).isFile() }.collect { column ->
        "${column} '${row[column]}' is not a file: paths are relative to the samplesheet's folder"
    }
    if (row.chain && row.sequences) {
        problems << 'chain lifts peaks: sequences have no place'
    }
    if (row.role && (!(row.role ==~ name) || row.role == 'test')) {
        problems << "role '${row.role}' is not a name: give corpus, or a further test set a name of its own other than test"
    }
    if (row.role && row.role != 'corpus' && row.sequences) {
        problems << "role '${row.role}': further test sets are peaks, sequences have no place to check for overlap"
    }
    problems
}

/** Problems of the sheet as a whole, and of the parameters beside it. */
def sheetProblems(name, rows) {
    def problems = []
    def places = rows.findAll { row -> row.peaks }
    def texts = rows.findAll { row -> row.sequences }
    if (places && texts) {
        problems << "${name}: has rows with peaks and rows with sequences: a corpus is made of one or the other"
    }
    if (places && !params.fasta) {
        problems << '--fasta is missing: name the FASTA file that the peaks of --input lie on'
    }
    problems += (places ? ['label_column'] : []).findAll { option -> params[option] }.collect { option -> "--${option} goes with sequences: ${name} has peaks" }
    problems += (texts ? ['fasta', 'blacklist', 'background'] : []).findAll { option -> params[option] }.collect { option -> "--${option} goes with peaks: ${name} has sequences" }
    if (params.label_column && !params.positive_label && !params.predict) {
        problems << '--positive_label is missing: the samplesheet does not tell the labels where --label_column does'
    }
    def labels = rows.findAll { row -> row.role == 'corpus' }.collect { row -> row.label }.unique()
    if (params.background && params.background in labels) {
        problems << "${name}: --background is '${params.background}', which is a label of the sheet: give the background a name of its own"
    }
    if (params.background && rows.collect { row -> row.chain }.unique().size() > 1) {
        problems << "${name}: --background needs all peaks on one assembly: give every row the same chain, or none"
    }
    if (labels.size() < 2 && !params.label_column && !params.background && !params.predict) {
        problems << "${name}: fewer than two labels: a classifier needs samples of two classes, or --background NAME"
    }
    problems
}

/** Problems of the header, without the place in front. */
def headerProblems(header) {
    def known = ['sample', 'label', 'peaks', 'sequences', 'group', 'chain', 'role']
    def problems = (header - known).collect { column -> "column '${column}' is not known: the columns are ${known.join(', ')}" }
    def required = params.label_column || params.predict ? ['sample'] : ['sample', 'label']
    problems += required.findAll { column -> !(column in header) }.collect { column -> "column '${column}' is missing" }
    if (!('peaks' in header || 'sequences' in header)) {
        problems << "column 'peaks' is missing, and so is 'sequences'"
    }
    problems + header.countBy { column -> column }.findAll { _column, n -> n > 1 }.collect { column, _n -> "column '${column}' occurs twice" }
}

/** The sheet as [rows: list of maps, problems: list of lines]; each problem says file and line. */
def readSamplesheet(sheet) {
    def lines = sheet.text.replaceFirst('^\uFEFF', '').readLines()
    def header = lines ? csvFields(lines[0]) : []
    def problems = headerProblems(header ?: []).collect { problem -> "${sheet.name}:1: ${problem}" }
    if (problems) {
        return [rows: [], problems: problems]
    }
    def rows = []
    def first = [:]
    lines.eachWithIndex { line, i ->
        if (i == 0 || !line.trim()) {
            return
        }
        def place = "${sheet.name}:${i + 1}"
        def fields = csvFields(line)
        if (fields == null || fields.size() != header.size()) {
            problems << (fields == null ? "${place}: the quotes do not match" : "${place}: ${fields.size()} fields, but the header has ${header.size()}")
            return
        }
        def row = [header, fields].transpose().collectEntries()
        problems.addAll(rowProblems(row, sheet.parent).collect { problem -> "${place}: ${problem}" })
        if (first[row.sample]) {
            problems << "${place}: sample '${row.sample}' is already on line ${first[row.sample]}"
        }
        first[row.sample] = first[row.sample] ?: i + 1
        def files = ['peaks', 'sequences', 'chain'].collectEntries { column -> [column, row[column] ? sheet.parent.resolve(row[column]) : null] }
        // Without a label, one that no model knows: the window is scored, and held against nothing.
        rows << [line: i + 1, sample: row.sample, role: params.predict ? 'corpus' : row.role ?: 'corpus', label: row.label ?: params.predict && !params.label_column ? 'unlabelled' : row.label] + files
    }
    [rows: rows, problems: problems ?: sheetProblems(sheet.name, rows)]
}
