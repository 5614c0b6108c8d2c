internal import Basics
internal import Foundation
package import LanguageModeling
package import Reporting
package import Tokenization

extension ModelShelf {
    /// How surprising each word of texts is to models: a row for each word and model; chart `surprisal`.
    ///
    /// Each item is read from its beginning: no history is carried from one to the next.
    ///
    /// - Parameters:
    ///   - names: the usual ones where none is given.
    ///   - name: of the file that the texts are from, for notes and errors.
    ///   - leavingOutUnreadable: whether items that cannot be tokenized have no surprisal; else they are an error.
    ///   - showsSegmentEnds: whether `</s>` has rows too.
    ///   - showsWords: whether the words of a page say what the model was asked.
    ///   - progress: called with what is being made.
    ///   - eachRows: called with rows as they come, some thousand at a time; the report has none of them then, and nothing
    ///     of single words, so that a long text needs little memory.
    ///   - stimuli: the texts, asked for once for each tokenizer that one of the models was made for.
    /// - Throws: `ModelError`, `StimuliError`, `CorpusError.noTokens`, `TextError`.
    package func surprisalReport(
        of names: [ModelName] = [], named name: String, leavingOutUnreadable: Bool = false,
        unknown: UnknownWordRule = .spell, showsSegmentEnds: Bool = false, showsWords: Bool = false,
        progress: (String) -> Void = { _ in }, eachRows: ((ResultTable) throws -> Void)? = nil,
        stimuli: (TokenizerSettings) throws -> StimuliFile
    ) throws -> Report {
        var notes: [String] = []
        let wanted = try names.isEmpty ? usualModels(judgedOnSplits: false) { notes.append("left out: \($0)") } : names
        prepare([])
        // Models that texts are cut alike for stand in one table.
        var parts: [(tokenizer: TokenizerSettings, rows: SurprisalRows)] = []
        for model in wanted {
            // What is wrong with the text is said before models are made.
            let tokenizer = try tokenizer(of: model)
            if parts.contains(where: { $0.tokenizer == tokenizer }) { continue }
            let file = try stimuli(tokenizer)
            let read = try ReadStimuli(file, by: tokenizer, named: name, leavingOutUnreadable: leavingOutUnreadable)
            let rows = SurprisalRows(
                file: file, read: read, tokens: try corpus.trainTokenCount(),
                counts: try corpus.trainCounts(ofSequences: read.spellings), showsSegmentEnds: showsSegmentEnds)
            parts.append((tokenizer, rows))
        }
        prepare(wanted)
        let spelled = try corpus.spelledTypes()
        var provenance = try corpus.provenance(rule: rule)
        var spellings: [String: SpellingModel] = [:]
        var rules: Set<String> = []
        // Part by part, as the rows stand in the table.
        let inOrder = try parts.flatMap { part in try wanted.filter { try tokenizer(of: $0) == part.tokenizer } }
        // Rows that are given away cannot be taken back: what is wrong with a model is said before the first.
        var made: [(name: ModelName, model: any LanguageModel)] = []
        for name in eachRows == nil ? [] : inOrder {
            progress("making \(name)")
            made.append((name, try model(name)))
            guard made[made.count - 1].model.isNormalized else { throw ModelError.notNormalized("\(name)", .surprisal) }
        }
        for (number, name) in inOrder.enumerated() {
            progress("making \(name)")
            let model = try made.isEmpty ? model(name) : made[number].model
            rules.insert(model.vocabulary.rule.description)
            notes += model.notes.map { "\(name): \($0)" }
            if let note = ruleNote(of: name, by: model.vocabulary.rule) { notes.append(note) }
            notes += try partNotes(of: [name])
            guard model.isNormalized else { throw ModelError.notNormalized(model.name, .surprisal) }
            if let note = try tokenizerNote(of: name) { notes.append(note) }
            let isImported = try isImported(name)
            let key = "\(isImported)\(model.vocabulary.hash)"
            let spelling =
                spellings[key]
                ?? (isImported
                    ? SpellingModel(ofWordsOf: model.vocabulary) : spelled.spellingModel(in: model.vocabulary))
            spellings[key] = spelling
            let meter = SurprisalMeter(model, spelling: spelling, unknown: unknown)
            let tokenizer = try tokenizer(of: name)
            guard let part = parts.firstIndex(where: { $0.tokenizer == tokenizer }) else { continue }
            let surprisals = meter.surprisals(of: parts[part].rows.stimuli)
            if let eachRows {
                progress("")
                try parts[part].rows.give(model, surprisals, unknown: unknown, eachRows)
            } else {
                parts[part].rows.append(model, surprisals, unknown: unknown, showsWords: showsWords)
            }
        }
        provenance.name(Set(parts.map(\.tokenizer)))
        provenance.name(rules: rules)
        if eachRows != nil {
            return Self.report(of: parts.map(\.rows), notes: notes, provenance: provenance)
        }
        return Self.report(
            parts.map { ($0.rows, $0.tokenizer.tokenSeparator) }, notes: notes, provenance: provenance)
    }

