internal import LanguageModeling
package import Reporting
package import Storage
internal import Tokenization

extension CountImportResult {
    /// What was read into a database, a row for each order.
    ///
    /// - Parameter path: of the database.
    /// - Precondition: the import is done.
    package func report(of path: String) throws -> Report {
        guard let corpus else { preconditionFailure("an import that is done says what there is") }
        let rule = try VocabularyRule(json: corpus.vocabularyRule)
        var table = ResultTable(columns: ["order", "ngrams", "total"])
        for order in orders { table.append([.integer(order.order), .integer(order.ngrams), .integer(order.total)]) }
        let tokens = corpus.splits.reduce(0) { $0 + $1.tokens }
        let done =
            "\(path): counts of \(NumberText.counted(tokens, "token")) of \(NumberText.counted(corpus.types, "type"))"
        var report = Report(
            "The counts imported into \(path)", rows: table,
            blocks: [
                Report.Block.lines([done]).only(.terminal), .table(table, named: "orders"),
            ],
            provenance: Provenance(
                database: path, fingerprint: corpus.fingerprint, tokenizer: corpus.tokenizer, rule: rule))
        report.answer = done + "."
        report.notes = notes
        if longer > 0 {
            report.notes.append("\(NumberText.counted(longer, "n-gram")) of more than three words left out")
        }
        if !addsUp { report.notes.append(Self.noteOnPartialCounts) }
        return report
    }

    static let noteOnPartialCounts =
        "what follows a word does not come to its own count, as where rare n-grams were left out: "
        + "frequencies are as counted, and no smoothed model can be made of them"
}
