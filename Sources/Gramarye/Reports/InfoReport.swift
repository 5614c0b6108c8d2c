internal import Basics
internal import Counting
internal import LanguageModeling
public import Reporting
internal import Statistics
internal import Storage
internal import Tokenization

extension Corpus {
    /// What a database holds: documents, splits, n-grams by split and order, settings and models.
    ///
    /// - Parameters:
    ///   - chosen: of some documents what they hold alone; all where `nil`.
    ///   - limit: how many documents are listed; all where `nil`.
    public func infoReport(of chosen: Subcorpus? = nil, limit: Int? = nil) throws -> Report {
        if let chosen { return try infoReport(ofPart: chosen, limit: limit) }
        let documents = try store.documents()
        let splits = try store.splits()
        let records = try store.models()
        let models = try records.map { try ListedModel($0.metadata, isStale: store.isStale($0)) }
        let (bytes, schema) = (try store.byteCount(), try store.schemaVersion())
        let table = try ngramTable(of: .whole)
        let types = try store.typeCount()
        let withoutText = try store.documentsWithoutText()
        let migratedFrom = try store.migratedFrom()
        let keys = try store.metadataSummary()
        let provenance = try provenance()

        let listed = documents.prefix(limit ?? documents.count)
        var report = Report("What \(store.path) holds", rows: table, blocks: [], provenance: provenance)
        report.further = [
            .init("documents", .list(listed.map(\.value))), .init("splits", .list(splits.map(\.value))),
            .init("tokenizer", .text(tokenizer.description)),
            .init("tokenizer_fingerprint", .text(tokenizer.fingerprint)),
            .init("segments", .text(tokenizer.segments.rawValue)),
            .init("vocabulary_rule", .text(vocabularyRule.description)),
            .init("models", .list(models.map { $0.value(tokenizer) })),
            .init("metadata_keys", .list(keys.map { .text($0.key) })),
            .init("metadata", .list(keys.map(\.value))),
            .init("documents_without_text", .integer(withoutText)),
            .init("migrated_from", migratedFrom.map { .integer($0) } ?? .null),
            .init("schema", .integer(schema)), .init("bytes", .integer(bytes)),
        ]
        let settings: [(name: String, value: String)] = [
            (
                "tokens",
                holdsText
                    ? "\(tokenizer) (fingerprint \(tokenizer.fingerprint))"
                    : "decided by the first text; imported models have their own"
            ), ("vocabulary", holdsText ? "\(vocabularyRule)" : "decided by the first text"),
            ("models", models.isEmpty ? "none" : models.map(\.listed).joined(separator: ", ")),
            ("text", Self.told(documents: documents.count, withoutText: withoutText)),
            ("metadata", keys.isEmpty ? "none" : shortened(keys.map(\.told))),
            ("database", "schema \(schema), \(NumberText.grouped(bytes)) bytes"),
        ]
        let tokens = splits.reduce(0) { $0 + $1.tokens }
        report.answer =
            "\(NumberText.counted(documents.count, "document")) with \(NumberText.counted(tokens, "token")) of "
            + "\(NumberText.counted(types, "type"))."
        let names = ResultTable(listed, of: documents.count)
        report.blocks = [
            .lines(
                ["documents"] + listed.map { "  \($0.name)  \($0.extent)" } + ["splits"]
                    + splits.map { "  \($0.split.name)  \($0.extent)" }
            ).only(.terminal),
            .paragraph(holdsText ? "\(tokenizer.sentences) \(vocabularyRule.sentence)" : "There is no text yet.").only(
                .page),
            .heading("Documents").only(.page), .table(names, named: "documents").only(.page),
        ]
        if !keys.isEmpty {
            report.blocks += [
                Report.Block.heading("Metadata").only(.page), .table(keys.table, named: "metadata").only(.page),
            ]
        }
        if !models.isEmpty {
            report.blocks += [
                Report.Block.heading("Models").only(.page),
                .table(models.table(tokenizer), named: "models").only(.page),
            ]
        }
        report.blocks += [
            .heading("Splits").only(.page), .table(splits.table, named: "splits").only(.page),
            .heading("N-grams").only(.page), .table(table, named: "ngrams").attached,
            Report.Block.lines(
                settings.map { $0.name + String(repeating: " ", count: 12 - $0.name.count) + $0.value }
            ).only(.terminal).attached, .table(settings.table, named: "settings").only(.page),
        ]
        if holdsText {
            report.terms = [.segment] + (tokenizer.segments == .auto ? [.automatic] : []) + [.split]
        }
        if listed.count < documents.count {
            report.notes = [
                "\(NumberText.grouped(listed.count)) of \(NumberText.counted(documents.count, "document"))"
            ]
        }
        let stale = models.filter(\.isStale).map(\.record.name)
        if !stale.isEmpty {
            report.notes.append(
                "\(NumberText.counted(stale.count, "model")) made of another train split than there is now: "
                    + shortened(stale))
        }
        if let migratedFrom {
            report.notes.append(
                "migrated from schema \(migratedFrom): what was read in before has no text here, and counts of all splits "
                    + "leave out the n-grams that a cut inside a segment separates")
        }
        return report
    }

