internal import Basics
internal import Foundation
public import LanguageModeling
public import Reporting
internal import Storage
internal import Synchronization
public import Tokenization

/// What models are judged on.
public enum JudgedSource {
    /// A split of the corpus, which is cut into tokens already.
    case split(Split)
    /// A text from outside, asked for once for each tokenizer that one of the models was made for.
    case text(cut: (TokenizerSettings) throws -> EvaluationText)

    var isSplit: Bool { if case .split = self { true } else { false } }
}

extension ModelShelf {
    /// How well models predict a text: a row for each; chart `perplexity`.
    ///
    /// - Parameters:
    ///   - names: the usual ones where none is given.
    ///   - source: a split, or a text from outside.
    ///   - isDynamic: whether networks have a further row, in which they keep learning from the text.
    ///   - dynamicRate: `nil` to choose its learning rate on valid.
    ///   - countsLinesLeftOut: whether JSON says how many lines of the text could not be read.
    ///   - progress: called with what is being made.
    ///   - scored: is given ln P of every event by each model.
    /// - Throws: `ModelError`.
    public func perplexityReport(
        of names: [ModelName] = [], on source: JudgedSource, isDynamic: Bool = false, dynamicRate: Double? = nil,
        countsLinesLeftOut: Bool = false, progress: (String) -> Void = { _ in },
        scored: (any LanguageModel, EvaluationText, EncodedText, [Double]) throws -> Void = { _, _, _, _ in }
    ) throws -> Report {
        var notes: [String] = []
        let wanted =
            try names.isEmpty ? usualModels(judgedOnSplits: source.isSplit) { notes.append("left out: \($0)") } : names
        for name in wanted where source.isSplit || isDynamic && dynamicRate == nil { try requireTokens(of: name) }
        var texts: [TokenizerSettings: EvaluationText] = [:]
        func cut(for name: ModelName) throws -> EvaluationText {
            let tokenizer = try source.isSplit ? corpus.tokenizer : tokenizer(of: name)
            if let text = texts[tokenizer] { return text }
            let text =
                switch source {
                case .split(let split): try corpus.evaluationText(split)
                case .text(let cut): try cut(tokenizer)
                }
            notes += text.notes
            texts[tokenizer] = text
            return text
        }
        prepare([])
        let prepared = Mutex<Result<(Provenance, SpelledTypes?), any Error>?>(nil)
        let isSplit = source.isSplit
        func read() throws -> EvaluationText {
            try together(threads: threads) {
                try cut(for: wanted[0])
            } beside: { [self] in
                prepare(wanted, isFitted: isDynamic)
                prepared.withLock {
                    // The types of a split are read with it.
                    $0 = Result {
                        try (corpus.provenance(rule: rule, isLast: !isSplit), isSplit ? nil : corpus.spelledTypes())
                    }
                }
            }
        }
        // A split is read from the database. A pipe may take its time, and writers need not wait for it.
        func readSplit() throws -> (EvaluationText, SpelledTypes?) {
            let text = try read()
            return (text, try corpus.spelledTypes(types: text.types))
        }
        let (judged, ofSplit) = try source.isSplit ? corpus.store.holding(readSplit) : (read(), nil)
        if isSplit { corpus.store.endSnapshot() }
        guard let (made, ofText) = try prepared.withLock({ $0 })?.get(), let spelled = ofSplit ?? ofText else {
            preconditionFailure("what is done beside ends before")
        }
        var provenance = made
        var rows = PerplexityRows(text: judged.name)
        var spellings: [String: SpellingModel] = [:]
        var rules: Set<String> = []
        var hasNetwork = false
        for name in wanted {
            progress("making \(name)")
            let model = try model(name)
            rules.insert(model.vocabulary.rule.description)
            notes += model.notes.map { "\(name): \($0)" }
            if let note = ruleNote(of: name, by: model.vocabulary.rule) { notes.append(note) }
            guard model.isNormalized else { throw ModelError.notNormalized(model.name, .perplexity) }
            let judged = try cut(for: name)
            let events = judged.events(in: model.vocabulary, threads: threads)
            if !source.isSplit, let note = try tokenizerNote(of: name) { notes.append(note) }
            let isImported = try isImported(name)
            let spelling = judged.unknownSpelling(in: model.vocabulary) {
                let key = "\(isImported)\(model.vocabulary.hash)"
                let made =
                    spellings[key]
                    ?? (isImported
                        ? SpellingModel(ofWordsOf: model.vocabulary) : spelled.spellingModel(in: model.vocabulary))
                spellings[key] = made
                return made
            }
            func judge(_ model: any LanguageModel) throws {
                let scores = model.logProbabilities(of: events, threads: threads)
                rows.append(
                    model, Evaluation(of: events, logProbabilities: scores, threads: threads),
                    spelling, events.perplexityInterval(scores))
                try scored(model, judged, events, scores)
            }
            try judge(model)
            guard isDynamic else { continue }
            progress("learning from \(judged.name) by \(model.name)")
            guard let learning = try dynamic(model, learningRate: dynamicRate) else { continue }
            hasNetwork = true
            try judge(learning)
            notes += learning.notes.map { "\(learning.name): \($0)" }
        }
        if isDynamic && !hasNetwork { throw ModelError.nothingLearns }
        provenance.name(Set(texts.keys))
        provenance.name(rules: rules)
        var report = rows.report(isCutAlike: texts.count == 1, provenance: provenance)
        report.notes = notes
        if countsLinesLeftOut {
            report.further = [.init("lines_left_out", .integer(Set(texts.values.flatMap(\.unreadableLines)).count))]
        }
        return report
    }

