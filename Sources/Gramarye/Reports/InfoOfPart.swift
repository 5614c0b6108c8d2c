internal import Counting
public import Reporting
internal import Statistics
internal import Storage
internal import Tokenization

extension Corpus {
    /// What some documents hold: the same rows as of the whole corpus, counted.
    func infoReport(ofPart chosen: Subcorpus, limit: Int?) throws -> Report {
        let table = try ngramTable(of: CorpusPart(documents: chosen))
        let records = try Dictionary(uniqueKeysWithValues: store.documents().map { ($0.id, $0) })
        let documents = chosen.documents.compactMap { records[$0.id] }
        let splits = try Split.allCases.map { split in
            SplitSummary(
                split: split, documents: documents.count { $0.segments[split] ?? 0 > 0 },
                segments: documents.reduce(0) { $0 + ($1.segments[split] ?? 0) },
                tokens: documents.reduce(0) { $0 + ($1.tokens[split] ?? 0) },
                characters: try store.tokens(ofDocuments: chosen.ids, splits: [split]).characterCount)
        }
        let provenance = try provenance(of: chosen)
        let listed = documents.prefix(limit ?? documents.count)
        var report = Report("What \(store.path) holds", rows: table, blocks: [], provenance: provenance)
        report.further = [
            .init("documents", .list(listed.map(\.value))), .init("splits", .list(splits.map(\.value))),
            .init("tokenizer", .text(tokenizer.description)),
            .init("tokenizer_fingerprint", .text(tokenizer.fingerprint)),
        ]
        let tokens = splits.reduce(0) { $0 + $1.tokens }
        report.answer =
            "\(NumberText.counted(documents.count, "document")) with \(NumberText.counted(tokens, "token"))."
        let names = ResultTable(listed, of: documents.count)
        report.blocks = [
            .lines(
                ["documents"] + listed.map { "  \($0.name)  \($0.extent)" } + ["splits"]
                    + splits.map { "  \($0.split.name)  \($0.extent)" }
            ).only(.terminal),
            .heading("Splits").only(.page), .table(splits.table, named: "splits").only(.page),
            .heading("N-grams").only(.page), .table(table, named: "ngrams").attached,
            .heading("Documents").only(.page), .table(names, named: "documents").only(.page),
        ]
        report = report.about(chosen)
        if listed.count < documents.count {
            report.notes.insert(
                "\(NumberText.grouped(listed.count)) of \(NumberText.counted(documents.count, "document"))", at: 0)
        }
        return report
    }

    /// What each group of documents holds: the rows of ``infoReport(of:limit:)`` of each, its value in a first column.
    ///
    /// - Parameters:
    ///   - key: of the documents' metadata, or `document`, or `split`.
    ///   - part: of the corpus, all of it by default.
    public func infoReport(by key: String, of part: CorpusPart = .whole) throws -> Report {
        let groups = try groups(of: part, by: key)
        let tables = try groups.groups.map { (group: $0, result: try ngramTable(of: $0.part)) }
        let provenance = try provenance(of: part.documents, by: groups.key)
        let columns = ["documents", "tokens", "types", "hapaxes"]
        let column = groups.column(beside: columns)
        var shown = ResultTable(columns: [column] + columns, names: [column])
        let total = part.documents?.documents.count
        for (group, table) in tables {
            // The first row is that of words in all splits of the group.
            let documents = group.part.documents?.documents.count ?? total
            shown.append([group.shownCell, .of(documents)] + (table.rows.first?.dropFirst(2) ?? []))
        }
        let report = Report(
            "What \(store.path) holds", rows: ResultTable(groups, of: tables), blocks: [.table(shown, named: "groups")],
            provenance: provenance)
        return report.about(part.documents, by: groups)
    }

    /// Tokens, types and hapaxes by split and order.
    func ngramTable(of part: CorpusPart) throws -> ResultTable {
        var table = ResultTable(columns: ["split", "order", "tokens", "types", "hapaxes"])
        let whole = part.hasAllSplits ? [("all", part.splits)] : []
        let parts = whole + Split.allCases.filter(part.splits.contains).map { ($0.name, [$0]) }
        for (name, splits) in parts {
            let part = CorpusPart(splits: splits, documents: part.documents)
            let isStored = StoredPart(part) != nil
            let stream = try isStored ? nil : tokens(of: part)
            for order in CorpusStore.storedOrders {
                let spectrum =
                    try stream.map { FrequencySpectrum(of: $0, order: order) }
                    ?? frequencySpectrum(order: order, of: part)
                table.append([
                    .text(name), .integer(order), .integer(spectrum.tokens), .integer(spectrum.types),
                    .integer(spectrum.hapaxLegomena),
                ])
            }
        }
        return table
    }
}