    /// Whether the text is kept, for people.
    private static func told(documents: Int, withoutText: Int) -> String {
        if documents == 0 { return "none" }
        if withoutText == 0 { return "kept" }
        return withoutText == documents
            ? "not kept" : "kept, but not of \(NumberText.grouped(withoutText)) of the documents"
    }
}

extension [(name: String, value: String)] {
    fileprivate var table: ResultTable {
        var table = ResultTable(columns: ["setting", "value"])
        for (name, value) in self { table.append([.text(name), .text(value)]) }
        return table
    }
}

/// A model as a list of models shows it.
private struct ListedModel {
    let record: ModelSummary
    let direction: ReadingDirection
    /// Its own, of an imported model.
    let tokenizer: TokenizerSettings?
    /// Whether it was made of another train split; imported models never were.
    let isStale: Bool

    init(_ metadata: ModelMetadata, isStale: Bool) throws {
        record = metadata.record
        direction = metadata.direction
        tokenizer = try metadata.tokenizer()
        self.isStale = isStale
    }

    /// `net (network)`, `back (ngram, reversed)`.
    var listed: String {
        "\(record.name) (\(record.kind)\(direction == .backward ? ", reversed" : "")\(isStale ? ", stale" : "")"
            + "\(record.trainedPart.map { ", of \($0.told)" } ?? "")"
            + "\(tokenizer.map { ", imported, for tokens \($0)" } ?? ""))"
    }

    func value(_ corpus: TokenizerSettings) -> Value {
        .object([
            .init("name", .text(record.name)), .init("kind", .text(record.kind)),
            .init("direction", .text(direction.rawValue)), .init("stale", .bool(isStale)),
            .init("imported", .bool(record.isImported)),
            .init("tokenizer", .text((tokenizer ?? corpus).description)),
            .init("documents", .of(record.trainedPart?.ids.count)), .init("where", .of(record.trainedPart?.condition)),
        ])
    }
}

extension [ListedModel] {
    func table(_ corpus: TokenizerSettings) -> ResultTable {
        var table = ResultTable(columns: [
            "name", "kind", "direction", "stale", "imported", "tokenizer", "documents", "where",
        ])
        for model in self {
            guard case .object(let fields) = model.value(corpus) else { continue }
            table.append(fields.map(\.value))
        }
        return table
    }
}

extension ResultTable {
    /// - Parameter total: how many documents there are.
    init(_ documents: some Collection<DocumentRecord>, of total: Int) {
        self.init(columns: ["document", "tokens", "segments", "characters", "bytes", "ingested_at"])
        for document in documents { append(document.row) }
        self.total = total
    }
}

extension DocumentRecord {
    var tokenCount: Int { tokens.values.reduce(0, +) }
    var segmentCount: Int { segments.values.reduce(0, +) }

    var extent: String {
        "\(NumberText.counted(tokenCount, "token")), \(NumberText.counted(segmentCount, "segment"))"
    }

    fileprivate var row: [Value] {
        [
            .text(name), .integer(tokenCount), .integer(segmentCount), .integer(characters), .integer(bytes),
            .text(ingestedAt),
        ]
    }

    var value: Value {
        .object([
            .init("name", .text(name)), .init("sha256", .text(sha256)), .init("bytes", .integer(bytes)),
            .init("characters", .integer(characters)), .init("ingested_at", .text(ingestedAt)),
            .init("tokens", .integer(tokenCount)), .init("segments", .integer(segmentCount)),
        ])
    }
}

extension SplitSummary {
    var extent: String {
        "\(NumberText.counted(tokens, "token")), \(NumberText.counted(segments, "segment")), "
            + NumberText.counted(characters, "character")
    }

    fileprivate var row: [Value] {
        [.text(split.name), .integer(documents), .integer(segments), .integer(tokens), .integer(characters)]
    }

    var value: Value {
        .object(zip([SplitSummary].columns, row).map { Value.Field($0, $1) })
    }
}

extension [SplitSummary] {
    fileprivate static let columns = ["split", "documents", "segments", "tokens", "characters"]

    var table: ResultTable {
        var table = ResultTable(columns: Self.columns)
        for split in self { table.append(split.row) }
        return table
    }
}