    /// Laplace as the textbook has it, the best baseline, and what the database has saved.
    ///
    /// - Parameters:
    ///   - judgedOnSplits: whether splits are judged, which imported models of other tokens cannot be judged on.
    ///   - leftOut: called with the saved models that are not among them, and why.
    package func usualModels(judgedOnSplits: Bool, leftOut: (String) -> Void) throws -> [ModelName] {
        let saved = try corpus.comparableModels(leftOut: leftOut).filter { name in
            guard judgedOnSplits else { return true }
            do {
                try requireTokens(of: name)
                return true
            } catch let error as ModelError {
                guard case .differentTokens = error else { throw error }
                leftOut(error.fact)
                return false
            }
        }
        return corpus.holdsText ? try [ModelName(parsing: "laplace:2"), ModelName(parsing: "mkn:3")] + saved : saved
    }

    /// What is to be said where a text is cut otherwise for an imported model than for those of the corpus.
    func tokenizerNote(of name: ModelName) throws -> String? {
        let own = try tokenizer(of: name)
        guard corpus.holdsText, !own.cutsTokens(like: corpus.tokenizer) else { return nil }
        return "\(name): the text is cut as the model was made for (\(own))"
    }
}

/// Rows of perplexities: a model each.
private struct PerplexityRows {
    private let text: String
    private var table = ResultTable(columns: [
        "model", "split", "vocabulary_size", "events", "segments", "out_of_vocabulary", "out_of_vocabulary_rate",
        "zero_probability_events", "log10_likelihood", "perplexity", "perplexity_excluding_oov",
        "perplexity_excluding_eos", "perplexity_excluding_oov_and_eos", "cross_entropy_bits", "bits_per_character",
        "bits_per_character_is_lower_bound", "perplexity_low", "perplexity_high", "interval_unit", "interval_units",
    ])
    private var narrow = ResultTable(columns: [
        "model", "perplexity", "without_<unk>", "without_</s>", "without_both", "bits/token", "bits/char",
    ])
    private var remarks: [String] = []
    private var perplexities: [Chart.Row] = []
    private var vocabularies: Set<String> = []

    /// - Parameter text: the split, or the name of a text from outside.
    init(text: String) { self.text = text }

    mutating func append(
        _ model: any LanguageModel, _ evaluation: Evaluation, _ spelling: UnknownSpelling,
        _ interval: PerplexityInterval?
    ) {
        let characters = Double(evaluation.characters)
        let bitsPerCharacter =
            evaluation.characters == 0 ? nil : (spelling.bits - evaluation.logLikelihood / M_LN2) / characters
        table.append([
            .text(model.name), .text(text), .integer(model.vocabulary.size), .integer(evaluation.events),
            .integer(evaluation.segments), .integer(evaluation.outOfVocabulary),
            .of(evaluation.outOfVocabularyRate), .integer(evaluation.zeroProbabilityEvents),
            .of(evaluation.logLikelihood / M_LN10), .of(evaluation.perplexity),
            .of(evaluation.perplexityExcludingOutOfVocabulary), .of(evaluation.perplexityExcludingSegmentEnds),
            .of(evaluation.perplexityExcludingBoth), .of(evaluation.crossEntropyBits),
            .of(bitsPerCharacter), .bool(spelling.literalUnknowns > 0), .of(interval?.range.lowerBound),
            .of(interval?.range.upperBound), .of(interval?.units.kind.rawValue), .of(interval?.units.count),
        ])
        narrow.append([
            .text(model.name), .of(evaluation.perplexity), .of(evaluation.perplexityExcludingOutOfVocabulary),
            .of(evaluation.perplexityExcludingSegmentEnds), .of(evaluation.perplexityExcludingBoth),
            .of(evaluation.crossEntropyBits), .of(bitsPerCharacter),
        ])
        vocabularies.insert(model.vocabulary.hash)
        if let perplexity = evaluation.perplexity, perplexity.isFinite {
            perplexities.append(Chart.Row(model.name, perplexity, interval: interval?.range))
        }
        let percent = String(format: "%.1f", 100 * (evaluation.outOfVocabularyRate ?? 0))
        let remark =
            "\(text): \(NumberText.counted(evaluation.events, "event")) in "
            + "\(NumberText.counted(evaluation.segments, "segment")); vocabulary \(NumberText.grouped(model.vocabulary.size)) (\(model.vocabulary.rule)); "
            + "\(percent) % of \(text) is <unk>"
        if !remarks.contains(remark) { remarks.append(remark) }
        if evaluation.zeroProbabilityEvents > 0 {
            remarks.append(
                "\(model.name): \(NumberText.grouped(evaluation.zeroProbabilityEvents)) events have probability 0, "
                    + "so its perplexity is infinite; figures without <unk> leave them out too")
        }
        if spelling.literalUnknowns > 0 {
            let bound =
                "Bits per character are a lower bound: \(NumberText.counted(spelling.literalUnknowns, "token")) "
                + "\(spelling.literalUnknowns == 1 ? "is" : "are") <unk> in the text itself, so their spelling is unknown"
            if !remarks.contains(bound) { remarks.append(bound) }
        }
    }

    /// - Parameter isCutAlike: whether all models were asked for the same tokens.
    func report(isCutAlike: Bool, provenance: Provenance) -> Report {
        var report = Report(
            "Perplexity on \(text)", rows: table,
            blocks: [.table(narrow, named: "perplexity"), .lines(remarks).only(.terminal)]
                + remarks.map { Report.Block.paragraph($0 + ".").only(.page) }, provenance: provenance)
        let areComparable = isCutAlike && vocabularies.count == 1
        if let chart = Chart.perplexities(perplexities, on: text, areComparable: areComparable) {
            report.answer = chart.finding
            report.blocks.insert(.chart(chart, named: "perplexity").only(.page), at: 0)
        }
        return report
    }
}
