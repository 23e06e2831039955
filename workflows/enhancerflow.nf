// The whole way, from peaks to report. Shapes of channels stand beside them.
include { CORPUS } from './corpus.nf'
include { DEDUP ; DEDUP_JOIN } from '../modules/dedup/main.nf'
include { SPLIT } from '../modules/split/main.nf'
include { INTERVAL_LISTS } from '../modules/picard/main.nf'
include { VOCAB } from '../modules/vocab/main.nf'
include { TOKENIZE ; TOKENIZE_JOIN } from '../modules/tokenize/main.nf'
include { PRETRAINED } from '../modules/pretrained/main.nf'
include { SEARCH } from '../modules/search/main.nf'
include { BEST } from '../modules/best/main.nf'
include { TRAIN } from '../modules/train/main.nf'
include { TESTSET } from '../modules/testset/main.nf'
include { EVALUATE } from '../modules/evaluate/main.nf'
include { COMPARE } from '../modules/compare/main.nf'
include { REPORT } from '../modules/report/main.nf'
include { again } from './parameters.nf'
include { balance ; gathered ; kept ; key ; named ; pins ; pretrainedFiles ; searchBudget ; searchRules ; settings ; shards ; shownSet ; splitRules ; splits ; tokenizerOf ; unsearched ; unvaried } from './conventions.nf'
include { jar } from './tools.nf'

/** Of [split, name, name on the page, file] in any order: [names on the page, files], by split and name. */
def inOrder(rows) {
    rows.toSortedList { a, b -> splits().indexOf(a[0]) <=> splits().indexOf(b[0]) ?: a[1] <=> b[1] }
        .map { sorted -> [sorted.collect { row -> row[2] }, sorted.collect { row -> row[3] }] }
}

/** The store of a part of the corpus, in a folder of tokens. */
def store(folder, part) {
    folder.resolve("${part}.tokens.safetensors")
}

