internal import ArgumentParser
internal import Gramarye
internal import Reporting

struct InfoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Show what a database holds: documents, splits, tokens and types, settings, models.",
        discussion: """
            EXAMPLES
              gram info moby.db
              gram info moby.db --format json
            """)

    @Argument(help: "The database.")
    var database: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let corpus = try Corpus(path: database)
        let store = corpus.store
        let documents = try store.documents()
        let splits = try store.splits()
        var table = ResultTable(columns: ["split", "order", "tokens", "types", "hapaxes"])
        var progress = ProgressLine("counting", unit: "tables")
        for (done, (split, order)) in Self.tables.enumerated() {
            progress.update(done: done, of: Self.tables.count)
            let spectrum = try corpus.frequencySpectrum(order: order, splits: split.splits)
            table.append([
                .text(split.rawValue), .integer(order), .integer(spectrum.tokens), .integer(spectrum.types),
                .integer(spectrum.entries.first { $0.frequency == 1 }?.types ?? 0),
            ])
        }
        progress.finish()
        let models = try store.models()
        let bytes = try store.byteCount()
        let schema = try store.schemaVersion()
        let further: [Value.Field] = [
            .init("documents", .list(documents.map(\.value))),
            .init("splits", .list(splits.map(\.value))),
            .init("tokenizer", .text(corpus.tokenizer.description)),
            .init("tokenizer_fingerprint", .text(corpus.tokenizer.fingerprint)),
            .init("segments", .text(corpus.tokenizer.segments.rawValue)),
            .init("vocabulary_rule", .text(corpus.vocabularyRule.description)),
            .init(
                "models", .list(models.map { .object([.init("name", .text($0.name)), .init("kind", .text($0.kind))]) })),
            .init("schema", .integer(schema)), .init("bytes", .integer(bytes)),
        ]
        var people: [String] = ["documents"]
        for document in documents.prefix(20) {
            people.append(
                "  \(document.name)  \(NumberText.counted(document.tokens.values.reduce(0, +), "token")), "
                    + NumberText.counted(document.segments.values.reduce(0, +), "segment"))
        }
        if documents.count > 20 {
            people.append("  20 of \(NumberText.grouped(documents.count)); --format json lists all")
        }
        people += ["splits"]
        for split in splits {
            people.append(
                "  \(split.split.name)  \(NumberText.counted(split.tokens, "token")), "
                    + "\(NumberText.counted(split.segments, "segment")), "
                    + NumberText.counted(split.characters, "character"))
        }
        people += TextTable(table).lines
        people += [
            "tokens      \(corpus.tokenizer) (fingerprint \(corpus.tokenizer.fingerprint))",
            "vocabulary  \(corpus.vocabularyRule)",
            "models      \(models.isEmpty ? "none" : models.map { "\($0.name) (\($0.kind))" }.joined(separator: ", "))",
            "database    schema \(schema), \(NumberText.grouped(bytes)) bytes",
        ]
        ResultWriter(format: output.format, provenance: try corpus.provenance()).write(
            table, further: further, people: people)
    }

    private static let tables = SplitChoice.allCases.flatMap { split in (1...3).map { (split, $0) } }
}

extension DocumentRecord {
    fileprivate var value: Value {
        .object([
            .init("name", .text(name)), .init("sha256", .text(sha256)), .init("bytes", .integer(bytes)),
            .init("characters", .integer(characters)), .init("ingested_at", .text(ingestedAt)),
            .init("tokens", .integer(tokens.values.reduce(0, +))),
            .init("segments", .integer(segments.values.reduce(0, +))),
        ])
    }
}

extension SplitSummary {
    fileprivate var value: Value {
        .object([
            .init("split", .text(split.name)), .init("documents", .integer(documents)),
            .init("segments", .integer(segments)), .init("tokens", .integer(tokens)),
            .init("characters", .integer(characters)),
        ])
    }
}
