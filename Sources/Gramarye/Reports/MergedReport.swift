internal import Basics
internal import LanguageModeling
package import Reporting
package import Storage
internal import Tokenization

extension MergeResult {
    /// What came of each database, a row each, and what the one that they went into then holds.
    ///
    /// - Parameters:
    ///   - path: of that database.
    ///   - seconds: the time it took.
    /// - Precondition: the merge is done.
    package func report(of path: String, seconds: Double) throws -> Report {
        guard let corpus else { preconditionFailure("a merge that is done says what there is") }
        let rule = try VocabularyRule(json: corpus.vocabularyRule)
        var table = ResultTable(columns: ["database", "documents", "bytes", "segments", "tokens"])
        for shard in shards {
            table.append([
                .text(shard.path), .integer(shard.documents), .integer(shard.bytes), .integer(shard.segments),
                .integer(shard.tokens),
            ])
        }
        let (documents, tokens) = (
            shards.reduce(0) { $0 + $1.documents }, shards.reduce(0) { $0 + $1.tokens }
        )
        // Of counts without their texts there are no documents.
        let added = documents == 0 && tokens > 0 ? "counts" : NumberText.counted(documents, "document")
        let done =
            "\(path): \(added) of \(NumberText.counted(shards.count, "database")) "
            + "added, \(NumberText.counted(tokens, "token"))"
        let splits = corpus.splits.map { "\($0.split.name) \(NumberText.grouped($0.tokens))" }.joined(separator: ", ")
        var report = Report(
            "What was merged into \(path)", rows: table,
            blocks: [
                Report.Block.lines([
                    done, "the corpus: \(NumberText.grouped(corpus.types)) types; tokens: \(splits)",
                    "vocabulary of models: \(rule)",
                ]).only(.terminal),
                .paragraph(
                    "The corpus now has \(NumberText.counted(corpus.types, "type")); its tokens by split: \(splits). "
                        + "The vocabulary of models: \(rule)."
                ).only(.page), .table(table, named: "databases").only(.page),
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
                ])), .init("seconds", .number(seconds)),
        ]
        report.notes = notes + remarks
        return report
    }

    /// What was left where it was.
    private var remarks: [String] {
        var remarks: [String] = []
        if !skipped.isEmpty { remarks.append("\(shortened(skipped)): already in the database, skipped") }
        let empty = shards.filter { $0.documents == 0 && $0.tokens == 0 }.map(\.path)
        if !empty.isEmpty { remarks.append("\(shortened(empty)): nothing that was not there") }
        let withModels = shards.filter { $0.models > 0 }
        if !withModels.isEmpty {
            let count = withModels.reduce(0) { $0 + $1.models }
            remarks.append(
                "\(NumberText.counted(count, "model")) of \(shortened(withModels.map(\.path))) left out: "
                    + "a model is of the text that it was made of")
        }
        if !countsAddUp { remarks.append(CountImportResult.noteOnPartialCounts) }
        return remarks
    }
}
