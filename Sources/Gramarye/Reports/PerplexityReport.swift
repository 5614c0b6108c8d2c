internal import Basics
internal import Foundation
public import LanguageModeling
public import Reporting
internal import Storage
internal import Synchronization
public import Tokenization

/// What models are judged on.
public enum JudgedSource {
    /// A split of the corpus, which is cut into tokens already, or the part of it that some documents have; by the values of
    /// a key of their metadata, or by `document`, where one is given.
    case split(Split, of: Subcorpus? = nil, by: String? = nil)
    /// A text from outside, asked for once for each tokenizer that one of the models was made for.
    case text(cut: (TokenizerSettings) throws -> EvaluationText)

    var isSplit: Bool { if case .split = self { true } else { false } }
    var documents: Subcorpus? { if case .split(_, let documents, _) = self { documents } else { nil } }
    var key: String? { if case .split(_, _, let key) = self { key } else { nil } }
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
        var texts: [TokenizerSettings: [JudgedText]] = [:]
        var groups: CorpusGroups?
        /// One text, or one for each group of documents.
        func cut(for name: ModelName) throws -> [JudgedText] {
            let tokenizer = try source.isSplit ? corpus.tokenizer : tokenizer(of: name)
            if let known = texts[tokenizer] { return known }
            let cut: [JudgedText]
            switch source {
            case .split(let split, let documents, let key?):
                let found = try corpus.groups(of: CorpusPart(splits: [split], documents: documents), by: key)
                groups = found
                let (judged, lacking) = try found.results(
                    lacking: "tokens in \(split.name)", when: CorpusError.saysEmptySplit
                ) { try corpus.evaluationText(split, of: $0.part.documents) }
                notes += lacking
                cut = judged.map { JudgedText(text: $0.result, group: $0.group) }
            case .split(let split, let documents, nil):
                cut = [JudgedText(text: try corpus.evaluationText(split, of: documents))]
            case .text(let read): cut = [JudgedText(text: try read(tokenizer))]
            }
            notes += cut.flatMap(\.text.notes)
            texts[tokenizer] = cut
            return cut
        }
        prepare([])
        let prepared = Mutex<Result<(Provenance, SpelledTypes?), any Error>?>(nil)
        let spellings = Mutex<[String: SpellingModel]>([:])
        @Sendable func spelling(
            _ name: ModelName, _ vocabulary: ModelVocabulary, by spelled: SpelledTypes
        ) throws -> SpellingModel {
            let isImported = try isImported(name)
            let key = "\(isImported)\(vocabulary.hash)"
            if let made = spellings.withLock({ $0[key] }) { return made }
            let made =
                isImported ? SpellingModel(ofWordsOf: vocabulary) : spelled.spellingModel(in: vocabulary)
            spellings.withLock { $0[key] = made }
            return made
        }
        let (isSplit, documents, key) = (source.isSplit, source.documents, source.key)
        func read() throws -> [JudgedText] {
            try together(threads: threads) {
                try cut(for: wanted[0])
            } beside: { [self] in
                prepare(wanted, isFitted: isDynamic)
                prepared.withLock {
                    // The types of a split are read with it.
                    $0 = Result {
                        try (
                            corpus.provenance(rule: rule, of: documents, by: key, isLast: !isSplit),
                            isSplit ? nil : corpus.spelledTypes()
                        )
                    }
                    // Hardly a text is without an unknown word. What fails here fails again where it is needed.
                    if threads > 1, case .success((_, let spelled?)) = $0,
                        let vocabulary = preparedVocabulary(of: wanted[0])
                    {
                        _ = try? spelling(wanted[0], vocabulary, by: spelled)
                    }
                }
            }
        }
        // A split is read from the database. A pipe may take its time, and writers need not wait for it.
        func readSplit() throws -> ([JudgedText], SpelledTypes?) {
            let texts = try read()
            return (texts, try corpus.spelledTypes(types: texts[0].text.types))
        }
        let (first, ofSplit) = try source.isSplit ? corpus.store.holding(readSplit) : (read(), nil)
        if isSplit { corpus.store.endSnapshot() }
        guard let (made, ofText) = try prepared.withLock({ $0 })?.get(), let spelled = ofSplit ?? ofText else {
            preconditionFailure("what is done beside ends before")
        }
        var provenance = made
        if let groups { provenance.groupKey = groups.key }
        var rows = PerplexityRows(text: first[0].text.name, groups: groups)
        var rules: Set<String> = []
        var hasNetwork = false
        for name in wanted {
            progress("making \(name)")
            let model = try model(name)
            rules.insert(model.vocabulary.rule.description)
            notes += model.notes.map { "\(name): \($0)" }
            if let note = ruleNote(of: name, by: model.vocabulary.rule) { notes.append(note) }
            notes += try partNotes(of: [name])
            guard model.isNormalized else { throw ModelError.notNormalized(model.name, .perplexity) }
            let judged = try cut(for: name)
            if !source.isSplit, let note = try tokenizerNote(of: name) { notes.append(note) }
            func judge(_ model: any LanguageModel) throws {
                // The groups of a corpus have its types.
                var map: [WordID]?
                for judged in judged {
                    let words = map ?? model.vocabulary.map(of: judged.text.types)
                    map = words
                    let events = judged.text.events(mappedBy: words, threads: threads)
                    let scores = model.logProbabilities(of: events, threads: threads)
                    try rows.append(
                        model, Evaluation(of: events, logProbabilities: scores, threads: threads),
                        judged.text.unknownSpelling(mappedBy: words, threads: threads) {
                            try spelling(name, model.vocabulary, by: spelled)
                        },
                        events.perplexityInterval(scores), group: judged.group)
                    try scored(model, judged.text, events, scores)
                }
            }
            try judge(model)
            guard isDynamic else { continue }
            progress("learning from \(first[0].text.name) by \(model.name)")
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
            report.further = [
                .init("lines_left_out", .integer(Set(texts.values.joined().flatMap(\.text.unreadableLines)).count))
            ]
        }
        return report.about(documents, by: groups)
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

/// A text to judge models on, of one group of documents where the result is grouped.
private struct JudgedText {
    let text: EvaluationText
    var group: CorpusGroups.Group?
}

/// Rows of perplexities: a model each, or a model and a group of documents.
private struct PerplexityRows {
    private let text: String
    private var table: ResultTable
    private var narrow: ResultTable
    private var remarks: [String] = []
    private var said: Set<String> = []
    private var perplexities: [Chart.Row] = []
    private var vocabularies: Set<String> = []
    private let isGrouped: Bool