workflow ENHANCERFLOW {
    take:
    samples  // the samplesheet's, a map each
    fasta    // a FASTA, plain or compressed
    positive // the label whose probability is the score
    scores   // [name, table of scores], to be measured as models are; may be empty

    main:
    models = params.models.tokenize(',').unique()
    kinds = models.collect { model -> tokenizerOf(model) }.unique()

    // [folder, manifest]: weights to start from, checked before anything else.
    pretrains = params.pretrained && 'dnabert2' in models
    weights = PRETRAINED(jar('pretrained'), pretrains ? channel.of(pretrainedFiles()) : channel.empty(), pins()).weights

    CORPUS(samples, fasta)
    reference = CORPUS.out.reference
    windows = CORPUS.out.windows.toSortedList { a, b -> a.name <=> b.name }
    DEDUP(jar('dedup'), windows, shards() == [''] ? balance() : '', channel.fromList(shards()))
    ranges = gathered(DEDUP.out.corpus.map { shard, table, manifest -> ['', shard, [table, manifest]] })
    DEDUP_JOIN(jar('dedup'), ranges.map { _all, made -> [made.collect { part -> part[0] }, made.collect { part -> part[1] }] }, balance())
    // ['', corpus, manifest]
    deduplicated = DEDUP.out.corpus.filter { row -> !row[0] }.mix(DEDUP_JOIN.out.corpus).first()
    unique = deduplicated.map { _all, table, _manifest -> table }
    // [split, corpus]: one for each strategy; all that follows is done for each
    corpora = SPLIT(jar('split'), unique, reference, channel.fromList(splits().collect { split -> [split, splitRules(split)] }), params.seed).corpus

    INTERVAL_LISTS(jar('picard'), params.interval_lists ? corpora : channel.empty(), reference)

    // [split, kind, tokenizer]: one for each kind in use, learned from the train split, given, or the pretrained weights' own.
    own = weights.map { folder, _manifest -> ['bpe', folder.resolve('tokenizer.json')] }
    given = params.tokenizer && 'bpe' in kinds ? channel.of(['bpe', file(params.tokenizer)]) : own
    learned = channel.fromList(kinds - (params.tokenizer || pretrains ? ['bpe'] : []))
    VOCAB(jar('vocab'), corpora.combine(learned), reference, params.vocab_size)
    tokenizers = VOCAB.out.tokenizer.mix(channel.fromList(splits()).combine(given))

    // [split, test set, corpus that holds it as its test part]: the split's own, and further ones
    sets = TESTSET(jar('testset'), CORPUS.out.sets.combine(corpora), params.test_overlap).corpus
    tested = corpora.map { split, file -> [split, 'test', file] }.mix(sets)
    pieces = tokenizers.combine(tested, by: 0).combine(channel.fromList(shards()))
    TOKENIZE(jar('tokenize'), pieces, reference, params.max_tokens, params.reverse_complement)
    parts = TOKENIZE.out.tokens.map { kind, split, set, tokenizer, table, shard, folder, manifest -> [[kind, split, set], shard, [tokenizer, table, folder, manifest]] }
    TOKENIZE_JOIN(jar('tokenize'), gathered(parts).map { of, made -> of + made[0].take(2) + [made.collect { part -> part[2] }, made.collect { part -> part[3] }] })
    // [kind, split, test set, tokenizer, corpus, '', folder, manifest]
    tokenized = TOKENIZE.out.tokens.filter { row -> !row[5] }.mix(TOKENIZE_JOIN.out.tokens)

    // [kind, model], then [model, split, tokenizer, train, validation, pretrained, settings, digest of all these]
    byKind = channel.fromList(models.collect { model -> [tokenizerOf(model), model] })
    starts = channel.fromList(models - (pretrains ? ['dnabert2'] : [])).map { model -> [model, [], ''] }
        .mix(weights.map { folder, manifest -> ['dnabert2', folder, manifest.text] })
    learnable = tokenized.filter { row -> row[2] == 'test' }
    tokens = byKind.combine(learnable, by: 0)
        .map { _kind, model, split, _set, tokenizer, _table, _shard, folder, manifest -> [model, split, tokenizer, store(folder, 'train'), store(folder, 'validation'), manifest] }
    seen = tokens.combine(starts, by: 0).map { model, split, tokenizer, train, validation, manifest, pretrained, origin ->
        def set = settings([params.model_settings[model]])
        [model, split, tokenizer, train, validation, pretrained, set, key([manifest.text, split, model, origin, set, params.seed, params.threads])]
    }

    searched = seen.filter { _row -> params.trials > 0 }.map { model, split, tokenizer, train, validation, pretrained, _set, digest ->
        def space = file("${params.spaces}/${model}.json")
        def set = unvaried(settings([params.model_settings[model], searchBudget(), params.search_settings[model]]), space)
        def rules = searchRules()
        def study = "${model}-${key([digest, set, space.text, rules])}"
        def place = params.study_url ? "--study '${params.study_url}' --study-name ${study}" : "--study '${kept()}/${study}.journal'"
        [model, split, tokenizer, train, validation, space, pretrained, set, rules, place, "${kept()}/checkpoints/search-${study}"]
    }
    workers = searched.flatMap { row -> (1..params.search_workers).collect { worker -> row.take(2) + [worker] + row.drop(2) } }
    SEARCH(jar('search'), workers, params.trials, params.seed, params.threads, positive)
    // [model, split, trials, space]
    tables = SEARCH.out.trials.filter { row -> row[2] == 1 }.map { model, split, _worker, table, space -> [model, split, table, space] }
    BEST(jar('best'), tables)

    // Without a search every model trains on its own settings alone.
    chosen = params.trials > 0 ? BEST.out.best : channel.fromList([models, splits()].combinations()).map { model, split -> [model, split, []] }
    // A training for every seed; the first has the model's name.
    seeds = (0..<params.replicates).collect { i -> params.seed + i }
    trained = seen.join(chosen, by: [0, 1]).flatMap { model, split, tokenizer, train, validation, pretrained, set, digest, best ->
        seeds.collect { seed ->
            def run = seed == params.seed ? model : "${model}-seed${seed}"
            def name = "train-${run}-${key([digest, best ? best.text : '', seed])}"
            [model, split, run, seed, tokenizer, train, validation, best, pretrained, unsearched(set, best), "${kept()}/checkpoints/${name}", "${kept()}/tensorboard/${name}"]
        }
    }
    TRAIN(jar('train'), trained, params.threads, positive)

    // [run, model, split, test set, folder, corpus, validation, test]: every model on every test set of its split
    answered = byKind.combine(tokenized, by: 0)
        .map { _kind, model, split, set, _tokenizer, table, _shard, folder, _manifest -> [model, split, set, table, store(folder, 'validation'), store(folder, 'test')] }
    measured = TRAIN.out.model.combine(answered, by: [0, 1])
        .map { model, split, run, folder, set, table, validation, test -> [run, model, split, set, folder, table, validation, test] }
        .mix(scores.combine(corpora).map { name, table, split, file -> [name, name, split, 'test', table, file, [], []] })
    EVALUATE(jar('evaluate'), measured, reference, positive, params.seed, params.threads)

    // [split, test set, name, folder] in order, then [split, test set, folders]
    evaluated = EVALUATE.out.metrics.toSortedList { a, b -> splits().indexOf(a[0]) <=> splits().indexOf(b[0]) ?: a[1] <=> b[1] ?: a[2] <=> b[2] }
    compared = evaluated.flatMap { rows -> rows.groupBy { row -> row.take(2) }.collect { of, alike -> of + [alike.collect { row -> row[3] }] } }
    COMPARE(jar('compare'), compared, params.seed)

    // [order, name, manifest]: what made what, always in the same order.
    made = CORPUS.out.made
        .mix(deduplicated.map { _all, _table, manifest -> [3, '', manifest] })
        .mix(SPLIT.out.manifest.map { split, file -> [4, split, file] })
        .mix(VOCAB.out.manifest.map { split, kind, file -> [5, "${split} ${kind}", file] })
        .mix(TESTSET.out.manifest.map { split, set, file -> [6, "${split} ${set}", file] })
        .mix(tokenized.map { row -> [6, "${row[1]} ${row[0]} ${row[2]}", row[7]] })
        .mix(PRETRAINED.out.manifest.map { file -> [7, '', file] })
        .mix(SEARCH.out.manifest.filter { row -> row[2] == 1 }.map { model, split, _worker, file -> [8, "${split} ${model}", file] })
        .mix(BEST.out.manifest.map { model, split, file -> [9, "${split} ${model}", file] })
        .mix(TRAIN.out.manifest.map { split, run, file -> [10, "${split} ${run}", file] })
        .mix(EVALUATE.out.manifest.map { name, file -> [11, name, file] })
        .mix(COMPARE.out.manifest.map { split, set, file -> [12, "${split} ${set}", file] })
        .toSortedList { a, b -> a[0] <=> b[0] ?: a[1] <=> b[1] }
        .map { rows -> rows.collect { row -> row[2] } }

    // Each [names, files], in order; the searches' are empty without a search.
    metrics = evaluated.map { rows -> [rows.collect { row -> shownSet(row[1], row[0]) }, rows.collect { row -> row[3] }] }
    comparisons = COMPARE.out.comparison.map { split, set, file -> [split, set, shownSet(set, split), file] }
    folders = TRAIN.out.model.map { _model, split, run, folder -> [split, run, splits().size() > 1 ? split : '', folder] }
    // [names, trials.tsv of each, best.json of each]
    found = tables.join(BEST.out.best, by: [0, 1]).map { model, split, table, _space, best -> [split, model, named(model, split), [table, best]] }
    searches = inOrder(found).map { names, files -> [names, files.collect { pair -> pair[0] }, files.collect { pair -> pair[1] }] }
    leakage = SPLIT.out.leakage.toSortedList { a, b -> splits().indexOf(a[0]) <=> splits().indexOf(b[0]) }.map { rows -> rows.collect { row -> row[1] } }
    REPORT(jar('report'), metrics, inOrder(comparisons), inOrder(folders), searches, leakage, made, again(params))

    emit:
    report = REPORT.out.report
}
