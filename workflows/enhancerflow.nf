// The whole way, from peaks to report. Shapes of channels stand beside them.
include { CORPUS } from './corpus.nf'
include { DEDUP } from '../modules/dedup/main.nf'
include { SPLIT } from '../modules/split/main.nf'
include { INTERVAL_LISTS } from '../modules/picard/main.nf'
include { VOCAB } from '../modules/vocab/main.nf'
include { TOKENIZE } from '../modules/tokenize/main.nf'
include { PRETRAINED } from '../modules/pretrained/main.nf'
include { SEARCH } from '../modules/search/main.nf'
include { BEST } from '../modules/best/main.nf'
include { TRAIN } from '../modules/train/main.nf'
include { TESTSET } from '../modules/testset/main.nf'
include { EVALUATE } from '../modules/evaluate/main.nf'
include { COMPARE } from '../modules/compare/main.nf'
include { REPORT } from '../modules/report/main.nf'
include { again } from './parameters.nf'
include { jar ; kept ; key ; pins ; pretrainedFiles ; settings ; splitRules ; tokenizerOf ; unsearched } from './conventions.nf'

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
    unique = DEDUP(jar('dedup'), CORPUS.out.windows.toSortedList { a, b -> a.name <=> b.name }, params.balance, params.seed).corpus
    corpus = SPLIT(jar('split'), unique, reference, params.split_strategy, splitRules(), params.seed).corpus

    INTERVAL_LISTS(jar('picard'), params.interval_lists ? corpus : channel.empty(), reference)

    // [kind, tokenizer]: one for each kind in use, learned from the train split, given, or the pretrained weights' own.
    own = weights.map { folder, _manifest -> ['bpe', folder.resolve('tokenizer.json')] }
    given = params.tokenizer && 'bpe' in kinds ? channel.of(['bpe', file(params.tokenizer)]) : own
    learned = channel.fromList(kinds - (params.tokenizer || pretrains ? ['bpe'] : []))
    VOCAB(jar('vocab'), learned, corpus, reference, params.vocab_size)

    // [test set, corpus that holds it as its test part]: the split's own, and further ones
    sets = TESTSET(jar('testset'), CORPUS.out.sets, corpus, params.test_overlap).corpus
    tested = corpus.map { file -> ['test', file] }.mix(sets)
    TOKENIZE(jar('tokenize'), VOCAB.out.tokenizer.mix(given).combine(tested), reference, params.max_tokens, params.reverse_complement)

    // [kind, model], then [model, tokenizer, train, validation, pretrained, settings, digest of all these]
    byKind = channel.fromList(models.collect { model -> [tokenizerOf(model), model] })
    starts = channel.fromList(models - (pretrains ? ['dnabert2'] : [])).map { model -> [model, [], ''] }
        .mix(weights.map { folder, manifest -> ['dnabert2', folder, manifest.text] })
    learnable = TOKENIZE.out.train.filter { row -> row[1] == 'test' }
    tokens = byKind.combine(learnable, by: 0).map { _kind, model, _set, tokenizer, train, validation, manifest -> [model, tokenizer, train, validation, manifest] }
    seen = tokens.join(starts).map { model, tokenizer, train, validation, manifest, pretrained, origin ->
        def set = settings([params.model_settings[model]])
        [model, tokenizer, train, validation, pretrained, set, key([manifest.text, model, origin, set, params.seed, params.threads])]
    }

    searched = seen.filter { _row -> params.trials > 0 }.map { model, tokenizer, train, validation, pretrained, _set, digest ->
        def space = file("${params.spaces}/${model}.json")
        def set = settings([params.model_settings[model], params.search_settings[model]])
        def study = "${model}-${key([digest, set, space.text])}"
        def place = params.study_url ? "--study '${params.study_url}' --study-name ${study}" : "--study '${kept()}/${study}.journal'"
        [model, tokenizer, train, validation, space, pretrained, set, place, "${kept()}/checkpoints/search-${study}"]
    }
    workers = searched.flatMap { row -> (1..params.search_workers).collect { worker -> [row[0], worker] + row.tail() } }
    SEARCH(jar('search'), workers, params.trials, params.seed, params.threads, positive)
    // [model, trials, space]
    tables = SEARCH.out.trials.filter { _model, worker, _table, _space -> worker == 1 }.map { model, _worker, table, space -> [model, table, space] }
    BEST(jar('best'), tables)

    // Without a search every model trains on its own settings alone.
    chosen = params.trials > 0 ? BEST.out.best : channel.fromList(models.collect { model -> [model, []] })
    // A training for every seed; the first has the model's name.
    seeds = (0..<params.replicates).collect { i -> params.seed + i }
    trained = seen.join(chosen).flatMap { model, tokenizer, train, validation, pretrained, set, digest, best ->
        seeds.collect { seed ->
            def run = seed == params.seed ? model : "${model}-seed${seed}"
            def name = "train-${run}-${key([digest, best ? best.text : '', seed])}"
            [model, run, seed, tokenizer, train, validation, best, pretrained, unsearched(set, best), "${kept()}/checkpoints/${name}", "${kept()}/tensorboard/${name}"]
        }
    }
    TRAIN(jar('train'), trained, params.threads, positive)

    // [run, model, test set, folder, corpus, validation, test]: every model on every test set
    answered = byKind.combine(TOKENIZE.out.test, by: 0).map { row -> row.drop(1) }
    measured = TRAIN.out.model.combine(answered, by: 0)
        .map { model, run, folder, set, table, validation, test -> [run, model, set, folder, table, validation, test] }
        .mix(scores.combine(corpus).map { name, table, file -> [name, name, 'test', table, file, [], []] })
    EVALUATE(jar('evaluate'), measured, reference, positive, params.seed, params.threads)

    // [test set, name, folder] in order, then [test set, folders]
    evaluated = EVALUATE.out.metrics.toSortedList { a, b -> a[0] <=> b[0] ?: a[1] <=> b[1] }
    compared = evaluated.flatMap { rows -> rows.groupBy { row -> row[0] }.collect { set, of -> [set, of.collect { row -> row[2] }] } }
    COMPARE(jar('compare'), compared, params.seed)

    // [order, name, manifest]: what made what, always in the same order.
    made = CORPUS.out.made
        .mix(DEDUP.out.manifest.map { file -> [3, '', file] })
        .mix(SPLIT.out.manifest.map { file -> [4, '', file] })
        .mix(VOCAB.out.manifest.map { kind, file -> [5, kind, file] })
        .mix(TESTSET.out.manifest.map { set, file -> [6, set, file] })
        .mix(TOKENIZE.out.manifest.map { kind, set, file -> [6, "${kind} ${set}", file] })
        .mix(PRETRAINED.out.manifest.map { file -> [7, '', file] })
        .mix(SEARCH.out.manifest.filter { _model, worker, _file -> worker == 1 }.map { model, _worker, file -> [8, model, file] })
        .mix(BEST.out.manifest.map { model, file -> [9, model, file] })
        .mix(TRAIN.out.manifest.map { run, file -> [10, run, file] })
        .mix(EVALUATE.out.manifest.map { model, file -> [11, model, file] })
        .mix(COMPARE.out.manifest.map { set, file -> [12, set, file] })
        .toSortedList { a, b -> a[0] <=> b[0] ?: a[1] <=> b[1] }
        .map { rows -> rows.collect { row -> row[2] } }

    // [models, trials.tsv of each], both empty without a search
    trials = tables.toSortedList { a, b -> a[0] <=> b[0] }.map { rows -> [rows.collect { row -> row[0] }, rows.collect { row -> row[1] }] }
    metrics = evaluated.map { rows -> rows.collect { row -> row[2] } }
    folders = TRAIN.out.model.toSortedList { a, b -> a[1] <=> b[1] }.map { rows -> rows.collect { row -> row[2] } }
    comparisons = COMPARE.out.comparison.toSortedList { a, b -> a[0] <=> b[0] }.map { rows -> rows.collect { row -> row[1] } }
    REPORT(jar('report'), metrics, comparisons, folders, trials, SPLIT.out.leakage, made, again(params))

    emit:
    report = REPORT.out.report
}