    /// What is said of rows that were given away.
    private static func report(of parts: [SurprisalRows], notes: [String], provenance: Provenance) -> Report {
        var report = Report("Surprisal of a text", rows: parts[0].table, blocks: [], provenance: provenance)
        report.notes = notes + remarks(of: parts)
        return report
    }

    private static func remarks(of parts: [SurprisalRows]) -> [String] {
        parts.flatMap(\.notes).reduce(into: []) { remarks, note in
            if !remarks.contains(note) { remarks.append(note) }
        }
    }

    private static func report(
        _ read: [(rows: SurprisalRows, separator: String)], notes: [String], provenance: Provenance
    ) -> Report {
        let parts = read.map(\.rows)
        var table = parts[0].table
        for row in parts.dropFirst().flatMap(\.table.rows) { table.append(row) }
        let remarks = remarks(of: parts)
        var report = Report(
            "Surprisal of a text", rows: table,
            blocks: read.flatMap { $0.rows.readingBlocks(separator: $0.separator) } + parts.flatMap(\.blocks),
            provenance: provenance)
        report.answer = parts.compactMap(\.answer).first ?? ""
        if let chart = parts.lazy.compactMap(\.chart).first {
            report.blocks.append(.chart(chart, named: "surprisal").only(.page))
        }
        report.further = [.init("notes", .of(remarks))]
        report.notes = notes + remarks
        return report
    }
}

extension ReadStimuli {
    /// Ties the words of a file's texts to tokens.
    fileprivate init(
        _ file: StimuliFile, by settings: TokenizerSettings, named name: String, leavingOutUnreadable: Bool
    ) throws {
        var settings = settings
        // A segment of the corpus stays one, whatever its layout.
        if file.isOfCorpus { settings.segments = .document }
        let tokenizer = try StimulusTokenizer(settings)
        var refused: [(item: String, error: TextError)] = []
        for (index, stimulus) in file.stimuli.enumerated() {
            if file.unreadable.contains(index) {
                unreadable[stimuli.count, default: []].append(stimulus.item)
                continue
            }
            do {
                stimuli.append(try tokenizer.tokenize(stimulus))
                sources.append(index)
            } catch let error as TextError where leavingOutUnreadable {
                unreadable[stimuli.count, default: []].append(stimulus.item)
                refused.append((stimulus.item, error))
            } catch let error as TextError where file.stimuli.count > 1 {
                throw StimuliError.unreadable(file: name, item: stimulus.item, error)
            }
        }
        if let first = refused.first {
            notes.append(
                "\(name): \(NumberText.counted(refused.count, "item")) without surprisal; "
                    + first.error.fact(ofItem: first.item))
        }
        let empty = stimuli.first { $0.tokens.isEmpty }
        if let empty, stimuli.count > 1 { throw StimuliError.noTokens(file: name, item: empty.item) }
        guard empty == nil, !file.stimuli.isEmpty else { throw CorpusError.noTokens(name) }
    }

    /// The tokens of each word.
    fileprivate var spellings: Set<[String]> {
        Set(stimuli.flatMap { stimulus in stimulus.words.map { stimulus.spelling(of: $0) } })
    }
}

extension TextError {
    /// The fact of an item, whose lines are not those of the file.
    package func fact(ofItem item: String) -> String {
        guard case .literalMarker(let marker, _) = self else { return "item \(item): \(fact)" }
        return "item \(item) has the token \(marker), which marks the bounds of segments"
    }
}
