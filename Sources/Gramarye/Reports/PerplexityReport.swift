internal import Basics
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
        let prepared = Mutex<Result<Provenance, any Error>?>(nil)
        let spellings = ModelSpellings(self)
        let (isSplit, documents, key) = (source.isSplit, source.documents, source.key)
        func read() throws -> [JudgedText] {
            try together(threads: threads) {
                try cut(for: wanted[0])
            } beside: { [self] in
                prepare(wanted, isFitted: isDynamic)
                prepared.withLock {
                    $0 = Result {
                        // The types of a split are read with it.
                        if !isSplit { try spellings.prepare(wanted) }
                        return try corpus.provenance(rule: rule, of: documents, by: key, isLast: !isSplit)
                    }
                }
            }
        }
        // A split is read from the database. A pipe may take its time, and writers need not wait for it.
        func readSplit() throws -> [JudgedText] {
            let texts = try read()
            try spellings.prepare(wanted, types: texts[0].text.types)
            return texts
        }
        let first = try source.isSplit ? corpus.store.holding(readSplit) : read()
        if isSplit { corpus.store.endSnapshot() }
        guard var provenance = try prepared.withLock({ $0 })?.get() else {
            preconditionFailure("what is done beside ends before")
        }
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
                    let words = map ?? model.vocabulary.map(of: judged.text.types, threads: threads)
                    map = words
                    let events = judged.text.events(mappedBy: words, threads: threads)
                    let scores = model.logProbabilities(of: events, threads: threads)
                    let measured = Mutex<(Evaluation, PerplexityInterval?)?>(nil)
                    let spelling = try together(threads: threads) {
                        try judged.text.unknownSpelling(in: events, threads: threads) {
                            try spellings.spelling(of: name, model.vocabulary)
                        }
                    } beside: { [threads] in
                        let evaluation = Evaluation(of: events, logProbabilities: scores, threads: threads)
                        let interval = events.perplexityInterval(scores, threads: threads)
                        measured.withLock { $0 = (evaluation, interval) }
                    }
                    guard let (evaluation, interval) = measured.withLock({ $0 }) else {
                        preconditionFailure("what is done beside ends before")
                    }
                    rows.append(model, evaluation, spelling, interval, group: judged.group)
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
