// Where things are, and what they are called.

def jar(tool) {
    file("${params.tools}/${tool}.jar")
}

/** The kind of tokens a model reads. */
def tokenizerOf(model) {
    [cnn: 'char', dnabert2: 'bpe'][model]
}

/** A model's settings 'epochs=4,hidden=128' as a list. */
def settings(text) {
    text ? text.tokenize(',').collect { setting -> setting.trim() } : []
}

/** A short name for whatever depends on these values alone. */
def key(values) {
    values.join('\n').digest('SHA-256').take(16)
}

/** The folder of studies and checkpoints: absolute, outside the work folder, since they outlive the tasks that write them. */
def kept() {
    file(params.study_dir).toAbsolutePath()
}
