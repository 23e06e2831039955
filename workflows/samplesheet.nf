// The samplesheet: CSV with the columns sample, label, peaks, and chain for peaks of another assembly. Read row by row; every problem is one line.

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
    if (!(row.label ==~ name)) {
        problems << "label '${row.label}' is not a name: use letters, digits, '.', '_' and '-', and no '.' or '-' first"
    }
    if (!row.peaks) {
        problems << 'peaks is empty: name a narrowPeak or BED file'
    }
    else if (!folder.resolve(row.peaks).isFile()) {
        problems << "peaks '${row.peaks}' is not a file: paths are relative to the samplesheet's folder"
    }
    if (row.role && row.role != 'corpus') {
        problems << "role '${row.role}' is not known: this release takes 'corpus' only"
    }
    if (row.chain && !folder.resolve(row.chain).isFile()) {
        problems << "chain '${row.chain}' is not a file: paths are relative to the samplesheet's folder"
    }
    problems
}

/** Problems of the header, without the place in front. */
def headerProblems(header) {
    def known = ['sample', 'label', 'peaks', 'group', 'chain', 'role']
    def problems = (header - known).collect { column -> "column '${column}' is not known: the columns are ${known.join(', ')}" }
    problems += ['sample', 'label', 'peaks'].findAll { column -> !(column in header) }.collect { column -> "column '${column}' is missing" }
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
        rows << [sample: row.sample, label: row.label, peaks: sheet.parent.resolve(row.peaks), chain: row.chain ? sheet.parent.resolve(row.chain) : null]
    }
    if (!problems && rows.collect { row -> row.label }.unique().size() < 2) {
        problems << "${sheet.name}: fewer than two labels: a classifier needs samples of two classes"
    }
    [rows: rows, problems: problems]
}
