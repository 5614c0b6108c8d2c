internal import Basics
internal import LanguageModeling
package import Reporting
package import Storage
internal import Tokenization

extension IngestResult {
    /// What was read into a database, in one row, and what the database then holds.
    ///
    /// - Parameters:
    ///   - path: of the database.
    ///   - seconds: the time it took.
    /// - Precondition: the ingest is done.
    package func report(of path: String, seconds: Double) throws -> Report {
        guard let corpus else { preconditionFailure("an ingest that is done says what there is") }
        let rule = try VocabularyRule(json: corpus.vocabularyRule)
        let (tokens, segments) = (added.reduce(0) { $0 + $1.tokens }, added.reduce(0) { $0 + $1.segments })
        var table = ResultTable(columns: ["documents", "bytes", "segments", "tokens", "types", "seconds"])
        table.append([
            .integer(added.count), .integer(added.reduce(0) { $0 + $1.bytes }), .integer(segments), .integer(tokens),
            .integer(corpus.types), .number(seconds),
        ])
        let replaced = added.count { $0.isReplacement }
        let done =
            "\(path): \(NumberText.counted(added.count, "document")) added"
            + (replaced > 0 ? " (\(replaced) replaced)" : "")
            + ", \(NumberText.counted(tokens, "token")) in \(NumberText.counted(segments, "segment")) "
            + "(\(segmentsInWords ?? corpus.tokenizer.segments.rawValue))"
        let splits = corpus.splits.map { "\($0.split.name) \(NumberText.grouped($0.tokens))" }.joined(separator: ", ")
        var documents = ResultTable(columns: ["document", "bytes", "segments", "tokens"])
        for document in added {
            documents.append([
                .text(document.name), .integer(document.bytes), .integer(document.segments), .integer(document.tokens),
            ])
        }
        let lines = Report.Block.sentences([
            done, "the corpus: \(NumberText.grouped(corpus.types)) types; tokens: \(splits)",
            "vocabulary of models: \(rule)",
        ])
        var report = Report(
            "What was read into \(path)", rows: table,
            blocks: lines.map { $0.only(.terminal) } + [
                .paragraph(
                    "The corpus now has \(NumberText.counted(corpus.types, "type")); its tokens by split: \(splits). "
                        + "The vocabulary of models: \(rule)."
                ).only(.page), .table(documents, named: "documents").only(.page),
            ],
            provenance: Provenance(
                database: path, fingerprint: corpus.fingerprint, tokenizer: corpus.tokenizer, rule: rule))
        report.answer = done + "."
        report.further = [
            .init(
                "stages",
                .object([
                    .init("reading", .number(self.seconds.reading)), .init("counting", .number(self.seconds.counting)),
                    .init("writing", .number(self.seconds.writing)),
                ]))
        ]
        report.terms = [.segment] + (corpus.tokenizer.segments == .auto ? [.automatic] : []) + [.split]
        report.notes = notes + remarks
        return report
    }

    /// What was not as asked for.
    private var remarks: [String] {
        var remarks: [String] = []
        if !skipped.isEmpty {
            remarks.append("\(shortened(skipped)): already in the database, skipped")
        }
        if !withOtherMetadata.isEmpty {
            remarks.append("\(shortened(withOtherMetadata)): there already, but with other metadata now")
        }
        if !empty.isEmpty {
            remarks.append("\(shortened(empty)): no tokens, left out")
        }
        let repaired = added.filter { $0.replacements > 0 }
        if !repaired.isEmpty {
            let count = repaired.reduce(0) { $0 + $1.replacements }
            remarks.append(
                "\(shortened(repaired.map(\.name))): \(NumberText.counted(count, "character")) replaced by U+FFFD")
        }
        if !inSeveralSplits.isEmpty {
            remarks.append(
                "\(shortened(inSeveralSplits)): given to several splits, a document in each, as \(exampleOfSplits)")
        }
        if corpus?.tokenizer.segments == .auto, let segments = segmentsInWords {
            remarks.append("segments are \(segments), judging by the layout of each text")
        }
        return remarks
    }

    /// As `train:NAME`.
    private var exampleOfSplits: String {
        let name = added.first { document in Split.allCases.contains { document.name.hasPrefix($0.name + ":") } }?.name
        return name ?? skipped.first ?? "train:NAME"
    }

    /// What the segments of the documents added are: `lines`, or `paragraphs in 3 documents, lines in 2`.
    private var segmentsInWords: String? {
        let rules = TokenizerSettings.Segments.allCases.map { rule in (rule, added.count { $0.rule == rule }) }
            .filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
        guard let first = rules.first else { return nil }
        if rules.count == 1 { return first.0.rawValue }
        return rules.enumerated().map { index, rule in
            "\(rule.0.rawValue) in \(index == 0 ? NumberText.counted(rule.1, "document") : NumberText.grouped(rule.1))"
        }.joined(separator: ", ")
    }
}
