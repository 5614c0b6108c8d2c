internal import ArgumentParser
internal import Foundation
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
              gram info moby.db --curve lstm           how the training of a network went
              gram info moby.db --curve lstm --svg curve.svg
            """)

    @Argument(help: "The database.")
    var database: String

    @Option(help: ArgumentHelp("Show the learning curve of a network instead.", valueName: "NETWORK"))
    var curve: String?

    @Option(help: ArgumentHelp("Write the learning curve as SVG.", valueName: "FILE"))
    var svg: String?

    @Option(
        parsing: .unconditional,
        help: "List at most so many documents; 0 lists all. (default: 20 for people, all for programs)")
    var limit: Int?

    @OptionGroup var output: OutputOptions

    func validate() throws {
        if let limit, limit < 0 {
            throw ValidationError("--limit is \(limit); give 0 for all documents or a positive number.")
        }
        if svg != nil && curve == nil { throw ValidationError("--svg is for a learning curve; add --curve NETWORK.") }
    }

    func run() throws {
        let corpus = try Corpus(path: database, access: .snapshot, needsText: false)
        if let curve { return try showCurve(of: curve, in: corpus) }
        let store = corpus.store
        let documents = try store.documents()
        let listed = documents.prefix((limit ?? (output.format == .table ? 20 : 0)).nonzero ?? documents.count)
        let splits = try store.splits()
        let text = try Dictionary(uniqueKeysWithValues: Split.allCases.map { ($0, try store.tokens(of: $0).ids) })
        let models = try store.models()
        let tokenizers = try models.map { try $0.tokenizer() }
        let train = models.isEmpty ? "" : try store.fingerprint(of: .train)
        let bytes = try store.byteCount()
        let schema = try store.schemaVersion()
        let provenance = try corpus.provenance()
        var table = ResultTable(columns: ["split", "order", "tokens", "types", "hapaxes"])
        var progress = ProgressLine("counting", unit: "tables")
        for (done, (split, order)) in Self.tables.enumerated() {
            progress.update(done: done, of: Self.tables.count)
            let ids = Split.allCases.filter(split.splits.contains).flatMap { text[$0] ?? [] }
            let spectrum = FrequencySpectrum(withoutMarkers: countNgrams(in: ids, order: order))
            table.append([
                .text(split.rawValue), .integer(order), .integer(spectrum.tokens), .integer(spectrum.types),
                .integer(spectrum.entries.first { $0.frequency == 1 }?.types ?? 0),
            ])
        }
        progress.finish()
        let further: [Value.Field] = [
            .init("documents", .list(listed.map(\.value))),
            .init("splits", .list(splits.map(\.value))),
            .init("tokenizer", .text(corpus.tokenizer.description)),
            .init("tokenizer_fingerprint", .text(corpus.tokenizer.fingerprint)),
            .init("segments", .text(corpus.tokenizer.segments.rawValue)),
            .init("vocabulary_rule", .text(corpus.vocabularyRule.description)),
            .init(
                "models",
                .list(
                    zip(models, tokenizers).map { model, tokenizer in
                        .object([
                            .init("name", .text(model.name)), .init("kind", .text(model.kind)),
                            .init("direction", .text(model.direction.rawValue)),
                            .init("stale", .bool(model.isStale(train))),
                            .init("imported", .bool(model.isImported)),
                            .init("tokenizer", .text((tokenizer ?? corpus.tokenizer).description)),
                        ])
                    })),
            .init("schema", .integer(schema)), .init("bytes", .integer(bytes)),
        ]
        var people: [String] = ["documents"]
        for document in listed {
            people.append(
                "  \(document.name)  \(NumberText.counted(document.tokens.values.reduce(0, +), "token")), "
                    + NumberText.counted(document.segments.values.reduce(0, +), "segment"))
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
            corpus.holdsText
                ? "tokens      \(corpus.tokenizer) (fingerprint \(corpus.tokenizer.fingerprint))"
                : "tokens      for a text to decide; imported models have their own",
            "vocabulary  \(corpus.holdsText ? "\(corpus.vocabularyRule)" : "for a text to decide")",
            "models      \(models.isEmpty ? "none" : zip(models, tokenizers).map { $0.listed(train, $1) }.joined(separator: ", "))",
            "database    schema \(schema), \(NumberText.grouped(bytes)) bytes",
        ]
        ResultWriter(format: output.format, provenance: provenance).write(
            table, further: further, people: people)
        if listed.count < documents.count, [.table, .json].contains(output.format) {
            Console.note(
                "\(NumberText.grouped(listed.count)) of \(NumberText.counted(documents.count, "document")); "
                    + "--limit 0 lists all")
        }
    }

    private func showCurve(of name: String, in corpus: Corpus) throws {
        guard try corpus.store.model(named: name) != nil else {
            throw ModelNameError.unknownModel(name, saved: try corpus.store.models().map(\.name))
        }
        let epochs = try corpus.store.epochs(ofModel: name)
        guard !epochs.isEmpty else {
            throw CommandError(
                "'\(name)' has no learning curve", cause: "It was not trained in this database epoch by epoch.",
                remedy: "Name a network that gram train made.", kind: .badData)
        }
        var table = ResultTable(columns: [
            "epoch", "train_perplexity", "valid_perplexity", "seconds", "learning_rate", "gradient_norm",
            "clipped_share",
        ])
        for epoch in epochs {
            table.append([
                .integer(epoch.epoch), .of(epoch.trainLoss.map { exp($0) }), .of(epoch.validLoss.map { exp($0) }),
                .of(epoch.seconds), .of(epoch.learningRate), .of(epoch.gradientNorm), .of(epoch.clippedShare),
            ])
        }
        let provenance = try corpus.provenance()
        let chart = Chart.learningCurve(
            epochs.map { .init(epoch: $0.epoch, train: $0.trainLoss, valid: $0.validLoss) }, of: name,
            provenance: provenance.line)
        if let svg { try writeFile(SVGChart().text(chart), to: svg) }
        ResultWriter(format: output.format, provenance: provenance).write(
            table, below: chart)
    }

    private static let tables = SplitChoice.allCases.flatMap { split in (1...3).map { (split, $0) } }
}

extension Int {
    fileprivate var nonzero: Int? { self == 0 ? nil : self }
}

extension ModelRecord {
    /// Whether it was made of another train split, whose fingerprint this is; imported models never were.
    fileprivate func isStale(_ train: String) -> Bool { !corpusHash.isEmpty && corpusHash != train }

    /// `net (network)`, `back (ngram, reversed)`.
    /// - Parameter tokenizer: its own, of an imported model.
    fileprivate func listed(_ train: String, _ tokenizer: TokenizerSettings?) -> String {
        "\(name) (\(kind)\(direction == .backward ? ", reversed" : "")\(isStale(train) ? ", stale" : "")"
            + "\(tokenizer.map { ", imported, for tokens \($0)" } ?? ""))"
    }
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
