internal import Foundation
public import LanguageModeling
public import Reporting
internal import Storage
internal import Tokenization

extension [Corpus] {
    /// Models of several databases on the same text: bits per character alone, because all other figures depend on the
    /// tokens. Chart `bits`.
    ///
    /// - Parameters:
    ///   - names: a database that has not all of them has rows for the others; the usual ones where none is given.
    ///   - rule: of the vocabulary of models that are estimated; `nil` for each database's.
    ///   - progress: called with what is being done.
    /// - Throws: `CorpusError.differentText`, and as `Corpus.comparisonReport`.
    public func comparisonReport(
        of names: [ModelName] = [], rule: VocabularyRule? = nil, _ settings: ComparisonSettings = ComparisonSettings(),
        progress: (String) -> Void = { _ in }
    ) throws -> Report {
        let split = settings.judge
        for other in dropFirst() { try self[0].requireSameText(as: other, in: split) }
        let saved = try map { Set(try $0.store.models().map(\.name)) }
        try refuseUnknown(names, saved)
        let read = try zip(self, saved).map { corpus, saved in
            let shelf = ModelShelf(corpus, rule: rule, threads: settings.threads)
            let comparison = try corpus.comparison(in: shelf.vocabulary(), judgedBy: split)
            let wanted = try names.isEmpty ? corpus.usualComparedModels() : names.filter { $0.isMade(by: saved) }
            shelf.prepare(wanted, isFitted: settings.isDynamic)
            let spelling = try corpus.unknownSpelling(of: split, in: comparison.vocabulary)
            let identity = try corpus.textIdentity(of: split)
            return (
                corpus: corpus, shelf: shelf, comparison: comparison, wanted: wanted, spelling: spelling,
                identity: identity
            )
        }
        if settings.isDynamic, try !read.contains(where: { try $0.shelf.hasNetwork($0.wanted) }) {
            throw ModelError.nothingLearns
        }
        // Writers need not wait until all is made and scored.
        for corpus in self { corpus.store.endSnapshot() }
        var rows = DatabaseRows(
            split: split, databases: map(\.store.path), characters: read[0].identity.characters)
        var notes: [String] = []
        for (corpus, shelf, empty, wanted, spelling, identity) in read {
            var comparison = empty
            try shelf.add(wanted, to: &comparison, settings, progress: progress) { notes.append("left out: \($0)") }
            let edgeSpaces = identity.edgeSpaces
            if edgeSpaces > 0 {
                notes.append(
                    "\(corpus.store.path) also predicts \(NumberText.grouped(edgeSpaces)) spaces at the ends of "
                        + "segments, so its bits per character are an upper bound")
            }
            rows.rows += comparison.models.map { model in
                DatabaseRows.Row(
                    corpus: corpus, model: model, bits: spelling.bits - model.test.reduce(0, +) / M_LN2,
                    events: comparison.valid.count + comparison.test.count,
                    isLowerBound: spelling.literalUnknowns > 0, isUpperBound: edgeSpaces > 0)
            }
        }
        var provenance = Provenance(version: gramaryeVersion)
        provenance.database = map(\.store.path).joined(separator: " ")
        if rows.rows.contains(where: \.isLowerBound) {
            notes.append(
                "where tokens are <unk> in the text itself, bits per character are a lower bound: their spelling is unknown"
            )
        }
        var report = rows.report(hash: read[0].identity.hash, provenance: provenance)
        report.notes = notes
        return report
    }

    /// A name that no database knows is an error, one that some know is looked up there.
    private func refuseUnknown(_ names: [ModelName], _ saved: [Set<String>]) throws {
        for name in names where !saved.contains(where: name.isMade) {
            guard
                case .saved(let missing) = name.components.first(where: { !ModelName(components: [$0]).isMade(by: []) })
            else { continue }
            throw ModelNameError.unknownModel(missing, saved: Set(saved.flatMap { $0 }).sorted())
        }
    }
}

/// Rows of models of several databases.
private struct DatabaseRows {
    let split: Split
    let databases: [String]
    let characters: Int
    var rows: [Row] = []

    struct Row {
        let corpus: Corpus
        let model: ComparedModel
        /// −log₂ P of the text, unknown words spelled out.
        let bits: Double
        /// How many were scored.
        let events: Int
        let isLowerBound: Bool
        let isUpperBound: Bool
    }

    private var table: ResultTable {
        var table = ResultTable(columns: [
            "database", "model", "tokens", "context", "order", "parameters", "bytes", "training_seconds",
            "tokens_per_second", "bits_per_character", "bits_per_character_is_lower_bound",
            "bits_per_character_is_upper_bound",
        ])
        for row in rows {
            let scope = row.model.contextScope
            table.append([
                .text(row.corpus.store.path), .text(row.model.name), .text(row.corpus.tokenizer.nameOfTokens),
                .text(scope.label), .of(scope.order), .integer(row.model.parameterCount),
                .integer(row.model.byteCount), .of(row.model.trainingSeconds),
                .of(row.model.scoringSeconds > 0 ? Double(row.events) / row.model.scoringSeconds : nil),
                .of(row.bits / Double(characters)), .bool(row.isLowerBound), .bool(row.isUpperBound),
            ])
        }
        return table
    }

    func report(hash: String, provenance: Provenance) -> Report {
        let table = table
        var narrow = ResultTable(columns: ["database", "model", "tokens", "parameters", "training_s", "bits/char"])
        for row in table.rows { narrow.append([row[0], row[1], row[2], row[5], row[7], row[9]]) }
        var report = Report(
            "Databases compared on \(split.name)", rows: table,
            blocks: [
                .chart(chart, named: "bits").only(.page), .table(narrow, named: "comparison"),
                .paragraph(summary).only(.terminal),
            ], provenance: provenance)
        report.answer = summary
        report.further = [
            .init(
                "text",
                .object([
                    .init("split", .text(split.name)), .init("characters", .integer(characters)),
                    .init("hash", .text(hash)),
                ])), .init("summary", .text(summary)),
        ]
        return report
    }

    private var chart: Chart {
        let finite = rows.filter(\.bits.isFinite).sorted { $0.bits < $1.bits }
        return Chart.rows(
            title: "Bits per character on \(split.name)", value: .init("bits per character"),
            finite.prefix(40).enumerated().map { place, row in
                Chart.Row(
                    "\(row.model.name), \(row.corpus.store.path)", row.bits / Double(characters),
                    isEmphasized: place == 0)
            })
    }

    private var summary: String {
        let text = "The \(split.name) splits are the same text of \(NumberText.grouped(characters)) characters."
        let best = databases.compactMap { database in
            rows.filter { $0.corpus.store.path == database && $0.bits.isFinite }.min { $0.bits < $1.bits }
        }.sorted { $0.bits < $1.bits }
        guard let first = best.first else { return text }
        let others = best.dropFirst().map { other in
            "the best model of \(other.corpus.store.path), \(other.model.name), needs "
                + "\(NumberText.rounded(other.bits / Double(characters)))"
        }
        let found =
            "\(first.model.name) of \(first.corpus.store.path) needs the fewest bits per character, "
            + NumberText.rounded(first.bits / Double(characters))
        return ([found] + others).joined(separator: "; ") + ". " + text
    }
}

extension ModelName {
    /// Whether all its parts are estimated or among the saved models of a database.
    fileprivate func isMade(by saved: Set<String>) -> Bool {
        components.allSatisfy { if case .saved(let name) = $0 { saved.contains(name) } else { true } }
    }
}
