// The whole way, from peaks to report. Shapes of channels stand beside them.
include { REFERENCE } from '../modules/reference/main.nf'
include { EXTRACT } from '../modules/extract/main.nf'
include { DEDUP } from '../modules/dedup/main.nf'
include { SPLIT } from '../modules/split/main.nf'
include { VOCAB } from '../modules/vocab/main.nf'
include { TOKENIZE } from '../modules/tokenize/main.nf'
include { SEARCH } from '../modules/search/main.nf'
include { BEST } from '../modules/best/main.nf'
include { TRAIN } from '../modules/train/main.nf'
include { EVALUATE } from '../modules/evaluate/main.nf'
include { REPORT } from '../modules/report/main.nf'
include { jar ; kept ; key ; settings ; tokenizerOf } from './conventions.nf'

workflow ENHANCERFLOW {
    take:
    samples  // [sample, label, peaks]
    fasta    // a FASTA, plain or compressed
    positive // the label whose probability is the score

    main:
    models = params.models.tokenize(',')
    kinds = models.collect { model -> tokenizerOf(model) }.unique()

    reference = REFERENCE(jar('reference'), fasta).reference
    windows = EXTRACT(jar('extract'), samples, reference, params.blacklist ? file(params.blacklist) : [], params.window).windows
    corpus = DEDUP(jar('dedup'), windows.toSortedList { a, b -> a.name <=> b.name }, params.balance ? '--balance' : '').corpus
    corpus = SPLIT(jar('split'), corpus, params.split_strategy, params.seed).corpus

    // One tokenizer for each kind in use: learned from the train split, or given.
    given = params.tokenizer && 'bpe' in kinds ? channel.of(['bpe', file(params.tokenizer)]) : channel.empty()
    learned = channel.fromList(kinds - (params.tokenizer ? ['bpe'] : []))
    tokenizers = VOCAB(jar('vocab'), learned, corpus, reference, params.vocab_size).tokenizer.mix(given)
    TOKENIZE(jar('tokenize'), tokenizers, corpus, reference, params.max_tokens)

    // [kind, model], then [model, tokenizer, train, validation, digest of both, pretrained]
    byKind = channel.fromList(models.collect { model -> [tokenizerOf(model), model] })
    seen = byKind.combine(TOKENIZE.out.train, by: 0).map { _kind, model, tokenizer, train, validation, manifest ->
        def pretrained = params.pretrained && model == 'dnabert2' ? file(params.pretrained) : []
        [model, tokenizer, train, validation, key([manifest.text, pretrained.toString()]), pretrained]
    }

    searched = seen.filter { _row -> params.trials > 0 }.map { model, tokenizer, train, validation, digest, pretrained ->
        def space = file("${params.spaces}/${model}.json")
        def study = "${model}-${key([digest, model, space.text, params.seed])}"
        [model, tokenizer, train, validation, space, pretrained, "${kept()}/${study}.journal", "${kept()}/checkpoints/search-${study}"]
    }
    SEARCH(jar('search'), searched, params.trials, params.seed)
    best = BEST(jar('best'), SEARCH.out.trials).best

    // Without a search every model trains on its own settings alone.
    chosen = params.trials > 0 ? best : channel.fromList(models.collect { model -> [model, []] })
    trained = seen.join(chosen).map { model, tokenizer, train, validation, digest, pretrained, parameters ->
        def set = settings(params.model_settings[model])
        def run = key([digest, model, parameters ? parameters.text : '', set, params.seed, params.threads])
        [model, tokenizer, train, validation, parameters, pretrained, set, "${kept()}/checkpoints/train-${model}-${run}"]
    }
    TRAIN(jar('train'), trained, params.seed, params.threads)

    // [model, folder, validation, test]
    tested = byKind.combine(TOKENIZE.out.test, by: 0).map { _kind, model, validation, test -> [model, validation, test] }
    EVALUATE(jar('evaluate'), TRAIN.out.model.join(tested), corpus, reference, positive)

    metrics = EVALUATE.out.metrics.toSortedList { a, b -> a[0] <=> b[0] }.map { rows -> rows.collect { row -> row[1] } }
    report = REPORT(jar('report'), metrics).report

    emit:
    report
}