    private static let columns = [
        "model", "split", "vocabulary_size", "events", "segments", "out_of_vocabulary", "out_of_vocabulary_rate",
        "zero_probability_events", "log10_likelihood", "perplexity", "perplexity_excluding_oov",
        "perplexity_excluding_eos", "perplexity_excluding_oov_and_eos", "cross_entropy_bits", "bits_per_character",
        "bits_per_character_is_lower_bound", "perplexity_low", "perplexity_high", "interval_unit", "interval_units",
    ]
    private static let narrowColumns = [
        "model", "perplexity", "without_<unk>", "without_</s>", "without_both", "bits/token", "bits/char",
    ]

    /// - Parameters:
    ///   - text: the split, or the name of a text from outside.
    ///   - groups: whose values stand in a first column.
    init(text: String, groups: CorpusGroups?) {
        self.text = text
        isGrouped = groups != nil
        let column = groups.map { [$0.column(beside: Self.columns)] } ?? []
        table = ResultTable(columns: column + Self.columns, names: Set(column))
        narrow = ResultTable(columns: column + Self.narrowColumns, names: Set(column))
    }

    mutating func append(
        _ model: any LanguageModel, _ evaluation: Evaluation, _ spelling: UnknownSpelling,
        _ interval: PerplexityInterval?, group: CorpusGroups.Group? = nil
    ) {
        let value = group.map { [$0.cell] } ?? []
        let shownValue = group.map { [$0.shownCell] } ?? []
        let place = group.map { "\(text) (\($0.label))" } ?? text
        let characters = Double(evaluation.characters)
        let bitsPerCharacter =
            evaluation.characters == 0 ? nil : (spelling.bits - evaluation.logLikelihood / M_LN2) / characters
        table.append(
            value + [
                .text(model.name), .text(text), .integer(model.vocabulary.size), .integer(evaluation.events),
                .integer(evaluation.segments), .integer(evaluation.outOfVocabulary),
                .of(evaluation.outOfVocabularyRate), .integer(evaluation.zeroProbabilityEvents),
                .of(evaluation.logLikelihood / M_LN10), .of(evaluation.perplexity),
                .of(evaluation.perplexityExcludingOutOfVocabulary), .of(evaluation.perplexityExcludingSegmentEnds),
                .of(evaluation.perplexityExcludingBoth), .of(evaluation.crossEntropyBits),
                .of(bitsPerCharacter), .bool(spelling.literalUnknowns > 0), .of(interval?.range.lowerBound),
                .of(interval?.range.upperBound), .of(interval?.units.kind.rawValue), .of(interval?.units.count),
            ])
        narrow.append(
            shownValue + [
                .text(model.name), .of(evaluation.perplexity), .of(evaluation.perplexityExcludingOutOfVocabulary),
                .of(evaluation.perplexityExcludingSegmentEnds), .of(evaluation.perplexityExcludingBoth),
                .of(evaluation.crossEntropyBits), .of(bitsPerCharacter),
            ])
        vocabularies.insert(model.vocabulary.hash)
        if let perplexity = evaluation.perplexity, perplexity.isFinite {
            let name = group.map { "\(model.name), \($0.label)" } ?? model.name
            perplexities.append(Chart.Row(name, perplexity, interval: interval?.range))
        }
        let percent = String(format: "%.1f", 100 * (evaluation.outOfVocabularyRate ?? 0))
        let remark =
            "\(place): \(NumberText.counted(evaluation.events, "event")) in "
            + "\(NumberText.counted(evaluation.segments, "segment")); vocabulary \(NumberText.grouped(model.vocabulary.size)) (\(model.vocabulary.rule)); "
            + "\(percent) % of \(place) is <unk>"
        add(remark)
        if evaluation.zeroProbabilityEvents > 0 {
            add(
                "\(model.name): \(NumberText.grouped(evaluation.zeroProbabilityEvents)) events have probability 0, "
                    + "so its perplexity is infinite; figures without <unk> leave them out too")
        }
        if spelling.literalUnknowns > 0 {
            let bound =
                "Bits per character are a lower bound: \(NumberText.counted(spelling.literalUnknowns, "token")) "
                + "\(spelling.literalUnknowns == 1 ? "is" : "are") <unk> in the text itself, so their spelling is unknown"
            add(bound)
        }
    }

    private mutating func add(_ remark: String) {
        if said.insert(remark).inserted { remarks.append(remark) }
    }

    /// - Parameter isCutAlike: whether all models were asked for the same tokens.
    func report(isCutAlike: Bool, provenance: Provenance) -> Report {
        var report = Report(
            "Perplexity on \(text)", rows: table,
            blocks: [.table(narrow, named: "perplexity"), .lines(remarks).only(.terminal)]
                + remarks.map { Report.Block.paragraph($0 + ".").only(.page) }, provenance: provenance)
        let areComparable = isCutAlike && vocabularies.count == 1 && !isGrouped
        if var chart = Chart.perplexities(perplexities, on: text, areComparable: areComparable) {
            // Of groups the table says more: they are of different texts.
            if isGrouped { chart.finding = "" }
            report.answer = chart.finding
            report.blocks.insert(.chart(chart, named: "perplexity").only(.page), at: 0)
        }
        return report
    }
}
